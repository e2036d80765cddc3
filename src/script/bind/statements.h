// Statements that have been checked: all but loops (loops.h), switch (switch.h) and when (when.h).
//
// They describe themselves as the reference prints function bodies: on one line in messages, without
// the semicolons then.
#pragma once

#include <vector>

#include "script/model/expr.h"
#include "script/model/symbol.h"

namespace whimbrel::script {

/// The ";" at the end of a statement; messages leave it out.
void end_statement(Description& out);
/// A statement one level deeper, on lines of its own.
void describe_inner(Description& out, const Stmt& stmt);
/// "a, b, c".
void describe_list(Description& out, const std::vector<ExprPtr>& exprs);

/// Runs what stands under if or a loop: if it needs a value that a call has not given, it does nothing, and all goes
/// on.
Flow exec_inner(const Stmt& stmt, Frame& frame);
/// The statement that is just this expression.
StmtPtr make_expression_stmt(ExprPtr expr, const Location& where);

class ReturnWord;

/// { ... }
class Block final : public Stmt {
 public:
  Block(std::vector<StmtPtr> parts, Location where);
  const std::vector<StmtPtr>& parts() const { return parts_; }
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  std::vector<StmtPtr> parts_;
  const ReturnWord* return_ = nullptr;  // the last part: part of exec(), so that deep recursion has a level less
};

/// The aggregate locals of a body, made empty before anything else. Describes itself as "<init> a, b;".
class InitLocals final : public Stmt {
 public:
  InitLocals(std::vector<SymbolPtr> locals, Location where) : Stmt(where), locals_(std::move(locals)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor&) const override {}

 private:
  std::vector<SymbolPtr> locals_;
};

/// A declaration without a value, or just ";".
class Empty final : public Stmt {
 public:
  using Stmt::Stmt;
  Flow exec(Frame&) const override { return Flow::Next; }
  void describe(Description& out) const override { end_statement(out); }
  void visit_parts(Visitor&) const override {}
};

/// What stands under if or a loop, mostly a block.
class Inner {
 public:
  Inner(StmtPtr stmt = nullptr) : stmt_(std::move(stmt)), block_(dynamic_cast<const Block*>(stmt_.get())) {}
  explicit operator bool() const { return static_cast<bool>(stmt_); }
  const Stmt& operator*() const { return *stmt_; }
  const Stmt* operator->() const { return stmt_.get(); }
  Flow exec(Frame& frame) const { return block_ ? block_->exec(frame) : exec_inner(*stmt_, frame); }

 private:
  StmtPtr stmt_;
  const Block* block_;
};

class ExpressionStmt : public Stmt {
 public:
  ExpressionStmt(ExprPtr expr, Location where) : Stmt(where), expr_(std::move(expr)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override { expr_->visit(visitor); }

 private:
  const ExprPtr expr_;
};

/// The same for expressions of a class that has a run(frame), which does what eval() does, but returns nothing.
template <class Node>
class EffectStmt final : public ExpressionStmt {
 public:
  EffectStmt(const Node& node, Location where)
      : ExpressionStmt(ExprPtr(const_cast<Node*>(&node)), where), node_(node) {}
  Flow exec(Frame& frame) const override {
    node_.run(frame);
    return Flow::Next;
  }

 private:
  const Node& node_;
};

class Print final : public Stmt {
 public:
  /// `redirect`: Log::print_to_log, or null.
  Print(std::vector<ExprPtr> exprs, SymbolPtr redirect, Location where)
      : Stmt(where), exprs_(std::move(exprs)), redirect_(std::move(redirect)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  bool goes_to_log(bool to_stdout) const;

  std::vector<ExprPtr> exprs_;
  SymbolPtr redirect_;
};

/// event e(x): queues it.
class EventStmt final : public Stmt {
 public:
  EventStmt(ExprPtr event, Location where) : Stmt(where), event_(std::move(event)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override { event_->visit(visitor); }

 private:
  ExprPtr event_;
};

class If final : public Stmt {
 public:
  If(ExprPtr condition, StmtPtr then, StmtPtr otherwise, Location where)
      : Stmt(where), condition_(std::move(condition)), then_(std::move(then)), otherwise_(std::move(otherwise)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  ExprPtr condition_;
  Inner then_, otherwise_;  // otherwise_ may be null
};

/// next, break, fallthrough.
class Jump final : public Stmt {
 public:
  Jump(Flow flow, Location where) : Stmt(where), flow_(flow) {}
  Flow flow() const { return flow_; }
  Flow exec(Frame&) const override { return flow_; }
  void describe(Description& out) const override;
  void visit_parts(Visitor&) const override {}

 private:
  Flow flow_;
};

class Return : public Stmt {
 public:
  Return(ExprPtr expr, Location where) : Stmt(where), expr_(std::move(expr)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override {
    if (expr_) expr_->visit(visitor);
  }

 protected:
  const ExprPtr expr_;  // null: nothing is returned
};

/// The same for a bool, count, int or port.
class ReturnWord final : public Return {
 public:
  ReturnWord(ExprPtr expr, Location where) : Return(std::move(expr), where), tag_(expr_->type()->tag()) {}
  Flow exec(Frame& frame) const override;

 private:
  friend class Block;
  [[gnu::always_inline]] Flow run(Frame& frame) const;
  const Tag tag_;
};

class Assert final : public Stmt {
 public:
  Assert(ExprPtr condition, ExprPtr message, Location where)
      : Stmt(where), condition_(std::move(condition)), message_(std::move(message)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  void report(Frame& frame, bool holds) const;
  std::string message(Frame& frame) const;

  ExprPtr condition_, message_;  // message_ may be null
};

}  // namespace whimbrel::script
