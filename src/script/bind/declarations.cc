// Declarations at the top level: dispatch, types, and global variables in all forms.
#include "script/bind/declarations.h"

#include "script/bind/expr_kinds.h"
#include "script/bind/locals.h"
#include "script/bind/redefs.h"
#include "script/bind/scope_guard.h"
#include "script/bind/types.h"
#include "script/model/table.h"
#include "script/run/birthplaces.h"
#include "script/run/records.h"

namespace whimbrel::script {

void Binder::on_declaration(syntax::Declaration declaration) {
  using syntax::Declaration;
  const PlaceGuard guard(reporter(), declaration.where);
  switch (declaration.kind) {
    case Declaration::Module:
      module_ = declaration.name;
      runtime_.symbols.modules.insert(module_);
      return;
    case Declaration::ExportBegin:
      ++export_depth_;
      return;
    case Declaration::ExportEnd:
      export_depth_ = 0;  // an inner one ends the outer one, too
      return;
    case Declaration::Global:
    case Declaration::Option:
    case Declaration::Const:
    case Declaration::Redef:
      return declare_variable(declaration);
    case Declaration::RedefEnum:
      return extend_enum(declaration);
    case Declaration::RedefRecord:
      return extend_record(declaration);
    case Declaration::RedefRecordField:
      return change_field_log(declaration);
    case Declaration::Type:
      return declare_type(declaration);
    case Declaration::Function:
      return declare_function(declaration);
  }
}

// -- what several need

Location name_place(const syntax::Declaration& declaration) {
  return declaration.name_where ? declaration.name_where : declaration.where;
}

void add_attributes(Symbol& symbol, const Ref<Attributes>& more) {
  if (!more) return;
  if (!symbol.attributes) symbol.attributes = make<Attributes>();
  if (symbol.attributes.get() != more.get()) {
    std::vector<Attribute>& all = symbol.attributes->all;
    for (const Attribute& attribute : more->all) {
      std::erase_if(all, [&](const Attribute& other) { return other.kind == attribute.kind; });
      all.push_back(attribute);
    }
  }
  if (const Attribute* deprecated = symbol.attributes->find(AttributeKind::Deprecated))
    symbol.deprecated = deprecated->value ? deprecated->value->text() : "";
}

void warn_if_redeclared(Binder& binder, const Symbol& symbol, const Location& where) {
  const FuncType* function = symbol.type ? symbol.type->as_func() : nullptr;
  if (!function || function->flavour != Flavour::Function) binder.warn_if_deprecated(symbol, where);
}

Function& make_function_value(Symbol& symbol) {
  auto function = make<Function>(symbol.name, Ref<FuncType>(symbol.type->as_func()));
  function->is_error_handler = has(symbol.attributes, AttributeKind::ErrorHandler);
  symbol.value = Cell(new FuncObject(function));
  return *function;
}

// -- types

void Binder::declare_type(const syntax::Declaration& declaration) {
  const Location where = name_place(declaration);
  Symbol& symbol = *declare_global(declaration.name, where, false);
  warn_if_redeclared(*this, symbol, where);
  const TypePtr type = bind_type(*declaration.type, symbol.name);
  if (type->is_error() && declaration.type->kind == syntax::Type::Name)
    return error(where, "Error trying to create alias to nonexistent type");
  symbol.type = type;
  symbol.is_type = true;
  symbol.where = where;
  declared_types_[symbol.name] = type;
  add_attributes(symbol, bind_attributes(declaration.attributes, type, false, false, where));
  if (type->as_record() && has(symbol.attributes, AttributeKind::Log)) log_all_fields(*type->as_record());
}

// -- variables

namespace {

class VariableBinder {
 public:
  VariableBinder(Binder& binder, const syntax::Declaration& declaration)
      : binder_(binder),
        declaration_(declaration),
        where_(name_place(declaration)),
        is_redef_(declaration.kind == syntax::Declaration::Redef) {}

  void declare() {
    symbol_ = binder_.declare_global(declaration_.name, where_, is_redef_);
    if (symbol_->is_type && is_redef_) complain_of_type();
    if (!declaration_.is_complete) return;
    warn_if_redeclared(binder_, *symbol_, where_);
    // Of a name that had gone wrong before, nothing more is said.
    if (symbol_->type && symbol_->type->is_error()) {
      bind_unused_parts();
      return;
    }
    TypePtr type = declaration_.type ? binder_.bind_type(*declaration_.type) : nullptr;
    if (symbol_->type ? !may_declare_again(type) : !may_declare_anew()) return;
    if (!type && is_redef_) type = symbol_->type;
    if (!declaration_.attributes.empty()) new_attributes_ = make<Attributes>();
    if (type) bind_attributes(type);
    define(type);
  }

