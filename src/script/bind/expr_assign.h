// = and what it returns.
#pragma once

#include "script/bind/expr_operators.h"

namespace whimbrel::script {

/// left = right. Its value is what has been assigned.
class AssignExpr : public BinaryExpr {
 public:
  using BinaryExpr::BinaryExpr;
  /// The right side first, then what leads to the left one.
  Cell eval(Frame& frame) const override;
  bool is_pure() const override { return false; }
};

/// May the expression stand on the left? Says so if not.
bool check_target(Binder& binder, const Expr& target);

/// The right side of an assignment that Binder::bind_assignment() has made, converted; the expression itself if it is
/// none.
const Expr& assigned_value(const Expr& assignment);

}  // namespace whimbrel::script
