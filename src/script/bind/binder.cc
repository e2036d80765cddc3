// The way in from the parser, and the way to the parts that bind expressions.
#include "script/bind/binder.h"

#include <array>

#include "script/bind/expr_basic.h"
#include "script/bind/scope_guard.h"

namespace whimbrel::script {

Binder::Binder(Runtime& runtime) : runtime_(runtime) { runtime_.symbols.modules.insert("GLOBAL"); }

Binder::~Binder() = default;

// -- from the parser

void Binder::on_file_begin(const std::string& path, int level) {
  modules_of_files_.push_back(module_);
  if (level == 0) module_ = "GLOBAL";
  loaded.push_back({path, level});
}

void Binder::on_file_end() {
  if (modules_of_files_.empty()) return;
  module_ = std::move(modules_of_files_.back());
  modules_of_files_.pop_back();
}

void Binder::on_statement(syntax::StmtPtr statement) {
  const ScopeGuard inside(scope_, top_level_);
  if (StmtPtr bound = bind_statement(*statement)) statements.push_back(std::move(bound));
}

void Binder::warning(const Location& where, const std::string& text) { reporter().warning(where, text); }
void Binder::error(const Location& where, const std::string& text) { reporter().error(where, text); }
void Binder::fatal(const Location& where, const std::string& text) { reporter().fatal(where, text); }

namespace {

/// The first use of each variable of a function; those of lambdas inside do not count.
struct LocalNames : Visitor {
  std::vector<const Expr*> uses;
  bool visit(const Stmt&) override { return false; }
  bool visit(const Expr& expr) override {
    const Symbol* symbol = expr.symbol();
    if (!symbol || symbol->is_global || !dynamic_cast<const NameExpr*>(&expr)) return true;
    for (const Expr* use : uses)
      if (use->symbol()->name == symbol->name) return true;
    uses.push_back(&expr);
    return true;
  }
};

bool is_true(const Cell& cell) { return is_real(cell.tag()) ? cell.as_double() != 0 : cell.word() != 0; }

}  // namespace

bool Binder::on_condition(const syntax::Expr& condition) {
  const ScopeGuard inside(scope_, scope_ ? *scope_ : top_level_);
  const PlaceGuard place(reporter(), condition.where);
  const ExprPtr expr = bind(condition);
  LocalNames locals;
  expr->visit(locals);
  for (const Expr* use : locals.uses) reporter().error(*use, "referencing a local name in @if");
  const Cell value = locals.uses.empty() && !expr->is_error() ? evaluate(*expr) : Cell();
  if (!value.is_set() || value.is_object()) {
    reporter().error(*expr, "invalid expression in @if");
    return true;
  }
  return is_true(value);
}

bool Binder::is_defined(std::string_view name, const Location& where) {
  const bool is_symbol = lookup(name, where) != nullptr;
  return is_symbol || runtime_.symbols.modules.contains(name);
}

Cell Binder::evaluate(const Expr& expr) {
  if (expr.is_error()) return {};
  LocalNames locals;
  expr.visit(locals);
  if (!locals.uses.empty()) return {};  // there is no frame yet that would have them
  try {
    return expr.eval(runtime_.top_frame());
  } catch (const Interrupt&) {
    return {};
  } catch (const Suspended&) {
    return {};
  }
}

// -- break and next in the wrong place

void Binder::note_misplaced(const StmtPtr& statement, std::string text) {
  misplaced_.try_emplace(statement.get(), statement, std::move(text));
}

void Binder::finish() {
  struct Teller : Visitor {
    Binder& binder;
    explicit Teller(Binder& binder_) : binder(binder_) {}
    bool visit(const Stmt& stmt) override {
      if (const auto found = binder.misplaced_.find(&stmt); found != binder.misplaced_.end()) {
        binder.reporter().error(stmt, found->second.second);
        binder.misplaced_.erase(found);
      }
      return true;
    }
  };
  if (misplaced_.empty()) return;
  Teller teller(*this);
  for (const auto& [name, symbol] : runtime_.symbols.all()) {
    const Function* function = symbol->function();
    if (!function || function->builtin) continue;
    for (const Body& body : function->bodies)
      if (body.code) body.code->visit(teller);
  }
  for (const StmtPtr& statement : statements) statement->visit(teller);
}

// -- expressions

ExprPtr Binder::error_expr(const Location& where) { return make<ErrorExpr>(where); }

namespace {

using Bind = ExprPtr (*)(Binder& binder, const syntax::Expr& expr);

ExprPtr bind_parentheses(Binder& binder, const syntax::Expr& expr) {
  return make<ParenthesesExpr>(binder.bind(*expr.kids[0]), expr.where);
}

ExprPtr bind_lambda_expr(Binder& binder, const syntax::Expr& expr) { return binder.bind_lambda(*expr.function); }

/// `$a = 1` stands only inside of record constructors, which read it themselves.
/// Outside of records it is just its value, as it is among the arguments of calls.
ExprPtr bind_field_value(Binder& binder, const syntax::Expr& expr) { return binder.bind(*expr.kids[0]); }

constexpr size_t kKinds = syntax::Expr::Parentheses + 1;

constexpr std::array<Bind, kKinds> make_table_of_kinds() {
  std::array<Bind, kKinds> table{};
  using E = syntax::Expr;
  table[E::Literal] = bind_literal;
  table[E::Pattern] = bind_pattern;
  table[E::HostName] = bind_host_name;
  table[E::Name] = bind_name;
  table[E::Unary] = bind_unary;
  table[E::Binary] = bind_binary;
  table[E::Conditional] = bind_conditional;
  table[E::Index] = bind_index;
  table[E::Slice] = bind_slice;
  table[E::Field] = bind_field;
  table[E::HasField] = bind_has_field;
  table[E::Call] = bind_call;
  table[E::HookCall] = bind_hook_call;
  table[E::List] = bind_list;
  table[E::Record] = bind_record;
  table[E::FieldValue] = bind_field_value;
  table[E::Table] = bind_table;
  table[E::Set] = bind_set;
  table[E::Vector] = bind_vector;
  table[E::Braces] = bind_braces;
  table[E::Copy] = bind_copy;
  table[E::Schedule] = bind_schedule;
  table[E::As] = bind_cast;
  table[E::Is] = bind_type_test;
  table[E::Lambda] = bind_lambda_expr;
  table[E::Local] = bind_when_local;
  table[E::Parentheses] = bind_parentheses;
  return table;
}

constexpr std::array<Bind, kKinds> kBindOfKind = make_table_of_kinds();

}  // namespace

ExprPtr Binder::bind(const syntax::Expr& expr) {
  ExprPtr bound = kBindOfKind[expr.kind](*this, expr);
  return bound ? bound : error_expr(expr.where);
}

}  // namespace whimbrel::script
