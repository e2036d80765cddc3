// Functions, events and hooks: their types, bodies, and further prototypes.
#include <algorithm>

#include "script/bind/declarations.h"
#include "script/bind/lambdas.h"
#include "script/bind/locals.h"
#include "script/bind/scope_guard.h"
#include "script/bind/statements.h"

namespace whimbrel::script {
namespace {

using Prototype = FuncType::Prototype;

const char* flavour_name(Flavour flavour) {
  static constexpr const char* kNames[] = {"function", "event", "hook"};
  return kNames[static_cast<size_t>(flavour)];
}

bool same_parameter_types(const RecordType& a, const RecordType& b) {
  if (a.fields.size() != b.fields.size()) return false;
  for (size_t i = 0; i < a.fields.size(); ++i)
    if (!same_type(*a.fields[i].type, *b.fields[i].type)) return false;
  return true;
}

bool same_parameters(const RecordType& a, const RecordType& b) {
  if (!same_parameter_types(a, b)) return false;
  for (size_t i = 0; i < a.fields.size(); ++i)
    if (a.fields[i].name != b.fields[i].name) return false;
  return true;
}

bool same_signature(const FuncType& a, const FuncType& b) {
  const auto yield_of = [](const FuncType& type) { return type.yield ? type.yield : base_type(Tag::Void); };
  return same_parameter_types(*a.parameters, *b.parameters) && same_type(*yield_of(a), *yield_of(b));
}

/// A type's text would show what it is; only the place counts.
Reporter::Subject place_of(const Type& type) { return Reporter::Subject::place(type.where); }

}  // namespace

// -- further prototypes

void add_prototype(Binder& binder, Symbol& symbol, const TypePtr& type, const Ref<Attributes>& attributes,
                   const syntax::Expr* init) {
  Reporter& reporter = binder.reporter();
  FuncType& canonical = *symbol.type->as_func();
  FuncType* other = type->as_func();
  if (type->is_error()) return;
  if (!other) return reporter.error(*type, symbol, "type incompatible with previous definition");
  if (canonical.flavour != other->flavour) return reporter.error(*other, canonical, "incompatible function flavor");
  if (canonical.flavour == Flavour::Function) return reporter.error(*other, canonical, "redeclaration of function");
  if (init)
    return reporter.error(*binder.bind(*init),
                          "initialization not allowed during event/hook alternate prototype declaration");
  const auto complain_of_double = [&](const Location& where) {
    reporter.error(*other, Reporter::Subject::place(where), "alternate function prototype already exists");
  };
  if (same_parameters(*canonical.parameters, *other->parameters)) return complain_of_double(canonical.where);
  for (const Prototype& known : canonical.prototypes)
    if (same_parameters(*known.parameters, *other->parameters)) return complain_of_double(known.where);

  Prototype prototype{other->parameters, {}, std::nullopt, other->where};
  for (const Field& field : other->parameters->fields) {
    if (field.attributes)
      return reporter.error(*other, canonical,
                            "alternate function prototype arguments may not have attributes: arg '" + field.name + "'");
    const int place = canonical.parameters->index_of(field.name);
    if (place < 0)
      return reporter.error(*other, canonical,
                            "alternate function prototype arg '" + field.name + "' not found in canonical prototype");
    prototype.places.push_back(place);
  }
  if (const Attribute* deprecated = attributes ? attributes->find(AttributeKind::Deprecated) : nullptr)
    prototype.deprecated = deprecated->value ? deprecated->value->text() : "";
  canonical.prototypes.push_back(std::move(prototype));
}

// -- bodies

namespace {

/// A variable of that name in this function or one around it; null if there is none.
Symbol* find_variable(const FunctionScope* scope, const std::string& name) {
  for (; scope; scope = scope->outer)
    if (const auto found = scope->locals.find(name); found != scope->locals.end()) return found->second.get();
  return nullptr;
}

bool is_being_declared(const FunctionScope* scope, const std::string& name) {
  for (; scope; scope = scope->outer)
    if (scope->declaring == name) return true;
  return false;
}

/// Parameters are the first variables of a body.
void declare_parameters(Binder& binder, const FuncType& type, const FunctionScope& scope) {
  for (const Field& field : type.parameters->fields) {
    const SymbolPtr other = find_variable(&scope, field.name);  // kept: the parameter takes its place
    Symbol& parameter = add_local(binder, field.name, field.type, field.where ? field.where : type.where);
    if (other || is_being_declared(scope.outer, field.name))
      fail_symbol(binder, other ? *other : parameter, "argument name used twice");
  }
}

}  // namespace

Body Binder::bind_body(const syntax::Function& function, const Ref<FuncType>& type, FunctionScope& scope) {
  const ScopeGuard inside(scope_, scope);
  scope.type = type;
  scope.is_hook = type->flavour == Flavour::Hook;
  declare_parameters(*this, *type, scope);
  Body body;
  body.where = function.where;
  body.parameters = static_cast<int>(type->parameters->fields.size());
  body.code = bind_statement(*function.body);
  if (!scope.aggregates.empty()) {
    std::vector<SymbolPtr> locals(scope.aggregates.begin(), scope.aggregates.end());
    body.code = make<Block>(std::vector<StmtPtr>{make<InitLocals>(std::move(locals), body.code->where()), body.code},
                            body.code->where());
  }
  body.frame_size = scope.frame_size;
  body.assigns_parameters = scope.assigns_parameters;
  return body;
}

// -- definitions

namespace {

/// One `function`, `event` or `hook` with a body.
class Definition {
 public:
  Definition(Binder& binder, const syntax::Declaration& declaration, Ref<FuncType> type, Symbol& symbol)
      : binder_(binder),
        declaration_(declaration),
        function_(*declaration.function),
        type_(std::move(type)),
        symbol_(symbol) {}

