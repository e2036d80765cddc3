#include "script/bind/expr_basic.h"

#include "script/model/pattern.h"
#include "script/model/table.h"
#include "script/run/birthplaces.h"
#include "script/run/tables.h"

namespace whimbrel::script {

// -- names

bool NameExpr::is_assignable(std::string* why_not) const {
  const char* kind = symbol_->is_const ? "const" : symbol_->is_option ? "option" : nullptr;
  if (!kind) return true;
  if (why_not) *why_not = std::string(kind) + " is not a modifiable lvalue";
  return false;
}

void NameExpr::empty(Frame& frame, const Cell& value) const {
  if (value.tag() == Tag::Table) return table_clear(frame.runtime, value.as<TableObject>());
  if (value.tag() != Tag::Vector) return;
  value.as<VectorObject>().cells.clear();
  if (value.object()->watched) frame.runtime.modified(value.object());
}

void NameExpr::unset(Frame& frame) const { frame.runtime.reporter.expression_error(*this, "value used but not set"); }

void GlobalExpr::assign(Frame& frame, Cell value) const {
  symbol_->value = std::move(value);
  if (symbol_->watched) frame.runtime.modified(symbol_.get());
}

Cell& CaptureExpr::place(Frame& frame) const {
  // The body of a `when` has no function object: its frame begins with the captures.
  const auto slot = static_cast<size_t>(symbol_->slot);
  return frame.closure ? frame.closure->captures[slot] : frame.cells[slot];
}

Cell CaptureExpr::eval(Frame& frame) const {
  const Cell& cell = place(frame);
  if (!cell.is_set()) unset(frame);
  return cell;
}

bool TypeNameExpr::is_assignable(std::string* why_not) const {
  if (why_not) *why_not = "Type name is not an lvalue";
  return false;
}

// -- parentheses

void ParenthesesExpr::describe(Description& out) const {
  out.add("(");
  inner_->describe(out);
  out.add(")");
}

const Expr& without_parentheses(const Expr& expr) {
  const Expr* inner = &expr;
  while (const auto* parentheses = dynamic_cast<const ParenthesesExpr*>(inner)) inner = parentheses->inner().get();
  return *inner;
}

const LocalExpr* as_local(const Expr& expr) { return dynamic_cast<const LocalExpr*>(&without_parentheses(expr)); }

// -- making them

ExprPtr make_constant(Cell value, TypePtr type, Location where) {
  return make<ConstantExpr>(std::move(value), std::move(type), where);
}

ExprPtr make_name(Symbol& symbol, Location where) {
  if (!symbol.type || symbol.type->is_error()) return make<NameExpr>(symbol, base_type(Tag::Error), where);
  if (symbol.is_type) return make<TypeNameExpr>(symbol, where);
  if (symbol.is_enum_constant) return make_constant(symbol.value, symbol.type, where);
  if (symbol.is_captured) return make<CaptureExpr>(symbol, where);
  if (symbol.is_global) return make<GlobalExpr>(symbol, where);
  return make<LocalExpr>(symbol, where);
}

ExprPtr bind_literal(Binder& binder, const syntax::Expr& expr) {
  binder.runtime().state<Birthplaces>().note_literal(expr.constant, expr.made);
  return make_constant(expr.constant, type_of(expr.constant), expr.where);
}

ExprPtr bind_pattern(Binder& binder, const syntax::Expr& expr) {
  Result<Ref<PatternObject>> pattern = PatternObject::compile(expr.text, expr.flags);
  if (pattern) {
    binder.runtime().state<Birthplaces>().note_literal(Cell(*pattern), expr.where);
    return make_constant(Cell(*pattern), base_type(Tag::Pattern), expr.where);
  }
  const std::string message = pattern.error().message();
  for (size_t begin = 0; begin <= message.size();) {
    const size_t end = std::min(message.find('\n', begin), message.size());
    binder.reporter().error(expr.where, message.substr(begin, end - begin));
    begin = end + 1;
  }
  return binder.error_expr(expr.where);
}

ExprPtr bind_host_name(Binder& binder, const syntax::Expr& expr) {
  auto type = make<TableType>(make<ListType>(std::vector<TypePtr>{base_type(Tag::Addr)}), nullptr);
  auto set = make<TableObject>(type);
  Host& host = binder.runtime().host;
  // What the reference makes up where it must not ask.
  const std::vector<Address> addresses =
      host.environment("ZEEK_DNS_FAKE") ? std::vector{Address::v4(255, 255, 0, 0)} : host.resolve(expr.text);
  for (const Address& address : addresses) set->assign({addr_cell(address)}, {});
  return make_constant(Cell(set), type, expr.where);
}

namespace {

/// A name in an @if that belongs to the function around it, of which nothing is known yet.
ExprPtr make_unknown_local(Binder& binder, const syntax::Expr& expr) {
  auto symbol = make<Symbol>(full_name(binder.module(), expr.text), expr.where);
  symbol->is_global = false;
  symbol->type = base_type(Tag::Error);
  return make_name(*symbol, expr.where);
}

}  // namespace

ExprPtr bind_name(Binder& binder, const syntax::Expr& expr) {
  if (is_blank_name(expr.text)) {
    binder.reporter().error({expr.where, expr.text}, "blank identifier used in expression");
    return binder.error_expr(expr.where);
  }
  if (expr.is_local) return make_unknown_local(binder, expr);
  Symbol* symbol = binder.lookup(expr.text, expr.where);
  if (!symbol) {
    binder.error(expr.where, "unknown identifier " + expr.text + ", at or near \"" + expr.text + "\"");
    throw StopParsing{};
  }
  binder.warn_if_deprecated(*symbol, expr.where);
  if (!symbol->type) {
    binder.reporter().error(*symbol, "undeclared variable");
    symbol->type = base_type(Tag::Error);
  }
  if (symbol->out_of_scope)
    binder.reporter().error(*symbol, "use of out-of-scope local; move declaration to outer scope");
  return make_name(*symbol, expr.where);
}

}  // namespace whimbrel::script
