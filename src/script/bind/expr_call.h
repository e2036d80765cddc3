// Calls, events, and what else looks like a call: schedule, copy, as, is.
#pragma once

#include <optional>

#include "script/bind/checked_expr.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/ranks.h"

namespace whimbrel::script {

/// f(a, b), and hook h(a).
class CallExpr final : public CheckedExpr {
 public:
  CallExpr(ExprPtr callee, std::vector<ExprPtr> arguments, Location where);
  const ExprPtr& callee() const { return callee_; }
  const std::vector<ExprPtr>& arguments() const { return arguments_; }
  Cell eval(Frame& frame) const override;
  bool eval_bool(Frame& frame) const override { return CallExpr::eval_word(frame) != 0; }
  uint64_t eval_word(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return false; }
  void visit_parts(Visitor& visitor) const override;
  int rank() const override { return kRankCall; }

 private:
  ExprPtr callee_;
  std::vector<ExprPtr> arguments_;
  const CallSite site_{*this, arguments_};
  const Symbol* global_ = nullptr;  ///< the callee, if it is just the name of a global
};

/// e(a, b), as it stands in `event e(a, b);` and in `schedule`.
class EventExpr final : public CheckedExpr {
 public:
  EventExpr(std::string name, Symbol* symbol, std::vector<ExprPtr> arguments, Location where);
  /// Null if the event has nothing to call.
  Ref<Function> handler() const;
  /// False if one of them has no value.
  bool evaluate_arguments(Frame& frame, std::vector<Cell>& values) const;
  /// Queues the event.
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return false; }
  void visit_parts(Visitor& visitor) const override { visit_all(visitor, arguments_); }
  int rank() const override { return kRankEvent; }
  /// The event, for checks of what is used. Null if there is none of that name.
  Symbol* event() const { return symbol_.get(); }
  const std::vector<ExprPtr>& arguments() const { return arguments_; }

 private:
  const std::string name_;
  SymbolPtr symbol_;
  std::vector<ExprPtr> arguments_;
};

/// schedule WHEN { e(a, b) }.
class ScheduleExpr final : public CheckedExpr {
 public:
  ScheduleExpr(ExprPtr when, Ref<EventExpr> event, Location where);
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return false; }
  void visit_parts(Visitor& visitor) const override;
  int rank() const override { return kRankSchedule; }

 private:
  ExprPtr when_;
  Ref<EventExpr> event_;
};

/// copy(X).
class CopyExpr final : public Expr {
 public:
  CopyExpr(ExprPtr of, Location where) : Expr(of->type(), where), of_(std::move(of)) {}
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return of_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { of_->visit(visitor); }
  int rank() const override { return kRankSize; }

 private:
  ExprPtr of_;
};

/// X as T.
class CastExpr final : public CheckedExpr {
 public:
  CastExpr(ExprPtr of, TypePtr to, Location where) : CheckedExpr(to, where), of_(std::move(of)), to_(std::move(to)) {}
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return of_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { of_->visit(visitor); }
  int rank() const override { return kRankCast; }

 private:
  ExprPtr of_;
  TypePtr to_;
};

/// X is T.
class TypeTestExpr final : public Expr {
 public:
  TypeTestExpr(ExprPtr of, TypePtr tested, Location where)
      : Expr(base_type(Tag::Bool), where), of_(std::move(of)), tested_(std::move(tested)) {}
  Cell eval(Frame& frame) const override { return Cell::boolean(eval_bool(frame)); }
  bool eval_bool(Frame& frame) const override;
  void describe(Description& out) const override;
  bool is_pure() const override { return of_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { of_->visit(visitor); }
  int rank() const override { return kRankTypeTest; }

 private:
  ExprPtr of_;
  TypePtr tested_;
};

/// local x = e inside a condition of `when`: assigns, and is true.
class WhenLocalExpr final : public Expr {
 public:
  WhenLocalExpr(ExprPtr assignment, Location where)
      : Expr(base_type(Tag::Bool), where), assignment_(std::move(assignment)) {}
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override { assignment_->describe(out); }
  bool is_pure() const override { return false; }
  void visit_parts(Visitor& visitor) const override { assignment_->visit(visitor); }
  int rank() const override { return kRankAssign; }

 private:
  ExprPtr assignment_;
};

/// Checks name and arguments (the kids from `first` on) of an event that is to be raised, and says all that is wrong.
Ref<EventExpr> bind_event(Binder& binder, const std::string& name, const std::vector<syntax::ExprPtr>& kids,
                          const Location& where, size_t first = 0);

/// May `as` be asked for at all between these types?
bool is_castable(Runtime& runtime, const Type& from, const Type& to);
/// Is the value of that type, or can it be made one? What `is` says, and switches over types.
bool is_of_type(Runtime& runtime, const Cell& value, const TypePtr& type);
/// value as type; unset, and `why` filled, if that cannot be.
Cell cast_value(Frame& frame, const Cell& value, const TypePtr& type, std::string* why);

}  // namespace whimbrel::script