  const Ref<FuncType>& type() const { return type_; }

  void check() {
    if (type_->flavour == Flavour::Event && type_->yield) {
      fail("event cannot yield a value");
      type_->yield = nullptr;
    }
    if (symbol_.type)
      check_against_declaration();
    else if (declaration_.is_redef)
      fail_symbol(binder_, symbol_, "redef of not-previously-declared event");
    else
      symbol_.type = type_;
    check_earlier_bodies();
    if (symbol_.type->is_error())
      binder_.reporter().fatal(function_.header, "invalid definition of '" + symbol_.name + "' (see previous errors)");
  }

  void add(Body body) {
    for (const syntax::Attribute& attribute : function_.attributes) apply(attribute, body);
    body.places = places_;
    if (type_->flavour != Flavour::Function) add_group(body, group_of_module(binder_.module()));
    Function* function = symbol_.function();
    if (!function) {
      function = &make_function_value(symbol_);
      if (type_->flavour == Flavour::Function) symbol_.is_const = true;
    }
    function->add_body(std::move(body));
  }

 private:
  void fail(const char* text) {
    binder_.reporter().error(symbol_, place_of(*type_), text);
    symbol_.type = base_type(Tag::Error);
  }

  // -- what has been declared before

  void check_against_declaration() {
    FuncType* declared = symbol_.type->as_func();
    if (!declared) return fail("Function clash with previous definition with incompatible type");
    if (!is_prototype(*declared)) {
      if (!same_parameter_types(*declared->parameters, *type_->parameters))
        binder_.reporter().error(*type_, symbol_, "use of undeclared alternate prototype");
      return;
    }
    if (type_->flavour != Flavour::Function) warn_of_defaults();
  }

  bool is_prototype(const FuncType& declared) {
    Reporter& reporter = binder_.reporter();
    if (declared.flavour != type_->flavour) {
      reporter.error(*type_, declared, "incompatible function flavor");
      return false;
    }
    if (declared.flavour == Flavour::Function) {
      if (same_signature(declared, *type_)) return true;
      reporter.error(*type_, declared, "incompatible function types");
      return false;
    }
    if (same_parameters(*declared.parameters, *type_->parameters)) {
      warn_of_deprecated_parameters(*declared.parameters);
      return true;
    }
    for (const Prototype& prototype : declared.prototypes) {
      if (!same_parameters(*prototype.parameters, *type_->parameters)) continue;
      use_prototype(prototype, declared);
      return true;
    }
    return false;
  }

