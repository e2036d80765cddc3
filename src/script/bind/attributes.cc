// Attributes, and whether they make sense where they stand.
#include <algorithm>

#include "script/bind/binder.h"
#include "script/bind/expr_kinds.h"

namespace whimbrel::script {
namespace {

using Kind = AttributeKind;

bool is_compatible(const Type& type, bool only_atomic) {
  if (is_atomic(type.tag())) return true;
  switch (type.tag()) {
    case Tag::Func:
    case Tag::File:
    case Tag::Record:
    case Tag::Error:
      return !only_atomic;
    case Tag::Table: {
      const std::vector<TypePtr>& index = type.as_table()->index->types;
      // Sets of several indices, too, if these are all of one type: only the stream that has such a column is refused.
      const auto is_like_first = [&](const TypePtr& other) { return same_type(*other, *index[0]); };
      return !only_atomic && type.is_set() && std::all_of(index.begin(), index.end(), is_like_first) &&
             is_compatible(*index[0], true);
    }
    case Tag::Vector:
      return !only_atomic && is_compatible(*type.as_vector()->yield, true);
    default:
      return false;
  }
}

bool is_flag(Kind kind) {
  switch (kind) {
    case Kind::Log:
    case Kind::Optional:
    case Kind::Redef:
    case Kind::BrokerAllowComplexType:
    case Kind::RawOutput:
    case Kind::ErrorHandler:
    case Kind::IsAssigned:
    case Kind::IsUsed:
    case Kind::Ordered:
    case Kind::Group:
      return true;
    default:
      return false;
  }
}

/// Adds attributes to a list, one after the other, and takes out again those that do not fit.
class AttributeBinder {
 public:
  AttributeBinder(Binder& binder, const TypePtr& type, bool is_global, bool is_field)
      : binder_(binder), type_(type), is_global_(is_global), is_field_(is_field) {}

  void add(const syntax::Attribute& attribute) {
    Attribute bound{attribute.kind, bind_value(attribute), attribute.where};
    if (const Attribute* other = result_->find(bound.kind); other && !may_repeat(bound, *other))
      return binder_.error(bound.where, "Duplicate " + std::string(name_of(bound.kind)) + " attribute is ambiguous");
    // All groups of a body count.
    if (bound.kind != Kind::Group) remove(bound.kind);
    result_->all.push_back(bound);
    place_ = bound.where;
    if (type_ && !type_->is_error() && (bound.value ? !bound.value->is_error() : true) && !check(result_->all.back()))
      return remove(bound.kind);
    add_implied(bound);
  }

  Ref<Attributes> take() { return result_; }

 private:
  ExprPtr bind_value(const syntax::Attribute& attribute) {
    if (!attribute.value) return nullptr;
    const bool is_default = attribute.kind == Kind::Default || attribute.kind == Kind::DefaultInsert;
    if (!is_default || attribute.value->kind != syntax::Expr::Braces) return binder_.bind(*attribute.value);
    return binder_.bind_initialiser(*attribute.value, default_type(), nullptr);
  }

  /// What a &default is a value of.
  TypePtr default_type() const {
    if (!type_ || is_field_ || !type_->as_table() || !type_->as_table()->yield) return type_;
    return type_->as_table()->yield;
  }

  static bool may_repeat(const Attribute& attribute, const Attribute& other) {
    if (attribute.kind == Kind::Deprecated) return !attribute.value && !other.value;
    return is_flag(attribute.kind);
  }

  void remove(Kind kind) {
    std::erase_if(result_->all, [kind](const Attribute& other) { return other.kind == kind; });
  }

  void add_implied(const Attribute& attribute) {
    const auto imply = [&](Kind kind) {
      if (!result_->has(kind)) result_->all.push_back({kind, nullptr, attribute.where});
    };
    if (attribute.kind == Kind::AddFunc || attribute.kind == Kind::DeleteFunc) imply(Kind::Redef);
    if (attribute.kind == Kind::Default && !is_global_) imply(Kind::Optional);
  }

