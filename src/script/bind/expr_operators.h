// Operators: how they show themselves, and how the classes that compute are chosen.
//
// Checking an operator ends in a Kernel, which computes one value from two cells, and for numbers also in a class that
// is made for that operation and for how its operands are read. Vectors apply the kernel to each pair of elements.
#pragma once

#include <string_view>

#include "script/bind/checked_expr.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/ranks.h"

namespace whimbrel::script {

/// "+", "&&", "sizeof ".
std::string_view symbol_of(syntax::Operator op);
int rank_of(syntax::Operator op);

/// The value, or an unset cell where the unboxed paths throw that there is none.
template <class Compute>
Cell value_or_unset(const Compute& compute) {
  try {
    return compute();
  } catch (const NoValue&) {
    return {};
  }
}

/// Base of the classes that compute; by itself an operation that is wrong, which messages still show.
class UnaryExpr : public CheckedExpr {
 public:
  UnaryExpr(syntax::Operator op, ExprPtr operand, TypePtr type, Location where)
      : CheckedExpr(std::move(type), where), operand_(std::move(operand)), op_(op) {}
  const ExprPtr& operand() const { return operand_; }
  Cell eval(Frame&) const override { return {}; }
  void describe(Description& out) const override;
  bool is_pure() const override { return operand_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { operand_->visit(visitor); }
  int rank() const override { return rank_of(op_); }

 protected:
  ExprPtr operand_;
  const syntax::Operator op_;
};

struct BinaryParts {
  syntax::Operator op;
  ExprPtr left, right;
  TypePtr type;
  Location where;
};

/// As UnaryExpr.
class BinaryExpr : public CheckedExpr {
 public:
  explicit BinaryExpr(BinaryParts parts)
      : CheckedExpr(std::move(parts.type), parts.where),
        left_(std::move(parts.left)),
        right_(std::move(parts.right)),
        op_(parts.op) {}
  const ExprPtr& left() const { return left_; }
  const ExprPtr& right() const { return right_; }
  syntax::Operator op() const { return op_; }
  Cell eval(Frame&) const override { return {}; }
  void describe(Description& out) const override;
  bool is_pure() const override { return left_->is_pure() && right_->is_pure(); }
  void visit_parts(Visitor& visitor) const override {
    left_->visit(visitor);
    right_->visit(visitor);
  }
  int rank() const override { return rank_of(op_); }

 protected:
  ExprPtr left_, right_;
  const syntax::Operator op_;
};

/// Computes a value of kind `tag`; `expr` is for messages.
using Kernel = Cell (*)(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag tag);

/// An operation on operands of certain kinds.
struct Operation {
  Kernel kernel = nullptr;
  ExprPtr (*make)(BinaryParts parts) = nullptr;  ///< null: there is no class just for it
};

/// The checks of one binary expression: what is wrong is said once, and the result is an error expression then.
class BinaryCheck {
 public:
  BinaryCheck(Binder& binder, syntax::Operator op, ExprPtr left, ExprPtr right, const Location& where)
      : binder_(binder), parts_{op, std::move(left), std::move(right), base_type(Tag::Error), where} {}

  syntax::Operator op() const { return parts_.op; }
  bool has_error() const { return parts_.left->is_error() || parts_.right->is_error(); }
  const ExprPtr& left() const { return parts_.left; }
  const ExprPtr& right() const { return parts_.right; }
  const Type& left_type() const { return *parts_.left->type(); }
  const Type& right_type() const { return *parts_.right->type(); }
  void swap(syntax::Operator op) {
    std::swap(parts_.left, parts_.right);
    parts_.op = op;
  }

  /// The kinds of the operands, or of their elements. False, and reported, if only one is a vector.
  bool find_kinds();
  Tag left_kind() const { return left_kind_; }
  Tag right_kind() const { return right_kind_; }
  bool both(bool (*is)(Tag)) const { return is(left_kind_) && is(right_kind_); }
  bool both(Tag tag) const { return left_kind_ == tag && right_kind_ == tag; }
  bool both_sets() const { return left_type().is_set() && right_type().is_set(); }
  bool are_vectors() const { return are_vectors_; }
  /// Converts both to the larger of their kinds, which is returned.
  Tag promote_both();
  void convert_left(Tag to);
  void convert_right(Tag to);

  /// The expression; `result` is the kind of the value or of the elements.
  ExprPtr done(const Operation& operation, Tag result);
  /// The same for results of a type that is no basic one; never vectors.
  ExprPtr done(const Operation& operation, TypePtr result);
  ExprPtr wrong(const char* text);
  /// Without a message.
  ExprPtr broken();

 private:
  Binder& binder_;
  BinaryParts parts_;
  Tag left_kind_ = Tag::Void, right_kind_ = Tag::Void;
  bool are_vectors_ = false;
};

// -- the checks of families of operators

ExprPtr check_equality(BinaryCheck check);                             // expr_compare.cc
ExprPtr check_order(BinaryCheck check);                                // expr_compare.cc
ExprPtr bind_in(Binder& binder, const syntax::Expr& expr);             // expr_in.cc
ExprPtr bind_assign(Binder& binder, const syntax::Expr& expr);         // expr_assign.cc
ExprPtr bind_compound(Binder& binder, const syntax::Expr& expr);       // expr_compound.cc
ExprPtr bind_increment(Binder& binder, const syntax::Expr& expr);      // expr_assign.cc
ExprPtr bind_add_or_delete(Binder& binder, const syntax::Expr& expr);  // expr_assign.cc
ExprPtr bind_size(Binder& binder, const syntax::Expr& expr);           // expr_size.cc
/// !x, for `!in` too. The operand is of type bool or integral.
ExprPtr make_not(ExprPtr operand, Location where);

// -- cells that must be of a kind; an `any` may have brought in another, which is reported

[[noreturn, gnu::cold]] void is_of_other_kind(Frame& frame, const Expr& expr);
/// To be called for what is found in containers: one of `any` that is used as one of other types may hold anything, and
/// who uses the value relies on its kind.
inline void rely_on(Frame& frame, const Expr& expr, const Cell& value, Tag kind) {
  if (value.tag() == kind || kind == Tag::Any) [[likely]]
    return;
  if (is_object_tag(kind) ? value.is_set() : value.is_object()) is_of_other_kind(frame, expr);
}
/// Rather than an object, whose address would be taken for a number.
inline const Cell& number_in(Frame& frame, const Expr& expr, const Cell& cell) {
  if (cell.is_object()) [[unlikely]]
    is_of_other_kind(frame, expr);
  return cell;
}
const std::string& string_of(Frame& frame, const Expr& expr, const Cell& cell);
template <class T>
T& object_of(Frame& frame, const Expr& expr, const Cell& cell, Tag tag) {
  if (cell.tag() != tag) [[unlikely]]
    is_of_other_kind(frame, expr);
  return cell.as<T>();
}

}  // namespace whimbrel::script