  void use_prototype(const Prototype& prototype, const FuncType& declared) {
    places_ = prototype.places;
    warn_of_deprecated_parameters(*declared.parameters);
    if (!prototype.deprecated) return;
    const std::string message = prototype.deprecated->empty() ? "" : ": " + *prototype.deprecated;
    binder_.reporter().warning(*type_, Reporter::Subject::place(prototype.where),
                               "use of deprecated '" + symbol_.name + "' prototype" + message);
  }

  void warn_of_deprecated_parameters(const RecordType& declared) {
    for (const Field& field : type_->parameters->fields) {
      const int place = declared.index_of(field.name);
      if (place < 0) continue;
      const Ref<Attributes>& attributes = declared.fields[static_cast<size_t>(place)].attributes;
      const Attribute* deprecated = attributes ? attributes->find(AttributeKind::Deprecated) : nullptr;
      if (!deprecated) continue;
      const std::string message = deprecated->value ? ": " + deprecated->value->text() : "";
      binder_.reporter().warning(*type_, "use of deprecated parameter '" + field.name + "'" + message);
    }
  }

  void warn_of_defaults() {
    for (const Field& field : type_->parameters->fields)
      if (has(field.attributes, AttributeKind::Default))
        binder_.warning(field.where ? field.where : type_->where, "&default on parameter '" + field.name +
                                                                      "' has no effect (not a " +
                                                                      flavour_name(type_->flavour) + " declaration)");
  }

  void check_earlier_bodies() {
    Function* earlier = symbol_.function();
    if (!earlier) return;
    if (earlier->type->flavour != type_->flavour) return fail("inconsistent function flavor");
    if (type_->flavour != Flavour::Function) {
      if (declaration_.is_redef) earlier->clear_bodies();
    } else if (symbol_.is_redefinable()) {
      symbol_.value = Cell();
    } else {
      fail("already defined");
    }
  }

  // -- attributes of the body

  void apply(const syntax::Attribute& attribute, Body& body) {
    switch (attribute.kind) {
      case AttributeKind::Priority:
        return set_priority(attribute, body);
      case AttributeKind::Group:
        return set_group(attribute, body);
      case AttributeKind::Deprecated:
        if (!symbol_.deprecated && type_->flavour == Flavour::Function)
          symbol_.deprecated = attribute.value ? binder_.bind(*attribute.value)->text() : "";
        [[fallthrough]];
      case AttributeKind::IsUsed:
        return mark(attribute);
      default:
        complain(attribute, "illegal attribute for function body");
    }
  }

  void mark(const syntax::Attribute& attribute) {
    if (has(symbol_.attributes, attribute.kind)) return;
    if (!symbol_.attributes) symbol_.attributes = make<Attributes>();
    symbol_.attributes->all.push_back({attribute.kind, nullptr, attribute.where});
  }

  void complain(const syntax::Attribute& attribute, const std::string& text, ExprPtr value = nullptr) {
    if (!value && attribute.value) value = binder_.bind(*attribute.value);
    Attributes alone;
    alone.all.push_back({attribute.kind, value, attribute.where});
    Description description(Description::Style::Short);
    alone.describe(description);
    binder_.reporter().error({attribute.where, description.take()}, text);
  }

  void set_priority(const syntax::Attribute& attribute, Body& body) {
    const ExprPtr expr = binder_.bind(*attribute.value);
    if (expr->is_error()) return;
    const Cell value = binder_.evaluate(*expr);
    if (!value.is_set())
      complain(attribute, "cannot evaluate attribute expression", expr);
    else if (!is_integral(value.tag()))
      complain(attribute, "expression is not of integral type", expr);
    else
      body.priority = static_cast<int>(value.as_int());
  }

  void set_group(const syntax::Attribute& attribute, Body& body) {
    const ExprPtr expr = binder_.bind(*attribute.value);
    if (expr->is_error()) return;
    const Cell value = binder_.evaluate(*expr);
    if (!value.is_set())
      complain(attribute, "cannot evaluate attribute expression", expr);
    else if (value.tag() != Tag::String)
      complain(attribute, "expression is not of string type", expr);
    else
      add_group(body, value.string());
  }