  // -- messages

  /// About all attributes so far.
  bool fail(const std::string& text) {
    Description all(Description::Style::Short);
    result_->describe(all);
    binder_.reporter().error({place_, all.take()}, text);
    return false;
  }

  /// About one of them.
  bool fail(const Attribute& attribute, const std::string& text) {
    Attributes alone;
    alone.all.push_back(attribute);
    Description description(Description::Style::Short);
    alone.describe(description);
    binder_.reporter().error({attribute.where, description.take()}, text);
    return false;
  }

  bool fail_value(const Attribute& attribute, const std::string& text) {
    binder_.reporter().error(*attribute.value, text);
    return false;
  }

  /// Do both stand there? The message names them in this order.
  bool excludes(Kind one, Kind other) {
    if (!result_->has(one) || !result_->has(other)) return true;
    return fail(std::string(name_of(one)) + " and " + std::string(name_of(other)) + " cannot be used simultaneously");
  }

  bool is_table() const { return type_->tag() == Tag::Table; }
  bool is_event() const { return type_->as_func() && type_->as_func()->flavour == Flavour::Event; }
  bool is_event_or_hook() const { return type_->as_func() && type_->as_func()->flavour != Flavour::Function; }

  // -- checks

  bool check(Attribute& attribute) {
    switch (attribute.kind) {
      case Kind::Optional:
        return !is_global_ || fail("&optional is not valid for global variables");
      case Kind::AddFunc:
      case Kind::DeleteFunc:
        return check_redef_function(attribute);
      case Kind::Default:
        return (!result_->has(Kind::DefaultInsert) || fail("&default and &default_insert cannot be used together")) &&
               check_default(attribute);
      case Kind::DefaultInsert:
        return check_default_insert(attribute);
      case Kind::ReadExpire:
      case Kind::WriteExpire:
      case Kind::CreateExpire:
        return check_expiry(attribute);
      case Kind::ExpireFunc:
        return check_expire_function(attribute);
      case Kind::OnChange:
        return check_on_change(attribute);
      case Kind::Backend:
        return check_backend(attribute);
      case Kind::BrokerStore:
        return check_broker_store(attribute);
      case Kind::BrokerAllowComplexType:
        return is_table() || fail("&broker_allow_complex_type only applicable to sets/tables");
      case Kind::RawOutput:
        return type_->tag() == Tag::File || fail("&raw_output only applicable to files");
      case Kind::Priority:
        return fail("&priority only applicable to event bodies");
      case Kind::Group:
        return is_event_or_hook() || fail("&group only applicable to events");
      case Kind::ErrorHandler:
        return is_event() || fail("&error_handler only applicable to events");
      case Kind::Log:
        return is_compatible(*type_, false) || fail("&log applied to a type that cannot be logged");
      case Kind::Ordered:
        return is_table() || fail("&ordered only applicable to tables");
      case Kind::TypeColumn:
        if (type_->tag() != Tag::Port) return fail("type_column tag only applicable to ports");
        return attribute.value->type()->tag() == Tag::String || fail("type column needs to have a string argument");
      default:
        return true;
    }
  }

  bool check_redef_function(const Attribute& attribute) {
    const std::string name(name_of(attribute.kind));
    const FuncType* function = attribute.value->type()->as_func();
    if (!function) return fail_value(attribute, name + " must be a function");
    if (function->yield && same_type(*function->yield, *type_)) return true;
    return fail_value(attribute, name + " function must yield same type as variable");
  }

  bool check_default_insert(Attribute& attribute) {
    if (!is_table() || type_->is_set()) return fail("&default_insert only applicable to tables");
    if (result_->has(Kind::Default)) return fail("&default and &default_insert cannot be used together");
    return check_default(attribute);
  }

