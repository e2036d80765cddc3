// Types as they are written to types.
#include "script/bind/types.h"

#include <limits>
#include <set>

#include "script/bind/binder.h"

namespace whimbrel::script {
namespace {

/// Looks for what cannot be part of an index.
class UnsupportedPart {
 public:
  /// The first such part; null if there is none.
  const Type* find(const Type& type) {
    switch (type.tag()) {
      case Tag::Any:
      case Tag::File:
      case Tag::Opaque:
        return &type;
      case Tag::List:
        return first_of(type.as_list()->types);
      case Tag::Vector:
        return find(*type.as_vector()->yield);
      case Tag::Table:
        if (const Type* found = first_of(type.as_table()->index->types)) return found;
        return type.as_table()->yield ? find(*type.as_table()->yield) : nullptr;
      case Tag::Record:
        return find_in_record(*type.as_record());
      default:
        return nullptr;
    }
  }

 private:
  const Type* first_of(const std::vector<TypePtr>& types) {
    for (const TypePtr& part : types)
      if (const Type* found = find(*part)) return found;
    return nullptr;
  }

  const Type* find_in_record(const RecordType& record) {
    if (!seen_.insert(&record).second) return nullptr;  // redefinitions may give a record a field of its own type
    for (const Field& field : record.fields)
      if (const Type* found = find(*field.type)) return found;
    return nullptr;
  }

  std::set<const Type*> seen_;
};

TypePtr bind_table(Binder& binder, const syntax::Type& type) {
  std::vector<TypePtr> types;
  for (const syntax::TypePtr& part : type.types) types.push_back(binder.bind_type(*part));
  TypePtr yield;
  if (type.kind == syntax::Type::Table) {
    yield = types.back();
    types.pop_back();
  }
  auto table = make<TableType>(make<ListType>(types), yield);
  table->where = table->index->where = type.where;
  for (const TypePtr& part : types) {
    if (part->is_error()) return base_type(Tag::Error);
    const Type* unsupported = UnsupportedPart().find(*part);
    if (!unsupported) continue;
    binder.reporter().error(
        *table, *part, "index type containing '" + std::string(name_of(unsupported->tag())) + "' is not supported");
    return base_type(Tag::Error);
  }
  return table;
}

TypePtr bind_vector(Binder& binder, const syntax::Type& type) {
  return make<VectorType>(binder.bind_type(*type.types.at(0)));
}

TypePtr bind_record(Binder& binder, const syntax::Type& type) { return bind_fields(binder, type.fields); }

TypePtr bind_file(Binder& binder, const syntax::Type& type) {
  const bool is_plain = type.types.empty() || !type.types[0];
  return make<FileType>(is_plain ? base_type(Tag::String) : binder.bind_type(*type.types[0]));
}

TypePtr bind_function(Binder& binder, const syntax::Type& type) {
  TypePtr yield = !type.types.empty() && type.types[0] ? binder.bind_type(*type.types[0]) : nullptr;
  return make_function_type(binder, type.flavour, type.fields, std::move(yield), type.where);
}

TypePtr bind_type_name(Binder& binder, const syntax::Type& type) {
  Symbol* symbol = binder.lookup(type.name, type.where);
  if (!symbol) {
    binder.reporter().error(type.where, "identifier not defined: " + type.name);
    return base_type(Tag::Error);
  }
  if (!symbol->is_type) {
    if (!symbol->type || !symbol->type->is_error())
      binder.reporter().error(*symbol, Reporter::Subject::place(type.where), "not a Zeek type");
    return base_type(Tag::Error);
  }
  binder.warn_if_deprecated(*symbol, type.where);
  return symbol->type;
}

bool is_fresh(const syntax::Type& type) { return type.kind != syntax::Type::Base && type.kind != syntax::Type::Name; }

TypePtr bind_any_type(Binder& binder, const syntax::Type& type, std::string_view name) {
  switch (type.kind) {
    case syntax::Type::Base:
      return base_type(type.tag);
    case syntax::Type::Table:
    case syntax::Type::Set:
      return bind_table(binder, type);
    case syntax::Type::Vector:
      return bind_vector(binder, type);
    case syntax::Type::Record:
      return bind_record(binder, type);
    case syntax::Type::Enum:
      if (name.empty()) binder.fatal(type.where, "incorrect syntax for enum type declaration");
      return bind_enum(binder, type, name);
    case syntax::Type::Func:
      return bind_function(binder, type);
    case syntax::Type::File:
      return bind_file(binder, type);
    case syntax::Type::Opaque:
      return make<OpaqueType>(type.name);
    case syntax::Type::List:
      binder.error(type.where, "list type not implemented");
      return base_type(Tag::Error);
    case syntax::Type::Name:
      return bind_type_name(binder, type);
  }
  return base_type(Tag::Error);
}

}  // namespace

TypePtr Binder::bind_type(const syntax::Type& type, std::string_view name) {
  TypePtr bound = bind_any_type(*this, type, name);
  if (!is_fresh(type) || bound->is_error()) return bound;
  if (!bound->where) bound->where = type.where;
  if (!name.empty() && bound->name().empty()) bound->set_name(std::string(name));
  return bound;
}

Ref<RecordType> bind_fields(Binder& binder, const std::vector<syntax::Parameter>& fields) {
  auto record = make<RecordType>();
  for (const syntax::Parameter& field : fields) {
    Field bound;
    bound.name = field.name;
    bound.where = field.where;
    bound.type = binder.bind_type(*field.type);
    if (!field.attributes.empty())
      bound.attributes = binder.bind_attributes(field.attributes, bound.type, false, true, field.where);
    if (record->index_of(field.name) >= 0) complain_of_duplicate(binder, bound);
    record->fields.push_back(std::move(bound));
  }
  return record;
}

void complain_of_duplicate(Binder& binder, const Field& field) {
  binder.error(field.where, "duplicate field '" + field.name + "' found in record definition");
}

// -- functions

Ref<FuncType> make_function_type(Binder& binder, Flavour flavour, const std::vector<syntax::Parameter>& parameters,
                                 TypePtr yield, const Location& where) {
  const Ref<RecordType> fields = bind_fields(binder, parameters);
  fields->where = where;
  if (flavour == Flavour::Hook) yield = base_type(Tag::Bool);
  auto type = make<FuncType>(flavour, fields, std::move(yield));
  type->where = where;
  bool has_default = false;
  for (const Field& field : fields->fields) {
    if (has(field.attributes, AttributeKind::Default))
      has_default = true;
    else if (has_default)
      binder.reporter().error(*fields, "required parameter '" + field.name + "' must precede default parameters");
  }
  return type;
}

Ref<FuncType> Binder::bind_signature(const syntax::Function& function) {
  TypePtr yield = function.yield ? bind_type(*function.yield) : nullptr;
  const Location& where = function.header ? function.header : function.where;
  return make_function_type(*this, function.flavour, function.parameters, std::move(yield), where);
}

// -- enums

namespace {

class EnumBinder {
 public:
  EnumBinder(Binder& binder, EnumType& type) : binder_(binder), type_(type) {}