  void add_group(Body& body, const std::string& name) {
    if (std::find(body.groups.begin(), body.groups.end(), name) == body.groups.end()) body.groups.push_back(name);
    binder_.runtime().note_group(name);
  }

  Binder& binder_;
  const syntax::Declaration& declaration_;
  const syntax::Function& function_;
  const Ref<FuncType> type_;
  Symbol& symbol_;
  std::vector<int> places_;
};

/// Handlers of events belong to what is declared already, wherever that is; new events are global.
Symbol& symbol_of_function(Binder& binder, const syntax::Declaration& declaration) {
  const Location where = name_place(declaration);
  const std::string& name = declaration.name;
  if (declaration.function->flavour != Flavour::Event) return *binder.declare_global(name, where, false);
  const bool is_known = binder.runtime().symbols.lookup(binder.module(), name) != nullptr;
  const bool is_qualified = name.find("::") != std::string::npos;
  return *binder.declare_global(is_known || is_qualified ? name : "::" + name, where, true);
}

}  // namespace

void Binder::declare_function(const syntax::Declaration& declaration) {
  const syntax::Function& function = *declaration.function;
  Symbol& symbol = symbol_of_function(*this, declaration);
  warn_if_redeclared(*this, symbol, name_place(declaration));
  Definition definition(*this, declaration, bind_signature(function), symbol);
  definition.check();
  FunctionScope scope;
  Body body = bind_body(function, definition.type(), scope);
  definition.add(std::move(body));
}

void Binder::declare_builtin(std::string_view declaration, BuiltinBody body) {
  const size_t parameters = declaration.find('(');
  const std::string name(declaration.substr(0, parameters));
  syntax::Sources sources({}, [](std::string_view) { return std::nullopt; });
  const size_t files = loaded.size();
  const std::string text = "global " + name + ": function" + std::string(declaration.substr(parameters)) + ";";
  syntax::Parser(sources, *this).parse({{"<built-in>", "<built-in> " + name, text}});
  loaded.resize(files);
  Symbol* symbol = runtime_.symbols.find(name);
  if (!symbol || !symbol->type || !symbol->type->as_func()) return;
  symbol->is_exported = true;
  make_function_value(*symbol).builtin = body;
}

// -- lambdas

ExprPtr Binder::bind_lambda(const syntax::Function& function) {
  std::vector<Capture> captures;
  if (function.captures) captures = bind_captures(*this, *function.captures);
  const Ref<FuncType> type = bind_signature(function);
  if (function.captures) {
    type->captures.emplace();
    for (const Capture& capture : captures) type->captures->push_back({capture.name, capture.deep});
  }

  FunctionScope scope;
  scope.outer = scope_;
  scope.is_lambda = true;
  scope.infers_yield = function.infers_yield;
  declare_captures(captures, scope, false);
  Body body = bind_body(function, type, scope);

  OuterLocals used(scope, captures);
  body.code->visit(used);
  const std::string name = lambda_name(*this, runtime_.symbols, *body.code, captures);
  auto made = make<Function>(name, type);
  made->add_body(std::move(body));
  auto symbol = make<Symbol>(full_name(module_, name), function.where);
  symbol->type = type;
  symbol->value = Cell(new FuncObject(made));
  symbol->is_const = true;
  runtime_.symbols.add(symbol);

  const auto lambda = make<LambdaExpr>(made, captures, function.captures.has_value(), function.where);
  if (!function.captures && !used.found().empty()) {
    const char* some = used.found().size() > 1 ? "e.g., " : "";
    const Location& where = function.where;
    error({where.file, where.last_line, where.last_line},
          std::string("lambda uses outer identifiers without [] captures: ") + some + used.found()[0]->name);
  } else if (const auto complaint = check_captures(captures, used.found(), "lambda")) {
    reporter().error(*lambda, *complaint);
  }
  return lambda;
}

}  // namespace whimbrel::script