  bool check_default(Attribute& attribute) {
    const std::string name(name_of(attribute.kind));
    if (is_global_ && !is_table()) return fail("&default is not valid for global variables except for tables");
    const bool of_elements = is_table() && !is_field_ && !type_->is_set();
    const TypePtr wanted = of_elements ? type_->as_table()->yield : type_;
    const TypePtr& given = attribute.value->type();
    if (of_elements && given->as_func() && !wanted->as_func()) {
      const FuncType& function = *given->as_func();
      const bool warns = attribute.kind == Kind::Default;
      if (!takes(function, type_->as_table()->index->types, warns) || !function.yield ||
          !same_type(*function.yield, *wanted))
        return fail(name + " function type clash");
      return true;
    }
    if (fit(attribute, wanted)) return true;
    return fail(name + " value has inconsistent type");
  }

  /// Converts the value if need be.
  bool fit(Attribute& attribute, const TypePtr& wanted) {
    const TypePtr& given = attribute.value->type();
    if (given->as_record() && wanted->as_record() && given.get() != wanted.get() &&
        record_promotable(*given->as_record(), *wanted->as_record())) {
      attribute.value = make_conversion(attribute.value, wanted);
      return true;
    }
    if (wanted->tag() != Tag::Any && same_type(*given, *wanted) && !is_unspecified_table(*given)) return true;
    ExprPtr promoted = binder_.promote(attribute.value, wanted);
    if (!promoted || promoted->is_error()) return false;
    attribute.value = std::move(promoted);
    return true;
  }

  static bool is_unspecified_table(const Type& type) {
    return (type.as_table() && type.as_table()->unspecified) || (type.as_vector() && type.as_vector()->unspecified);
  }

  /// Does the function take such arguments? Tells why not.
  bool takes(const FuncType& function, const std::vector<TypePtr>& arguments, bool warns) {
    const auto warn = [&](const std::string& text, const std::string& expected, const std::string& given) {
      if (warns) binder_.reporter().warning(function, text + ". Expected " + expected + ", got " + given + ".");
    };
    const std::vector<Field>& parameters = function.parameters->fields;
    if (parameters.size() != arguments.size()) {
      warn("Wrong number of arguments for function", std::to_string(arguments.size()),
           std::to_string(parameters.size()));
      return false;
    }
    bool all_fit = true;
    for (size_t i = 0; i < arguments.size(); ++i) {
      const Type &wanted = *arguments[i], &given = *parameters[i].type;
      if (same_type(wanted, given)) continue;
      warn("Type mismatch in function argument #" + std::to_string(i), std::string(name_of(wanted.tag())),
           std::string(name_of(given.tag())));
      all_fit = false;
    }
    return all_fit;
  }

  bool check_expiry(const Attribute& attribute) {
    if (!excludes(Kind::BrokerStore, Kind::ReadExpire) || !excludes(Kind::Backend, Kind::ReadExpire)) return false;
    if (!is_table()) return fail("expiration only applicable to sets/tables");
    const auto is_expiry = [](const Attribute& other) {
      return other.kind == Kind::ReadExpire || other.kind == Kind::WriteExpire || other.kind == Kind::CreateExpire;
    };
    if (std::count_if(result_->all.begin(), result_->all.end(), is_expiry) > 1)
      return fail("set/table can only have one of &read_expire, &write_expire, &create_expire");
    if (attribute.value->type()->tag() != Tag::Interval)
      return fail_value(attribute, "expiration interval has wrong type");
    return true;
  }

  bool check_expire_function(const Attribute& attribute) {
    if (!is_table()) return fail("expiration only applicable to sets/tables");
    const FuncType* function = attribute.value->type()->as_func();
    if (!function || function->flavour != Flavour::Function)
      return fail(attribute, "&expire_func attribute is not a function");
    if (!function->yield || function->yield->tag() != Tag::Interval)
      return fail(attribute, "&expire_func must yield a value of type interval");
    const TableType& table = *type_->as_table();
    const std::vector<Field>& parameters = function->parameters->fields;
    const bool is_old_form = parameters.size() == 2 && parameters[1].type->tag() == Tag::Any;
    if (!table.unspecified && !is_old_form) {
      std::vector<TypePtr> arguments = {type_};
      arguments.insert(arguments.end(), table.index->types.begin(), table.index->types.end());
      if (!takes(*function, arguments, true)) return fail(attribute, "&expire_func argument type clash");
    }
    return excludes(Kind::BrokerStore, Kind::ExpireFunc) && excludes(Kind::Backend, Kind::ExpireFunc);
  }

