// Expr and Stmt: code that has been checked, with all types known. The binder (bind/) makes such trees from the syntax;
// they are run as they are, and describe themselves for messages and for printed functions, in the canonical form that
// the reference shows (operands swapped, conversions visible).
#pragma once

#include <functional>
#include <string>

#include "script/model/cell.h"
#include "script/model/describe.h"
#include "script/model/location.h"

namespace whimbrel::script {

class Frame;   // run/frame.h
class Symbol;  // symbol.h
class Expr;
class Stmt;

/// Sees every part of a tree, the outer one first; false: leave out the parts of this one.
struct Visitor {
  virtual ~Visitor() = default;
  virtual bool visit(const Expr&) { return true; }
  virtual bool visit(const Stmt&) { return true; }
};

/// Ends the event handler, hook body or top-level code that runs: thrown after a run-time error has been reported.
struct Interrupt {};
/// Thrown by eval_bool(), eval_word() and eval_real() where eval() gives an unset cell (a function that returned
/// nothing, a conversion that failed): it has been reported, and ends the statement only; the next one runs.
struct NoValue : Interrupt {};

class Expr : public Counted {
 public:
  Expr(TypePtr type, Location where) : type_(std::move(type)), where_(where) {}

  const TypePtr& type() const { return type_; }
  const Location& where() const { return where_; }
  bool is_error() const { return type_->is_error(); }

  /// The value. Run-time errors are reported and thrown as Interrupt (run/frame.h).
  virtual Cell eval(Frame& frame) const = 0;
  // The same for expressions of type bool; of type count, int, port (the bits); of type double, time, interval. What is
  // on fast paths has its own versions, which make no cell.
  virtual bool eval_bool(Frame& frame) const { return needed(eval(frame)).as_bool(); }
  virtual uint64_t eval_word(Frame& frame) const { return needed(eval(frame)).word(); }
  virtual double eval_real(Frame& frame) const { return needed(eval(frame)).as_double(); }

  /// A statement that does this and nothing else, where that is faster than eval(); null: it is not.
  virtual Ref<Stmt> as_statement(const Location& where) const { return (void)where, nullptr; }

  virtual void describe(Description& out) const = 0;
  std::string text(Description::Style style = Description::Style::Short) const;

  /// Can it stand on the left of an assignment? `why_not` is the message if it is of the right form and still cannot,
  /// such as "const is not a modifiable lvalue".
  virtual bool is_assignable(std::string* why_not = nullptr) const;
  virtual void assign(Frame& frame, Cell value) const;
  virtual bool can_add() const { return false; }     ///< add t[k]
  virtual bool can_delete() const { return false; }  ///< delete t[k], delete r$f, delete t
  virtual void add(Frame& frame) const;
  virtual void erase(Frame& frame) const;

  /// Its value is known and never changes: literals, enum constants, and what is made of these alone.
  virtual bool is_constant() const { return false; }
  /// Evaluating it does nothing else: as a statement it draws a warning.
  virtual bool is_pure() const { return true; }
  /// The variable, if the expression is just a name.
  virtual Symbol* symbol() const { return nullptr; }
  virtual void visit_parts(Visitor& visitor) const = 0;
  void visit(Visitor& visitor) const {
    if (visitor.visit(*this)) visit_parts(visitor);
  }
  /// Orders operands of == and so on: that with the larger number goes first. As the reference numbers its nodes.
  virtual int rank() const { return 0; }

 protected:
  static const Cell& needed(const Cell& cell) {
    if (!cell.is_set()) throw NoValue{};
    return cell;
  }

  TypePtr type_;
  Location where_;
};
using ExprPtr = Ref<Expr>;

/// How a statement ended.
enum class Flow : uint8_t { Next, LoopNext, Break, Fallthrough, Return };

class Stmt : public Counted {
 public:
  explicit Stmt(Location where) : where_(where) {}
  const Location& where() const { return where_; }
  /// With Flow::Return, the value is in frame.result.
  virtual Flow exec(Frame& frame) const = 0;
  virtual void describe(Description& out) const = 0;
  virtual void visit_parts(Visitor& visitor) const = 0;
  void visit(Visitor& visitor) const {
    if (visitor.visit(*this)) visit_parts(visitor);
  }

 protected:
  Location where_;
};
using StmtPtr = Ref<Stmt>;

}  // namespace whimbrel::script
