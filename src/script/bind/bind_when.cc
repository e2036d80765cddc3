// How `when` is checked: its condition and bodies are a scope of their own, with the captures as first variables.
#include "script/bind/scope_guard.h"
#include "script/bind/when.h"

namespace whimbrel::script {
namespace {

/// Global variables, whose changes may make the condition true.
struct GlobalNames : Visitor {
  std::vector<Symbol*> found;
  bool visit(const Expr& expr) override {
    Symbol* symbol = expr.symbol();
    if (!symbol || !symbol->is_global || symbol->is_type || symbol->is_enum_constant) return true;
    if (std::find(found.begin(), found.end(), symbol) == found.end()) found.push_back(symbol);
    return true;
  }
};

std::vector<Symbol*> globals_of(const When::Parts& parts) {
  GlobalNames globals;
  parts.condition->visit(globals);
  parts.body->visit(globals);
  if (parts.timeout_body) parts.timeout_body->visit(globals);
  return globals.found;
}

bool is_duration(Tag tag) { return tag == Tag::Interval || tag == Tag::Time; }

void check_types(Binder& binder, const When::Parts& parts) {
  if (!parts.condition->is_error() && parts.condition->type()->tag() != Tag::Bool)
    binder.reporter().error(*parts.condition, "conditional in test must be boolean");
  if (parts.timeout && !parts.timeout->is_error() && !is_duration(parts.timeout->type()->tag()))
    binder.reporter().error(*parts.timeout, "when timeout requires a time or time interval");
}

void check_uses(Binder& binder, const When& when, const FunctionScope& scope) {
  const When::Parts& parts = when.parts();
  OuterLocals used(scope, parts.captures);
  parts.condition->visit(used);
  parts.body->visit(used);
  if (parts.timeout_body) parts.timeout_body->visit(used);
  if (const auto complaint = check_captures(parts.captures, used.found(), "\"when\" statement"))
    binder.reporter().error(when, *complaint);
}

}  // namespace

StmtPtr Binder::bind_when(const syntax::Stmt& statement) {
  When::Parts parts;
  parts.is_return = statement.is_return;
  if (statement.captures) parts.captures = bind_captures(*this, *statement.captures);

  FunctionScope scope;
  scope.outer = scope_;
  scope.is_when = true;
  scope.type = make<FuncType>(Flavour::Function, make<RecordType>(), base_type(Tag::Any));
  if (statement.is_return && scope_ && scope_->type && scope_->type->yield) scope.type->yield = scope_->type->yield;
  scope.may_return_nothing = !statement.is_return;
  declare_captures(parts.captures, scope, true);
  const bool has_timeout = statement.exprs.size() > 1 && statement.exprs[1];
  {
    const ScopeGuard inside(scope_, scope);
    scope.in_when_condition = true;
    parts.condition = bind(*statement.exprs.at(0));
    scope.in_when_condition = false;
    parts.body = bind_statement(*statement.statements.at(0));
    if (has_timeout) parts.timeout_body = bind_statement(*statement.statements.at(1));
  }
  if (has_timeout) parts.timeout = bind(*statement.exprs[1]);
  parts.frame_size = scope.frame_size;
  for (Symbol* local : scope.aggregates) parts.aggregates.emplace_back(local);

  parts.globals = globals_of(parts);

  const auto when = make<When>(std::move(parts), statement.where);
  check_types(*this, when->parts());
  check_uses(*this, *when, scope);
  return when;
}

}  // namespace whimbrel::script