  bool check_on_change(const Attribute& attribute) {
    if (!is_table()) return fail("&on_change only applicable to sets/tables");
    const FuncType* function = attribute.value->type()->as_func();
    if (!function || function->flavour != Flavour::Function) return fail("&on_change attribute is not a function");
    if (function->yield && function->yield->tag() != Tag::Void) return fail("&on_change must not return a value");
    const TableType& table = *type_->as_table();
    if (table.unspecified) return true;
    const std::vector<Field>& parameters = function->parameters->fields;
    const std::vector<TypePtr>& index = table.index->types;
    if (parameters.size() != index.size() + (table.yield ? 3 : 2))
      return fail("&on_change function has incorrect number of arguments");
    if (!same_type(*parameters[0].type, table)) return fail("&on_change: first argument must be of same type as table");
    if (parameters[1].type->tag() != Tag::Enum) return fail("&on_change: second argument must be a TableChange enum");
    for (size_t i = 0; i < index.size(); ++i)
      if (!same_type(*parameters[2 + i].type, *index[i])) return fail("&on_change: index types do not match table");
    if (table.yield && !same_type(*parameters.back().type, *table.yield))
      return fail("&on_change: value type does not match table");
    return true;
  }

  bool has_simple_values(Kind kind) {
    const TableType& table = *type_->as_table();
    if (!table.yield || is_compatible(*table.yield, true) || result_->has(Kind::BrokerAllowComplexType)) return true;
    return fail(std::string(name_of(kind)) + " only supports atomic types as table value");
  }

  bool check_backend(const Attribute& attribute) {
    if (!is_global_ || !is_table()) return fail("&backend only applicable to global sets/tables");
    if (attribute.value->type()->tag() != Tag::Enum) return fail("&backend must take an enum argument");
    return has_simple_values(Kind::Backend) && excludes(Kind::Backend, Kind::ExpireFunc) &&
           excludes(Kind::Backend, Kind::ReadExpire) && excludes(Kind::Backend, Kind::BrokerStore);
  }

  bool check_broker_store(const Attribute& attribute) {
    if (!is_table()) return fail("&broker_store only applicable to sets/tables");
    if (attribute.value->type()->tag() != Tag::String) return fail("&broker_store must take a string argument");
    return has_simple_values(Kind::BrokerStore) && excludes(Kind::BrokerStore, Kind::ExpireFunc) &&
           excludes(Kind::BrokerStore, Kind::ReadExpire) && excludes(Kind::Backend, Kind::BrokerStore);
  }

  Binder& binder_;
  const TypePtr type_;
  const bool is_global_, is_field_;
  Location place_;
  Ref<Attributes> result_ = make<Attributes>();
};

}  // namespace

Ref<Attributes> Binder::bind_attributes(const std::vector<syntax::Attribute>& attributes, const TypePtr& type,
                                        bool is_global, bool is_field, const Location&) {
  if (attributes.empty()) return nullptr;
  AttributeBinder all(*this, type, is_global, is_field);
  for (const syntax::Attribute& attribute : attributes) {
    const bool is_message = attribute.kind == AttributeKind::Deprecated && attribute.value;
    if (is_message &&
        (attribute.value->kind != syntax::Expr::Literal || attribute.value->constant.tag() != Tag::String)) {
      const ExprPtr value = bind(*attribute.value);
      error(attribute.where, "'&deprecated=" + value->text() + "' must use a string literal");
      all.add({AttributeKind::Deprecated, nullptr, attribute.where});
    } else {
      all.add(attribute);
    }
  }
  return all.take();
}

}  // namespace whimbrel::script
