// Conversions that the binder puts in: numbers, to and from any, records, empty constructors.
#pragma once

#include "script/bind/checked_expr.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/ranks.h"

namespace whimbrel::script {

/// A value of a number's kind (also time and interval) as one of another. False if it does not fit.
bool convert_number(const Cell& from, Tag to, Cell& out);
/// The same, reporting what does not fit as the reference does: the cell is unset then.
Cell convert_number(Frame& frame, const Expr& expr, const Cell& from, Tag to);

/// Numbers to a basic kind; of vectors each element. The type of the result is that kind, or a vector of it.
ExprPtr make_number_conversion(ExprPtr expr, Tag to);
/// `(coerce X to T)` of records, checked field by field: an error expression, and reported, if it cannot be.
ExprPtr make_record_conversion(Binder& binder, ExprPtr expr, const TypePtr& to);
/// Is it the type of table(), set() or vector(), which fits all tables, sets or vectors?
bool is_unspecified(const Type& type);

/// Values that come out of an `any`, and values put into what is known as a container of `any`, were not checked
/// before.
bool is_value_of(const Cell& value, const Type& type);

/// A conversion of one expression: its prefix and what it converts.
class ConversionExpr : public CheckedExpr {
 public:
  ConversionExpr(ExprPtr operand, TypePtr type)
      : CheckedExpr(std::move(type), operand->where()), operand_(std::move(operand)) {}
  const ExprPtr& operand() const { return operand_; }
  /// "(coerce X to T)".
  void describe(Description& out) const override;
  bool is_pure() const override { return operand_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { operand_->visit(visitor); }

 protected:
  void describe_with(Description& out, std::string_view prefix) const {
    out.add(prefix);
    operand_->describe(out);
  }

  ExprPtr operand_;
};

/// The value of a literal, converted or not, in parentheses or not; null if the expression is something else.
const Cell* constant_of(const Expr& expr);

}  // namespace whimbrel::script
