// Looking into aggregates: t[k], v[i], s[a:b], r$f, r?$f, and changing them there.
#pragma once

#include <span>

#include "script/bind/checked_expr.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/expr_operators.h"
#include "script/bind/ranks.h"
#include "script/model/table.h"
#include "script/run/frame_cells.h"

namespace whimbrel::script {

/// Adds the parts of an index to it, which has room for them. False: one has no value.
bool evaluate_index(Frame& frame, const std::vector<ExprPtr>& parts, FrameCells& index);

/// What an element or field holds; null: nothing.
inline const Cell& number_in(Frame& frame, const Expr& expr, const Cell* cell) {
  if (!cell) throw NoValue{};
  return number_in(frame, expr, *cell);
}

/// X[...], before it is known what X is: messages about it show this. The classes below it know.
class IndexExpr : public CheckedExpr {
 public:
  IndexExpr(ExprPtr container, std::vector<ExprPtr> index, Location where)
      : CheckedExpr(base_type(Tag::Error), where), container_(std::move(container)), index_(std::move(index)) {}
  const ExprPtr& container() const { return container_.expr(); }
  const std::vector<ExprPtr>& index() const { return index_; }
  Cell eval(Frame&) const override { return {}; }
  void describe(Description& out) const override;
  bool is_pure() const override { return container_->is_pure() && all_pure(index_); }
  void visit_parts(Visitor& visitor) const override;
  int rank() const override { return kRankIndex; }

 protected:
  /// What was found: a waiting `when` watches it.
  static void note_found(Frame& frame, const Cell& value) {
    if (frame.trigger) [[unlikely]]
      watch(frame, value);
  }
  [[noreturn]] void no_such_index(Frame& frame) const;
  static void watch(Frame& frame, const Cell& value);

  Operand container_;
  std::vector<ExprPtr> index_;
};

/// t[k] of tables, and s[k] in `add s[k]`, `delete s[k]`.
class TableIndex final : public IndexExpr {
 public:
  TableIndex(ExprPtr container, std::vector<ExprPtr> index, Location where);
  Cell eval(Frame& frame) const override;
  bool is_assignable(std::string*) const override { return true; }
  void assign(Frame& frame, Cell value) const override;
  bool can_add() const override { return container_->type()->is_set(); }
  bool can_delete() const override { return true; }
  void add(Frame& frame) const override;
  void erase(Frame& frame) const override;

 private:
  /// False if the index cannot be a key, which has been reported.
  bool put(Frame& frame, const Cell& value) const;
  bool put(Frame& frame, TableObject& table, std::span<Cell> index, const Cell& value) const;
  /// Says that the table has changed while a loop goes over it.
  void warn_if(Frame& frame, bool invalidated) const;

  bool has_record_keys_ = false;
};

/// t["text"] of a table that is indexed by patterns: all values whose pattern matches the whole text.
class PatternIndex final : public IndexExpr {
 public:
  PatternIndex(ExprPtr container, std::vector<ExprPtr> index, Location where);
  Cell eval(Frame& frame) const override;
};

/// v[i].
class VectorIndex final : public IndexExpr {
 public:
  VectorIndex(ExprPtr container, std::vector<ExprPtr> index, Location where);
  Cell eval(Frame& frame) const override;
  bool eval_bool(Frame& frame) const override;
  uint64_t eval_word(Frame& frame) const override;
  double eval_real(Frame& frame) const override;
  bool is_assignable(std::string*) const override { return true; }
  void assign(Frame& frame, Cell value) const override;

 private:
  /// The element; null if the vector has no value. Reports what is not there.
  const Cell* element(Frame& frame, Cell& holder) const;
};

/// v[w]: the elements with these indices, or those for which the mask says so.
class VectorSelect final : public IndexExpr {
 public:
  VectorSelect(ExprPtr container, std::vector<ExprPtr> index, Location where);
  Cell eval(Frame& frame) const override;
  bool is_assignable(std::string*) const override { return true; }
  void assign(Frame& frame, Cell value) const override;
};

/// v[a:b]; both bounds are there, a missing one has been filled in.
class VectorSlice final : public IndexExpr {
 public:
  VectorSlice(ExprPtr container, std::vector<ExprPtr> bounds, Location where);
  Cell eval(Frame& frame) const override;
  bool is_assignable(std::string*) const override { return true; }
  void assign(Frame& frame, Cell value) const override;
};

/// s[i] and s[a:b].
class StringIndex final : public IndexExpr {
 public:
  StringIndex(ExprPtr container, std::vector<ExprPtr> index, Location where);
  Cell eval(Frame& frame) const override;
  bool is_assignable(std::string* why_not) const override;
};

/// r$f.
class FieldExpr final : public CheckedExpr {
 public:
  FieldExpr(ExprPtr record, std::string name, Location where);
  /// The type is known to have it.
  void set_field(int place, TypePtr type);
  Cell eval(Frame& frame) const override;
  bool eval_bool(Frame& frame) const override;
  uint64_t eval_word(Frame& frame) const override;
  double eval_real(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_assignable(std::string*) const override { return true; }
  void assign(Frame& frame, Cell value) const override;
  bool can_delete() const override;
  void erase(Frame& frame) const override;
  bool is_pure() const override { return record_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { record_->visit(visitor); }
  int rank() const override { return kRankField; }
  const ExprPtr& record() const { return record_.expr(); }
  int place() const { return place_; }

 private:
  const Field& field() const { return record_->type()->as_record()->fields[static_cast<size_t>(place_)]; }
  /// The value where it lies; null if the record has none, or `missing` has to tell.
  const Cell* stored(Frame& frame, Cell& holder) const;
  Cell missing(Frame& frame, const Cell& record) const;

  Operand record_;
  const std::string name_;
  int place_ = -1;
};

/// r?$f.
class HasFieldExpr final : public CheckedExpr {
 public:
  HasFieldExpr(ExprPtr record, std::string name, Location where);
  void set_field(int place);
  Cell eval(Frame& frame) const override { return Cell::boolean(eval_bool(frame)); }
  bool eval_bool(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return record_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { record_->visit(visitor); }
  int rank() const override { return kRankHasField; }

 private:
  Operand record_;
  const std::string name_;
  int place_ = -1;
};

/// "deprecated (R$f)": if the field that `use` reads is marked so. `mark`: "$" or "?$".
void warn_if_field_deprecated(Binder& binder, const Expr& use, const RecordType& record, int field,
                              std::string_view mark);
/// Records that become keys of a table are of the table's own type, since that may be extended while an anonymous one
/// with the same fields is not.
void adopt_key_types(Frame& frame, const TableType& type, std::span<Cell> index);

}  // namespace whimbrel::script
