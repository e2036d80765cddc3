// when, and return when. What happens between start and end of the waiting is run/trigger.h.
#pragma once

#include <vector>

#include "script/bind/captures.h"
#include "script/model/expr.h"
#include "script/model/symbol.h"

namespace whimbrel::script {

class When final : public Stmt {
 public:
  struct Parts {
    std::vector<Capture> captures;
    ExprPtr condition;
    StmtPtr body;
    ExprPtr timeout;  ///< null: waits for ever
    StmtPtr timeout_body;
    std::vector<Symbol*> globals;       ///< whose changes matter
    std::vector<SymbolPtr> aggregates;  ///< locals that are made empty
    int frame_size = 0;
    bool is_return = false;
  };
  When(Parts parts, Location where) : Stmt(where), parts_(std::move(parts)) {}
  const Parts& parts() const { return parts_; }
  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  Parts parts_;
};

}  // namespace whimbrel::script
