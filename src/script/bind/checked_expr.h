// What the expressions of this folder that have parts have in common.
#pragma once

#include <utility>
#include <vector>

#include "script/model/symbol.h"
#include "script/run/frame.h"

namespace whimbrel::script {

/// An expression that finds its type while it is being checked, or that it has none. It keeps its text then: messages
/// that follow show it.
class CheckedExpr : public Expr {
 public:
  using Expr::Expr;
  void set_type(TypePtr type) { type_ = std::move(type); }
  void fail() { type_ = base_type(Tag::Error); }
};

/// "a, b, c".
inline void describe_parts(Description& out, const std::vector<ExprPtr>& parts) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out.add(", ");
    parts[i]->describe(out);
  }
}

inline void visit_all(Visitor& visitor, const std::vector<ExprPtr>& parts) {
  for (const ExprPtr& part : parts) part->visit(visitor);
}

inline bool all_pure(const std::vector<ExprPtr>& parts) {
  for (const ExprPtr& part : parts)
    if (!part->is_pure()) return false;
  return true;
}

inline bool any_error(const std::vector<ExprPtr>& parts) {
  for (const ExprPtr& part : parts)
    if (part->is_error()) return true;
  return false;
}

/// An aggregate that is looked into. A local is read where it lies, so that the look does not count references.
class Operand {
 public:
  explicit Operand(ExprPtr expr) : expr_(std::move(expr)) {
    const Symbol* symbol = expr_->symbol();
    if (symbol && !symbol->is_global && !symbol->is_captured && symbol->slot >= 0) slot_ = symbol->slot;
  }
  /// The value; `holder` keeps it alive if nothing else does.
  const Cell& get(Frame& frame, Cell& holder) const {
    if (slot_ >= 0 && frame.cells[static_cast<size_t>(slot_)].is_set()) return frame.cells[static_cast<size_t>(slot_)];
    return holder = expr_->eval(frame);
  }
  const Expr* operator->() const { return expr_.get(); }
  const ExprPtr& expr() const { return expr_; }

 private:
  ExprPtr expr_;
  int slot_ = -1;
};

}  // namespace whimbrel::script