  void add(const syntax::Enumerator& item) {
    if (!item.value) return add_next(item);
    if (item.value->tag() != Tag::Count) return binder_.error(item.where, "enumerator is not a count constant");
    if (type_.next > 0 && !type_.explicit_values) return complain_of_mixture(item);
    type_.explicit_values = true;
    add_constant(item, item.value->as_int());
  }

 private:
  void add_next(const syntax::Enumerator& item) {
    if (type_.explicit_values) return complain_of_mixture(item);
    add_constant(item, type_.next);
  }

  void complain_of_mixture(const syntax::Enumerator& item) {
    binder_.error(item.where, "cannot mix explicit enumerator assignment and implicit auto-increment");
  }

  void add_constant(const syntax::Enumerator& item, int64_t value) {
    if (static_cast<uint64_t>(value) > std::numeric_limits<int32_t>::max())  // of which cells have room
      return binder_.error(item.where, "enumerator value is larger than 2147483647");
    if (type_.names.contains(value))
      return binder_.error(item.where, "enumerator value in enumerated type definition already exists");
    const std::string full = full_name(binder_.module(), item.name);
    const Symbol* other = binder_.runtime().symbols.find(full);
    if (other && !is_same(*other, full, value)) {
      binder_.reporter().error(Reporter::Subject::place(item.where), Reporter::Subject::place(other->where),
                               "conflicting definition of enum value '" + full + "' in type '" + type_.name() + "'");
      return;
    }
    type_.add(full, value);
    if (!other) declare(item, full, value);
  }

  /// An enum may be defined twice, if it is the same.
  bool is_same(const Symbol& other, const std::string& full, int64_t value) const {
    const auto mine = type_.values.find(full);
    return other.is_enum_constant && other.value.enum_value() == value && other.type->name() == type_.name() &&
           (mine == type_.values.end() || mine->second == value);
  }

  void declare(const syntax::Enumerator& item, const std::string& full, int64_t value) {
    auto symbol = make<Symbol>(full, item.where);
    symbol->type = &type_;
    symbol->value = Cell::enumeration(value, &type_);
    symbol->is_enum_constant = symbol->is_const = true;
    symbol->is_exported = binder_.in_export();
    symbol->deprecated = item.deprecated;
    binder_.runtime().symbols.add(symbol);
  }

  Binder& binder_;
  EnumType& type_;
};

}  // namespace

void add_enumerators(Binder& binder, EnumType& type, const std::vector<syntax::Enumerator>& items) {
  EnumBinder enumeration(binder, type);
  for (const syntax::Enumerator& item : items) enumeration.add(item);
}

TypePtr bind_enum(Binder& binder, const syntax::Type& type, std::string_view name) {
  auto enumeration = make<EnumType>();
  enumeration->set_name(std::string(name));
  enumeration->where = type.where;
  add_enumerators(binder, *enumeration, type.enumerators);
  return enumeration;
}

}  // namespace whimbrel::script