 private:
  bool has_init() const { return declaration_.init != nullptr; }
  Location init_place() const { return has_init() ? declaration_.init->where : where_; }

  /// Ends parsing, as a syntax error does.
  [[noreturn]] void complain_of_type() {
    const Tag tag = symbol_->type->tag();
    const std::string kind(name_of(tag)), &name = declaration_.name;
    const std::string what = tag == Tag::Enum || tag == Tag::Record
                                 ? "redef of " + kind + " type " + name + " is missing " + kind + " keyword"
                                 : "can not redef " + kind + " type " + name;
    binder_.error(where_, what + ", at or near \"" + name + "\"");
    throw StopParsing{};
  }

  /// Of a name that has gone wrong before: what is wrong in its initialiser by itself is told.
  void bind_unused_parts() {
    if (has_init() && !declaration_.has_init) complain_of_missing_assign();
  }

  // -- may it be declared?

  bool may_declare_again(const TypePtr& type) {
    const bool is_function = symbol_->type->tag() == Tag::Func;
    if (symbol_->is_redefinable() || (!has_init() && !declaration_.attributes.empty() && !is_function)) {
      if (!is_redef_)
        binder_.reporter().warning(*symbol_, Reporter::Subject::place(init_place()), "redefinition requires \"redef\"");
      return true;
    }
    if (is_redef_ && !has_init() && !declaration_.attributes.empty()) return true;
    if (is_redef_) {
      fail_symbol(binder_, *symbol_, init_place(), "cannot redefine a variable not marked with &redef");
    } else if (is_function && type) {
      add_prototype(binder_, *symbol_, type,
                    binder_.bind_attributes(declaration_.attributes, type, true, false, where_),
                    declaration_.init.get());
    } else {
      fail_symbol(binder_, *symbol_, init_place(), "already defined");
    }
    return false;
  }

  bool may_declare_anew() {
    if (!is_redef_) return true;
    fail_symbol(binder_, *symbol_, "\"redef\" used but not previously defined");
    return false;
  }

  // -- attributes and value

  void bind_attributes(const TypePtr& type) {
    if (!new_attributes_ || attributes_are_bound_) return;
    attributes_are_bound_ = true;
    if (const auto bound = binder_.bind_attributes(declaration_.attributes, type, true, false, where_))
      new_attributes_->all = bound->all;
    if (!symbol_->attributes) symbol_->attributes = new_attributes_;
    add_attributes(*symbol_, new_attributes_);
  }

  void define(TypePtr type) {
    // A constructor keeps the attributes, which may be filled in only when its type is known.
    const Ref<Attributes> attributes = symbol_->attributes ? symbol_->attributes : new_attributes_;
    if (has_init() && !declaration_.has_init) return complain_of_missing_assign();
    ExprPtr init = has_init() ? bind_init(type, attributes) : nullptr;
    if (!type) type = init ? init->type() : nullptr;
    if (!type) return fail_symbol(binder_, *symbol_, "no type given");
    if (!is_redef_ || !symbol_->type) symbol_->type = type;
    if (type->is_error()) return;
    if (type->tag() == Tag::Void) return fail_symbol(binder_, *symbol_, "illegal assignment target");
    bind_attributes(type);
    if (symbol_->type->is_error()) return;
    if (init)
      set_value(init);
    else if (!is_redef_)
      set_empty_value();
    finish();
  }

  ExprPtr bind_init(const TypePtr& type, const Ref<Attributes>& attributes) {
    const syntax::Expr& init = *declaration_.init;
    const bool is_list = init.kind == syntax::Expr::Braces;
    if (declaration_.op == syntax::Operator::Assign) return binder_.bind_initialiser(init, type, attributes);
    if (is_list && type && type->as_vector() && declaration_.op == syntax::Operator::SubtractAssign)
      return bind_list(binder_, init);
    // What is added to or taken from a number, a string and so on has a type of its own.
    return is_list || !type ? binder_.bind_initialiser(init, type, attributes) : binder_.bind(init);
  }

  void set_value(ExprPtr init) {
    const auto op = declaration_.op;
    const AttributeKind kind = op == syntax::Operator::AddAssign ? AttributeKind::AddFunc : AttributeKind::DeleteFunc;
    symbol_->initialiser = init;
    if (op != syntax::Operator::Assign) {
      if (init->is_error()) return;
      if (const Attribute* own = symbol_->attributes ? symbol_->attributes->find(kind) : nullptr) {
        if (symbol_->value.is_set()) return apply_function(*own, *init);
        const std::string sign = op == syntax::Operator::AddAssign ? "+=" : "-=";
        return binder_.reporter().error(*symbol_, *symbol_, sign + " initializer applied to ID without value");
      }
      if (!symbol_->value.is_set() && op == syntax::Operator::SubtractAssign && !is_aggregate(symbol_->type->tag()))
        return;
      if (!symbol_->value.is_set()) set_empty_value();
    }
    const bool assigns = op == syntax::Operator::Assign || !symbol_->value.is_set();
    const ExprPtr name = make_name(*symbol_, where_);
    const Location where = init->where();
    const ExprPtr whole = assigns ? binder_.bind_assignment(name, std::move(init), where, true)
                                  : make_compound(binder_, op, name, std::move(init), where, true);
    if (whole->is_error()) return;
    evaluate([&](Frame& frame) { whole->eval(frame); });
    if (assigns) note_birthplace();
  }

