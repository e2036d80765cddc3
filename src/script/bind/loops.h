// while, and for over tables, vectors and strings.
#pragma once

#include <vector>

#include "script/bind/statements.h"
#include "script/model/symbol.h"

namespace whimbrel::script {

class While final : public Stmt {
 public:
  While(ExprPtr condition, StmtPtr body, Location where)
      : Stmt(where), condition_(std::move(condition)), body_(std::move(body)) {}
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  ExprPtr condition_;
  Inner body_;
};

/// Where a loop puts what it meets: a local, or nowhere (`_`).
struct LoopVariable {
  std::string name;
  int slot = -1;        ///< place in the frame; -1: none, or `target` has it
  ExprPtr target;       ///< a variable that is not a plain local, such as a capture
  Tag tag = Tag::Void;  ///< its kind

  void set(Frame& frame, Cell value) const;
};

/// What all kinds of `for` share.
class For : public Stmt {
 public:
  struct Parts {
    std::vector<LoopVariable> keys;
    std::optional<LoopVariable> value;
    ExprPtr container;
    Inner body;
  };
  For(Parts parts, Location where) : Stmt(where), parts_(std::move(parts)) {}
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 protected:
  void set_value(Frame& frame, const Cell& value) const;

  Parts parts_;
};

class ForTable final : public For {
 public:
  using For::For;
  Flow exec(Frame& frame) const override;
};

/// The size is looked at again in every round; holes are left out.
class ForVector final : public For {
 public:
  using For::For;
  Flow exec(Frame& frame) const override;
};

/// One character after the other.
class ForString final : public For {
 public:
  using For::For;
  Flow exec(Frame& frame) const override;
};

/// Is it a loop, which `next` and `break` may leave?
bool is_loop(const Stmt& stmt);

}  // namespace whimbrel::script
