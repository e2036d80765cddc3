// Lambdas: functions without a name of their own.
#pragma once

#include <string>
#include <vector>

#include "script/bind/captures.h"

namespace whimbrel::script {

class LambdaExpr final : public Expr {
 public:
  LambdaExpr(Ref<Function> function, std::vector<Capture> captures, bool lists_captures, Location where);
  const std::vector<Capture>& captures() const { return captures_; }
  const Ref<Function>& function() const { return function_; }
  Cell eval(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;
  int rank() const override;

 private:
  const Stmt& code() const { return *function_->bodies.front().code; }

  Ref<Function> function_;
  std::vector<Capture> captures_;
  bool lists_captures_;
  Cell shared_;  // without captures all evaluations give the same
};

/// "lambda_<N>", where N comes from the printed body and the captures.
std::string lambda_name(const Binder& binder, SymbolTable& symbols, const Stmt& body,
                        const std::vector<Capture>& captures);

}  // namespace whimbrel::script
