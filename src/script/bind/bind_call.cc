// Checks of calls, events and schedule, of copy, as and is.
#include <fmt/format.h>

#include "script/bind/expr_call.h"
#include "script/bind/expr_construct.h"

namespace whimbrel::script {

namespace {

/// How a call is meant: with the keyword `hook` before it or not.
enum class CallKind : uint8_t { Plain, Hook };

// -- the check of format strings

/// The text of a format that can be known while parsing.
std::optional<std::string> known_text(Binder& binder, const Expr& expr) {
  if (!is_known_now(expr)) return std::nullopt;
  const Cell text = binder.evaluate(expr);
  if (!text.is_set()) return std::nullopt;
  return text.string();
}

/// How many arguments a format asks for; nothing if it ends in the middle of a directive.
std::optional<size_t> directives(std::string_view format) {
  size_t count = 0;
  for (size_t i = 0; i < format.size() && format[i] != '\0'; ++i) {
    if (format[i] != '%') continue;
    if (++i >= format.size()) return std::nullopt;
    if (format[i] != '%') ++count;
  }
  return count;
}

/// fmt() with a format that is known has to get as many arguments as that wants.
bool check_format(Binder& binder, const CallExpr& call) {
  const std::vector<ExprPtr>& arguments = call.arguments();
  if (arguments.empty()) return true;
  const auto complain = [&](const char* text) {
    binder.reporter().error(call, text);
    return false;
  };
  if (arguments[0]->type()->tag() != Tag::String)
    return complain("first argument to util::fmt() needs to be a format string");
  const std::optional<std::string> format = known_text(binder, *arguments[0]);
  if (!format) return true;
  const std::optional<size_t> wanted = directives(*format);
  if (!wanted) return complain("format string ends with bare '%'");
  if (*wanted + 1 == arguments.size()) return true;
  return complain("mismatch between format string to util::fmt() and number of arguments passed");
}

bool is_fmt(const Expr& callee) {
  const Symbol* symbol = callee.symbol();
  return symbol && symbol->name == "fmt" && symbol->function() && symbol->function()->builtin;
}

// -- calls

/// T(...), T being the name of a type.
ExprPtr bind_constructor(Binder& binder, const syntax::Expr& expr, const ExprPtr& name) {
  const TypePtr type = name->symbol() ? name->symbol()->type : static_cast<const TypeType&>(*name->type()).type;
  if (type->as_record()) return make_record_expr(binder, Ref<RecordType>(type->as_record()), expr.kids, 1, expr.where);
  if (!type->as_table() && !type->as_vector()) {
    binder.reporter().error(*name, "type constructor not implemented");
    throw StopParsing{};
  }
  using Kind = ContainerExpr::Kind;
  const Kind kind = type->as_vector() ? Kind::Vector : type->is_set() ? Kind::Set : Kind::Table;
  const Ref<ContainerExpr> result =
      make_container(binder, kind, bind_elements(binder, expr.kids, 1, type), type, expr.where);
  if (!expr.attributes.empty() && !result->is_error())
    result->attributes = binder.bind_attributes(expr.attributes, type, false, false, expr.where);
  return result;
}

std::vector<ExprPtr> bind_all(Binder& binder, const std::vector<syntax::ExprPtr>& kids, size_t first) {
  std::vector<ExprPtr> all;
  for (size_t i = first; i < kids.size(); ++i) {
    const syntax::Expr& kid = *kids[i];
    all.push_back(binder.bind(kid.kind == syntax::Expr::FieldValue ? *kid.kids[0] : kid));
  }
  return all;
}

/// Is it something that may be called like this? Says so if not.
bool check_callee(Binder& binder, const Expr& callee, CallKind kind) {
  const FuncType* type = callee.type()->as_func();
  if (!type) {
    binder.reporter().error(callee, "not a function");
    return false;
  }
  if (type->flavour == Flavour::Hook && kind == CallKind::Plain) {
    binder.reporter().error(callee, "hook cannot be called directly, use hook operator");
    return false;
  }
  return true;
}

TypePtr result_type(const FuncType& type) {
  if (type.flavour == Flavour::Hook) return base_type(Tag::Bool);
  return type.yield ? type.yield : base_type(Tag::Void);
}

ExprPtr bind_call_as(Binder& binder, const syntax::Expr& expr, CallKind kind) {
  const ExprPtr callee = binder.bind(*expr.kids[0]);
  if (callee->type()->tag() == Tag::Type) return bind_constructor(binder, expr, callee);
  std::vector<ExprPtr> arguments = bind_all(binder, expr.kids, 1);
  if (callee->is_error() || any_error(arguments)) return make<CallExpr>(callee, std::move(arguments), expr.where);
  if (!check_callee(binder, *callee, kind)) return make<CallExpr>(callee, std::move(arguments), expr.where);

  const FuncType& type = *callee->type()->as_func();
  const bool fits = binder.bind_arguments(arguments, type, expr.where, "function call");
  const Ref<CallExpr> call = make<CallExpr>(callee, std::move(arguments), expr.where);
  if (!fits) {
    binder.reporter().error(*call, "argument type mismatch in function call");
    return call;
  }
  if (type.flavour == Flavour::Event) {
    binder.reporter().error(*call, "event called in expression, use event statement instead");
    return call;
  }
  if (!is_fmt(*callee) || check_format(binder, *call)) call->set_type(result_type(type));
  return call;
}

const syntax::Expr& without_parentheses(const syntax::Expr& expr) {
  return expr.kind == syntax::Expr::Parentheses ? without_parentheses(*expr.kids[0]) : expr;
}

/// The default values of parameters that have been left out. False, and reported, if one has none.
bool add_defaults(Binder& binder, std::vector<ExprPtr>& arguments, const RecordType& parameters,
                  const Location& where) {
  const size_t given = arguments.size();
  for (size_t i = given; i < parameters.fields.size(); ++i) {
    const Ref<Attributes>& attributes = parameters.fields[i].attributes;
    if (const Attribute* value = attributes ? attributes->find(AttributeKind::Default) : nullptr) {
      arguments.push_back(value->value);
      continue;
    }
    arguments.resize(given);
    Description text(Description::Style::Short);
    describe_parts(text, arguments);
    binder.reporter().error(parameters, Reporter::Subject(where, text.take()), "parameter mismatch");
    return false;
  }
  return true;
}

}  // namespace

bool Binder::bind_arguments(std::vector<ExprPtr>& arguments, const FuncType& type, const Location& where,
                            std::string_view) {
  const RecordType& parameters = *type.parameters;
  // A single parameter of type any takes everything here; the call itself counts.
  if (parameters.fields.size() == 1 && parameters.fields[0].type->tag() == Tag::Any) return true;
  if (!add_defaults(*this, arguments, parameters, where)) return false;
  std::vector<TypePtr> types;
  for (const Field& field : parameters.fields) types.push_back(field.type);
  return promote_each(*this, arguments, ListType(std::move(types)), where, where);
}

ExprPtr bind_call(Binder& binder, const syntax::Expr& expr) { return bind_call_as(binder, expr, CallKind::Plain); }

ExprPtr bind_hook_call(Binder& binder, const syntax::Expr& expr) {
  const syntax::Expr& kid = without_parentheses(*expr.kids[0]);
  ExprPtr result = kid.kind == syntax::Expr::Call ? bind_call_as(binder, kid, CallKind::Hook) : binder.bind(kid);
  if (result->is_error()) return result;
  const auto* call = dynamic_cast<const CallExpr*>(result.get());
  if (!call)
    binder.reporter().error(*result, "not a valid hook call expression");
  else if (call->callee()->type()->as_func()->flavour != Flavour::Hook)
    binder.reporter().error(*result, "hook keyword should only be used to call hooks");
  return result;
}

Ref<EventExpr> bind_event(Binder& binder, const std::string& name, const std::vector<syntax::ExprPtr>& kids,
                          const Location& where, size_t first) {
  std::vector<ExprPtr> arguments = bind_all(binder, kids, first);
  Symbol* symbol = binder.lookup(name, where);
  if (symbol && !symbol->is_global) {
    binder.error(where,
                 fmt::format("local identifier \"{}\" cannot be used to reference an event, at or near \")\"", name));
    throw StopParsing{};
  }
  if (symbol) binder.warn_if_deprecated(*symbol, where);
  const std::string& full_name = symbol ? symbol->name : name;
  const FuncType* type = symbol && symbol->type ? symbol->type->as_func() : nullptr;
  if (any_error(arguments)) return make<EventExpr>(full_name, symbol, std::move(arguments), where);
  const bool fits = type && binder.bind_arguments(arguments, *type, where, "event invocation");
  const Ref<EventExpr> event = make<EventExpr>(full_name, symbol, std::move(arguments), where);
  if (!type)
    binder.reporter().error(*event, "not an event");
  else if (!fits)
    binder.reporter().error(*event, "argument type mismatch in event invocation");
  else if (type->flavour != Flavour::Event)
    binder.reporter().error(*event, "function invoked as an event");
  else
    event->set_type(base_type(Tag::Void));
  return event;
}

ExprPtr bind_schedule(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr when = binder.bind(*expr.kids[0]);
  const Ref<EventExpr> event = bind_event(binder, expr.text, expr.kids, expr.where, 1);
  const Ref<ScheduleExpr> result = make<ScheduleExpr>(when, event, expr.where);
  if (when->is_error() || event->is_error()) return result;
  if (is_temporal(when->type()->tag()))
    result->set_type(base_type(Tag::Void));
  else
    binder.reporter().error(*result, "schedule expression requires a time or time interval");
  return result;
}

ExprPtr bind_copy(Binder& binder, const syntax::Expr& expr) {
  return make<CopyExpr>(binder.bind(*expr.kids[0]), expr.where);
}

ExprPtr bind_cast(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr of = binder.bind(*expr.kids[0]);
  const TypePtr to = binder.bind_type(*expr.type);
  const Ref<CastExpr> result = make<CastExpr>(of, to, expr.where);
  if (of->is_error()) {
    result->fail();
  } else if (!to->is_error() && !is_castable(binder.runtime(), *of->type(), *to)) {
    binder.reporter().error(*result, "cast not supported");
    result->fail();
  }
  return result;
}

ExprPtr bind_type_test(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr of = binder.bind(*expr.kids[0]);
  const TypePtr tested = binder.bind_type(*expr.type);
  if (of->is_error() || tested->is_error()) return binder.error_expr(expr.where);
  return make<TypeTestExpr>(of, tested, expr.where);
}

ExprPtr bind_when_local(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr value = binder.bind_initialiser(*expr.kids[0], nullptr, nullptr);
  Symbol* symbol = binder.declare_local(expr.text, value->type(), expr.where);
  if (!symbol || value->is_error()) return binder.error_expr(expr.where);
  const ExprPtr assignment = binder.bind_assignment(make_name(*symbol, expr.where), value, expr.where, true);
  if (assignment->is_error()) return assignment;
  return make<WhenLocalExpr>(assignment, expr.where);
}

}  // namespace whimbrel::script
