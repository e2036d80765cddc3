// Warnings at the start about code that nothing can reach.
#include <set>
#include <vector>

#include "script/bind/binder.h"
#include "script/bind/expr_call.h"
#include "script/bind/packet_events.h"
#include "script/bind/when.h"

namespace whimbrel::script {
namespace {

/// Follows everything that code, values and attributes refer to.
class Reachable final : public Visitor {
 public:
  void add(const Symbol& symbol) {
    if (!found_.insert(&symbol).second) return;
    if (symbol.initialiser) symbol.initialiser->visit(*this);
    if (const Function* function = symbol.function()) add(*function);
  }

  void add(const Ref<Attributes>& attributes) {
    if (!attributes) return;
    for (const Attribute& attribute : attributes->all)
      if (attribute.value) attribute.value->visit(*this);
  }

  /// Attributes of fields and parameters.
  void add(const Type& type) {
    if (const RecordType* record = type.as_record()) {
      if (!types_.insert(&type).second) return;
      for (const Field& field : record->fields) {
        add(field.attributes);
        add(*field.type);
      }
    } else if (const FuncType* function = type.as_func()) {
      add(*function->parameters);
    }
  }

  bool contains(const Symbol& symbol) const { return found_.contains(&symbol); }

  bool visit(const Expr& expr) override {
    if (const Symbol* symbol = expr.symbol(); symbol && symbol->is_global) add(*symbol);
    if (const auto* raised = dynamic_cast<const EventExpr*>(&expr); raised && raised->event()) add(*raised->event());
    return true;
  }
  bool visit(const Stmt&) override { return true; }

 private:
  void add(const Function& function) {
    if (!functions_.insert(&function).second) return;
    add(*function.type);
    for (const Body& body : function.bodies)
      if (body.code) body.code->visit(*this);
  }

  std::set<const Symbol*> found_;
  std::set<const Type*> types_;
  std::set<const Function*> functions_;
};

/// What a `when` refers to counts as reached, wherever it stands: it is code of its own, like a lambda.
class Whens final : public Visitor {
 public:
  explicit Whens(Reachable& reachable) : reachable_(reachable) {}
  bool visit(const Expr&) override { return true; }
  bool visit(const Stmt& statement) override {
    if (dynamic_cast<const When*>(&statement)) statement.visit(reachable_);
    return true;
  }

 private:
  Reachable& reachable_;
};

bool is_root(const Symbol& symbol) {
  if (symbol.is_exported || has(symbol.attributes, AttributeKind::IsUsed) || symbol.deprecated) return true;
  const Function* function = symbol.function();
  if (function && function->is_raised_by_runtime) return true;
  const bool is_event = symbol.type && symbol.type->as_func() && symbol.type->as_func()->flavour == Flavour::Event;
  if (is_event && is_packet_event(symbol.name)) return true;
  return !is_event && module_of(symbol.name) == "GLOBAL";
}

/// What a script defines under this name; null for lambdas, variables and built-in functions. Events and hooks may be
/// without bodies.
const Function* definition(const Symbol& symbol) {
  const Function* function = symbol.function();
  if (!function || function->builtin || function->name != symbol.name) return nullptr;
  return function->bodies.empty() && function->type->flavour == Flavour::Function ? nullptr : function;
}

}  // namespace

void Binder::warn_of_unused() {
  Reachable reachable;
  const auto& symbols = runtime_.symbols.all();
  for (const auto& [name, symbol] : symbols) {
    if (is_root(*symbol)) reachable.add(*symbol);
    reachable.add(symbol->attributes);
    if (symbol->is_type && symbol->type) reachable.add(*symbol->type);
  }
  for (const StmtPtr& statement : statements) statement->visit(reachable);
  Whens whens(reachable);
  for (const auto& [name, symbol] : symbols)
    if (const Function* function = definition(*symbol))
      for (const Body& body : function->bodies)
        if (body.code) body.code->visit(whens);

  std::vector<const Symbol*> unused_handlers;
  for (const auto& [name, symbol] : symbols) {
    const Function* function = definition(*symbol);
    if (!function || function->type->flavour == Flavour::Function || reachable.contains(*symbol)) continue;
    const char* kind = function->type->flavour == Flavour::Event ? "event" : "hook";
    reporter().warning(*symbol, std::string("handler for non-existing ") + kind + " cannot be invoked");
    unused_handlers.push_back(&*symbol);
  }
  // Functions that only they call are not reported as well.
  for (const Symbol* symbol : unused_handlers) reachable.add(*symbol);
  for (const auto& [name, symbol] : symbols) {
    const Function* function = definition(*symbol);
    if (function && function->type->flavour == Flavour::Function && !reachable.contains(*symbol))
      reporter().warning(*symbol, "non-exported function does not have any callers");
  }
}

}  // namespace whimbrel::script