  /// &add_func and &delete_func: x = f(x, e).
  void apply_function(const Attribute& own, const Expr& init) {
    if (!own.value) return;
    evaluate([&](Frame& frame) {
      const Cell function = own.value->eval(frame);
      if (function.tag() != Tag::Func) return;
      symbol_->value = frame.runtime.call(function.as<FuncObject>(), {symbol_->value, init.eval(frame)}, &frame);
    });
  }

  void set_empty_value() {
    const TypePtr& type = symbol_->type;
    if (!is_aggregate(type->tag())) return;
    evaluate([&](Frame& frame) { symbol_->value = make_empty(frame, type, symbol_->attributes); });
    note_birthplace();
  }

  /// A value is said to be from the last thing that was read before it was made.
  void note_birthplace() {
    Location where = where_;
    if (declaration_.type) where = declaration_.type->where;
    if (has_init()) where = declaration_.init->where;
    for (const syntax::Attribute& attribute : declaration_.attributes)
      if (attribute.value) where = attribute.value->where;
    binder_.runtime().state<Birthplaces>().note_initial(*symbol_, where);
  }

  template <class Action>
  void evaluate(const Action& action) {
    try {
      action(binder_.runtime().top_frame());
    } catch (const Interrupt&) {
      fail_symbol(binder_, *symbol_, "initialization failed");
    } catch (const Suspended&) {
      fail_symbol(binder_, *symbol_, "initialization failed");
    }
  }

  /// redef x["k"] = v.
  void complain_of_missing_assign() {
    const ExprPtr init = binder_.bind(*declaration_.init);
    Reporter& reporter = binder_.reporter();
    reporter.error(*init, "Initialization not preceded by =/+=/-= is not allowed.");
    if (!symbol_->type) symbol_->type = base_type(Tag::Error);
    const bool is_assign =
        declaration_.init->kind == syntax::Expr::Binary && declaration_.init->op == syntax::Operator::Assign;
    if (!is_assign || symbol_->type->is_error()) return;
    evaluate([&](Frame&) { reporter.expression_error(*init, "illegal assignment in initialization"); });
  }

  /// const, option, and what attributes do to the value.
  void finish() {
    const TypePtr& type = symbol_->type;
    if (type->is_error()) return;
    if (declaration_.kind == syntax::Declaration::Const) {
      if (!has_init() && !symbol_->is_redefinable())
        fail_symbol(binder_, *symbol_, "const variable must be initialized");
      symbol_->is_const = true;
    }
    if (declaration_.kind == syntax::Declaration::Option) {
      if (!has_init() && !is_aggregate(type->tag()))
        fail_symbol(binder_, *symbol_, "option variable must be initialized");
      symbol_->is_option = true;
    }
    apply_attributes();
    const FuncType* function = symbol_->type->as_func();
    if (function && function->flavour != Flavour::Function && !symbol_->value.is_set()) make_function_value(*symbol_);
    if (Function* value = symbol_->function(); value && has(symbol_->attributes, AttributeKind::ErrorHandler))
      value->is_error_handler = true;
  }

  void apply_attributes() {
    if (!symbol_->attributes) return;
    if (symbol_->value.tag() == Tag::Table) {
      auto& table = symbol_->value.as<TableObject>();
      table.attributes = symbol_->attributes;
      table.default_value = Cell();
    } else if (symbol_->value.tag() == Tag::File && symbol_->attributes->has(AttributeKind::RawOutput)) {
      symbol_->value.as<FileObject>().raw = true;
    }
  }

  Binder& binder_;
  const syntax::Declaration& declaration_;
  const Location where_;
  const bool is_redef_;
  Symbol* symbol_ = nullptr;
  Ref<Attributes> new_attributes_;
  bool attributes_are_bound_ = false;
};

}  // namespace

void Binder::declare_variable(const syntax::Declaration& declaration) {
  if (declaration.kind == syntax::Declaration::Option && is_blank_name(declaration.name))
    return reporter().error({name_place(declaration), declaration.name}, "blank identifier used as option");
  VariableBinder(*this, declaration).declare();
}

}  // namespace whimbrel::script
