// Expressions that make aggregates: lists, records, tables, sets, vectors.
#pragma once

#include "script/bind/checked_expr.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/ranks.h"

namespace whimbrel::script {

/// [a, b]: an index of several parts, the elements of a brace list, the left side of `[a, b] = x`.
class ListExpr final : public CheckedExpr {
 public:
  ListExpr(std::vector<ExprPtr> parts, Location where);
  const std::vector<ExprPtr>& parts() const { return parts_; }
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override { describe_parts(out, parts_); }
  bool is_assignable(std::string* why_not) const override;
  void assign(Frame& frame, Cell value) const override;
  bool is_pure() const override { return all_pure(parts_); }
  void visit_parts(Visitor& visitor) const override { visit_all(visitor, parts_); }
  int rank() const override { return kRankList; }

 private:
  std::vector<ExprPtr> parts_;
};

/// [k1, k2] = v, an element of a table. Its type is that of a table with this one element.
class PairExpr final : public CheckedExpr {
 public:
  PairExpr(std::vector<ExprPtr> index, ExprPtr value, Location where);
  bool in_brackets = true;  ///< the index was written as it has to be
  std::vector<ExprPtr> index;
  ExprPtr value;
  Cell eval(Frame& frame) const override { return value->eval(frame); }
  void describe(Description& out) const override;
  bool is_pure() const override { return all_pure(index) && value->is_pure(); }
  void visit_parts(Visitor& visitor) const override;
  int rank() const override { return kRankAssign; }
};

/// [$a = 1, $b = 2], R($a = 1).
class RecordExpr final : public CheckedExpr {
 public:
  struct FieldValue {
    std::string name;
    ExprPtr value;
    Location where;
    int place = -1;  ///< in the type
  };
  RecordExpr(std::string type_name, std::vector<FieldValue> fields, Location where);
  std::vector<FieldValue> fields;
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override;
  void visit_parts(Visitor& visitor) const override;
  int rank() const override { return kRankRecord; }

 private:
  const std::string type_name_;  ///< "": an anonymous record
};

/// table(...), set(...), vector(...), and what brace lists become.
class ContainerExpr final : public CheckedExpr {
 public:
  enum class Kind : uint8_t { Table, Set, Vector };
  ContainerExpr(Kind kind, std::vector<ExprPtr> elements, Location where);
  Kind kind() const { return kind_; }
  std::vector<ExprPtr> elements;  ///< of tables: PairExpr; of sets with several indices: ListExpr
  Ref<Attributes> attributes;
  bool from_braces = false;  ///< a brace list: if it does not fit its variable, that is said as well
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return all_pure(elements); }
  void visit_parts(Visitor& visitor) const override { visit_all(visitor, elements); }
  int rank() const override { return kRankTable + static_cast<int>(kind_); }

 private:
  Cell make_vector(Frame& frame) const;
  Cell make_table(Frame& frame) const;

  const Kind kind_;
};

// -- making them of checked parts

/// The elements of a constructor: `[k] = v` as PairExpr, `[a, b]` as ListExpr, others as they are. `wanted`: the type
/// of the whole, if that is known.
std::vector<ExprPtr> bind_elements(Binder& binder, const std::vector<syntax::ExprPtr>& kids, size_t first = 0,
                                   const TypePtr& wanted = nullptr);
/// A table, set or vector. `wanted`: its type; null: to be found from the elements.
Ref<ContainerExpr> make_container(Binder& binder, ContainerExpr::Kind kind, std::vector<ExprPtr> elements,
                                  const TypePtr& wanted, const Location& where);
/// R($a = 1), for a record type; kids from `first` on.
ExprPtr make_record_expr(Binder& binder, const Ref<RecordType>& type, const std::vector<syntax::ExprPtr>& kids,
                         size_t first, const Location& where);
/// set(1, 2) where a set of another type is wanted, such as set[int]: made anew with that type. Null if `expr` is no
/// set constructor. The result is an error expression if its elements do not fit, which has been said; "type clash in
/// assignment" is still to be said then, as it is for all for which is_misfit() is true.
ExprPtr adapt_set(Binder& binder, const Expr& expr, const TypePtr& wanted);
/// A constructor made for the type of a variable that does not fit it.
bool is_misfit(const Expr& expr);

/// Every element of the type, converted if need be. False, and reported, if one is not.
bool promote_all(Binder& binder, std::vector<ExprPtr>& elements, const TypePtr& to);
/// The parts of an index, one for each type. False, and reported, if they do not fit. Also of arguments.
bool promote_each(Binder& binder, std::vector<ExprPtr>& parts, const ListType& types, const Location& types_where,
                  const Location& where);

// -- type_inference.cc

/// The type that holds values of both; null, and reported, if there is none.
TypePtr merge_types(Reporter& reporter, const TypePtr& a, const TypePtr& b);
/// The type of the elements of a vector; null, and reported, if there is none.
TypePtr element_type(Reporter& reporter, const std::vector<ExprPtr>& elements, const Location& where);
/// The table or set type that has such elements; null, and reported, if there is none. `collapse`: elements that are
/// sets stand for their elements.
TypePtr container_type(Reporter& reporter, const std::vector<ExprPtr>& elements, bool collapse);

// -- initialisers.cc

/// Elements whose index has lists or sets in it, as one element for each combination. False, and reported, if one
/// cannot be known yet.
bool expand_elements(Binder& binder, std::vector<ExprPtr>& elements, const TableType& type);
/// A check whether the value can be had before anything runs: no locals, no functions without a body.
bool is_known_now(const Expr& expr);

}  // namespace whimbrel::script
