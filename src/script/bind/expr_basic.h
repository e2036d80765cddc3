// Constants, variables and parentheses.
#pragma once

#include "script/bind/checked_expr.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/ranks.h"

namespace whimbrel::script {

class ConstantExpr final : public Expr {
 public:
  ConstantExpr(Cell value, TypePtr type, Location where) : Expr(std::move(type), where), value_(std::move(value)) {}
  const Cell& value() const { return value_; }
  Cell eval(Frame&) const override { return value_; }
  bool eval_bool(Frame&) const override { return value_.as_bool(); }
  uint64_t eval_word(Frame&) const override { return value_.word(); }
  double eval_real(Frame&) const override { return value_.as_double(); }
  void describe(Description& out) const override { script::describe(out, value_); }
  bool is_constant() const override { return true; }
  void visit_parts(Visitor&) const override {}
  int rank() const override { return kRankConstant; }

 private:
  const Cell value_;
};

/// A variable, wherever it lies. The classes below know that.
class NameExpr : public Expr {
 public:
  NameExpr(Symbol& symbol, TypePtr type, Location where) : Expr(std::move(type), where), symbol_(&symbol) {}
  Cell eval(Frame&) const override { return {}; }
  void describe(Description& out) const override { out.add(symbol_->name); }
  bool is_assignable(std::string* why_not) const override;
  Symbol* symbol() const override { return symbol_.get(); }
  void visit_parts(Visitor&) const override {}
  int rank() const override { return kRankName; }

 protected:
  bool can_delete_contents() const { return type_->tag() == Tag::Table || type_->tag() == Tag::Vector; }
  /// delete t, of tables, sets and vectors: empties them.
  void empty(Frame& frame, const Cell& value) const;
  [[noreturn, gnu::cold]] void unset(Frame& frame) const;

  SymbolPtr symbol_;
};

/// A variable of the function that runs.
class LocalExpr final : public NameExpr {
 public:
  LocalExpr(Symbol& symbol, Location where)
      : NameExpr(symbol, symbol.type, where), slot_(static_cast<size_t>(symbol.slot)) {}
  size_t slot() const { return slot_; }
  /// Where it lies; reports a variable without a value.
  Cell& get(Frame& frame) const { return get(frame, slot_); }
  /// The same for who keeps the slot.
  Cell& get(Frame& frame, size_t slot) const {
    Cell& cell = frame.cells[slot];
    if (!cell.is_set()) [[unlikely]]
      unset(frame);
    return cell;
  }
  Cell eval(Frame& frame) const override { return get(frame); }
  bool eval_bool(Frame& frame) const override { return get(frame).as_bool(); }
  uint64_t eval_word(Frame& frame) const override { return get(frame).word(); }
  double eval_real(Frame& frame) const override { return get(frame).as_double(); }
  void assign(Frame& frame, Cell value) const override { frame.cells[slot_] = std::move(value); }
  bool can_delete() const override { return can_delete_contents(); }
  void erase(Frame& frame) const override { empty(frame, get(frame)); }

 private:
  const size_t slot_;
};

class GlobalExpr final : public NameExpr {
 public:
  GlobalExpr(Symbol& symbol, Location where) : NameExpr(symbol, symbol.type, where) {}
  Cell& get(Frame& frame) const {
    if (!symbol_->value.is_set()) [[unlikely]]
      unset(frame);
    return symbol_->value;
  }
  Cell eval(Frame& frame) const override { return get(frame); }
  bool eval_bool(Frame& frame) const override { return get(frame).as_bool(); }
  uint64_t eval_word(Frame& frame) const override { return get(frame).word(); }
  double eval_real(Frame& frame) const override { return get(frame).as_double(); }
  void assign(Frame& frame, Cell value) const override;
  bool can_delete() const override { return can_delete_contents(); }
  void erase(Frame& frame) const override { empty(frame, get(frame)); }
};

/// What a lambda has captured. The value belongs to the function object: it lasts from call to call.
class CaptureExpr final : public NameExpr {
 public:
  CaptureExpr(Symbol& symbol, Location where) : NameExpr(symbol, symbol.type, where) {}
  Cell eval(Frame& frame) const override;
  void assign(Frame& frame, Cell value) const override { place(frame) = std::move(value); }
  bool can_delete() const override { return can_delete_contents(); }
  void erase(Frame& frame) const override { empty(frame, eval(frame)); }

 private:
  Cell& place(Frame& frame) const;
};

/// The name of a type where a value is expected: the type as a value.
class TypeNameExpr final : public NameExpr {
 public:
  TypeNameExpr(Symbol& symbol, Location where)
      : NameExpr(symbol, make<TypeType>(symbol.type), where), value_(make<TypeObject>(symbol.type)) {}
  Cell eval(Frame&) const override { return value_; }
  bool is_assignable(std::string* why_not) const override;

 private:
  const Cell value_;
};

/// ( X ): as X, and seen in descriptions.
class ParenthesesExpr final : public Expr {
 public:
  ParenthesesExpr(ExprPtr inner, Location where) : Expr(inner->type(), where), inner_(std::move(inner)) {}
  const ExprPtr& inner() const { return inner_; }
  Cell eval(Frame& frame) const override { return inner_->eval(frame); }
  bool eval_bool(Frame& frame) const override { return inner_->eval_bool(frame); }
  uint64_t eval_word(Frame& frame) const override { return inner_->eval_word(frame); }
  double eval_real(Frame& frame) const override { return inner_->eval_real(frame); }
  void describe(Description& out) const override;
  bool is_assignable(std::string* why_not) const override { return inner_->is_assignable(why_not); }
  void assign(Frame& frame, Cell value) const override { inner_->assign(frame, std::move(value)); }
  bool can_add() const override { return inner_->can_add(); }
  bool can_delete() const override { return inner_->can_delete(); }
  void add(Frame& frame) const override { inner_->add(frame); }
  void erase(Frame& frame) const override { inner_->erase(frame); }
  bool is_constant() const override { return inner_->is_constant(); }
  bool is_pure() const override { return inner_->is_pure(); }
  Symbol* symbol() const override { return inner_->symbol(); }
  void visit_parts(Visitor& visitor) const override { inner_->visit(visitor); }
  int rank() const override { return inner_->rank(); }

 private:
  const ExprPtr inner_;
};

/// Something that could not be understood; it has been said why.
class ErrorExpr final : public Expr {
 public:
  explicit ErrorExpr(Location where) : Expr(base_type(Tag::Error), where) {}
  Cell eval(Frame&) const override { return {}; }
  void describe(Description&) const override {}
  void visit_parts(Visitor&) const override {}
  int rank() const override { return kRankConstant; }
};

/// What is inside of the parentheses, if there are any.
const Expr& without_parentheses(const Expr& expr);
/// The expression as a local of the running function; null if it is something else.
const LocalExpr* as_local(const Expr& expr);

}  // namespace whimbrel::script
