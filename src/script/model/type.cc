#include "script/model/type.h"

#include <array>
#include <utility>

#include "script/model/attributes.h"

namespace whimbrel::script {

namespace {

constexpr size_t kTags = static_cast<size_t>(Tag::Error) + 1;
constexpr std::array<std::string_view, kTags> kTagNames = {
    "void",   "bool", "int",   "count",  "double", "time", "interval", "string", "pattern", "enum", "port", "addr",
    "subnet", "any",  "table", "record", "types",  "func", "file",     "vector", "opaque",  "type", "error"};

void append_type(std::string& out, const Type& type);

void append_types(std::string& out, const std::vector<TypePtr>& types) {
  for (size_t i = 0; i < types.size(); ++i) {
    if (i > 0) out += ',';
    append_type(out, *types[i]);
  }
}

void append_field(std::string& out, const Field& field) {
  out += field.name + ":";
  append_type(out, *field.type);
  if (!field.attributes || field.attributes->all.empty()) return;
  Description attributes(Description::Style::Short);
  field.attributes->describe(attributes);
  out += " " + attributes.text();
}

void append_record(std::string& out, const RecordType& record) {
  out += "record { ";
  for (const Field& field : record.fields) {
    append_field(out, field);
    out += "; ";
  }
  out += "}";
}

void append_function(std::string& out, const FuncType& function) {
  static constexpr std::string_view kFlavours[] = {"function", "event", "hook"};
  out += kFlavours[static_cast<size_t>(function.flavour)];
  out += '(';
  const std::vector<Field>& parameters = function.parameters->fields;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (i > 0) out += ", ";
    append_field(out, parameters[i]);
  }
  out += ')';
  if (function.flavour == Flavour::Event) return;
  out += " : ";
  if (function.yield)
    append_type(out, *function.yield);
  else
    out += function.flavour == Flavour::Hook ? "bool" : "void";
}

void append_table(std::string& out, const TableType& table) {
  out += table.yield ? "table[" : "set[";
  append_types(out, table.index->types);
  out += ']';
  if (!table.yield) return;
  out += " of ";
  append_type(out, *table.yield);
}

/// Do messages show the type's name in place of what it is made of?
bool shows_name(const Type& type) {
  return !type.name().empty() && (is_aggregate(type.tag()) || type.tag() == Tag::Enum);
}

void append_type(std::string& out, const Type& type) {
  if (shows_name(type)) {
    out += type.name();
    return;
  }
  switch (type.tag()) {
    case Tag::Table:
      return append_table(out, *type.as_table());
    case Tag::Record:
      return append_record(out, *type.as_record());
    case Tag::Func:
      return append_function(out, *type.as_func());
    case Tag::List:
      out += "list of ";
      return append_types(out, type.as_list()->types);
    case Tag::Vector:
      out += "vector of ";
      return append_type(out, *type.as_vector()->yield);
    case Tag::File:
      out += "file of ";
      if (const TypePtr& yield = static_cast<const FileType&>(type).yield) return append_type(out, *yield);
      out += "string";
      return;
    case Tag::Opaque:
      out += "opaque of " + static_cast<const OpaqueType&>(type).kind;
      return;
    default:
      out += name_of(type.tag());
  }
}

// -- the same type

/// A comparison under way; it remembers which pairs of records it has come to, since a record may hold itself.
class Comparison {
 public:
  explicit Comparison(bool is_init) : is_init_(is_init) {}

  bool same(const Type& one, const Type& other) {
    const Type& a = without_list(one);
    const Type& b = without_list(other);
    if (&a == &b) return true;
    if (a.tag() == Tag::Any || b.tag() == Tag::Any) return true;
    if (a.tag() != b.tag()) return is_init_ && (is_index_of(a, b) || is_index_of(b, a));
    return same_parts(a, b);
  }

 private:
  /// A list of one type stands for that type.
  static const Type& without_list(const Type& type) {
    const ListType* list = type.as_list();
    return list && list->types.size() == 1 ? without_list(*list->types[0]) : type;
  }

  /// An initialiser of a table may be a list of its indices.
  bool is_index_of(const Type& table, const Type& list) {
    return table.as_table() && list.as_list() && same(*table.as_table()->index, list);
  }

  bool same_parts(const Type& a, const Type& b) {
    switch (a.tag()) {
      case Tag::Opaque:
        return static_cast<const OpaqueType&>(a).kind == static_cast<const OpaqueType&>(b).kind;
      case Tag::Table:
        return same_tables(*a.as_table(), *b.as_table());
      case Tag::Func:
        return same_functions(*a.as_func(), *b.as_func());
      case Tag::Record:
        return same_records(*a.as_record(), *b.as_record());
      case Tag::List:
        return same_lists(a.as_list()->types, b.as_list()->types);
      case Tag::Vector:
        return same(*a.as_vector()->yield, *b.as_vector()->yield);
      case Tag::File:
        return same_or_none(static_cast<const FileType&>(a).yield, static_cast<const FileType&>(b).yield);
      case Tag::Type:
        return same(*static_cast<const TypeType&>(a).type, *static_cast<const TypeType&>(b).type);
      default:
        return true;  // enums too: any two count as the same
    }
  }

  bool same_or_none(const TypePtr& a, const TypePtr& b) { return a && b ? same(*a, *b) : !a == !b; }

  bool same_lists(const std::vector<TypePtr>& a, const std::vector<TypePtr>& b) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i)
      if (!same(*a[i], *b[i])) return false;
    return true;
  }

  bool same_tables(const TableType& a, const TableType& b) {
    return same_lists(a.index->types, b.index->types) && same_or_none(a.yield, b.yield);
  }

  static bool yields_nothing(const TypePtr& type) { return !type || type->tag() == Tag::Void; }
  static bool yields_any(const TypePtr& type) { return type && type->tag() == Tag::Any; }

  bool same_functions(const FuncType& a, const FuncType& b) {
    if (a.flavour != b.flavour || a.parameters->fields.size() != b.parameters->fields.size()) return false;
    for (size_t i = 0; i < a.parameters->fields.size(); ++i)
      if (!same(*a.parameters->fields[i].type, *b.parameters->fields[i].type)) return false;
    if (yields_any(a.yield) || yields_any(b.yield)) return true;
    if (yields_nothing(a.yield) || yields_nothing(b.yield)) return yields_nothing(a.yield) && yields_nothing(b.yield);
    return same(*a.yield, *b.yield);
  }

  bool same_records(const RecordType& a, const RecordType& b) {
    if (a.fields.size() != b.fields.size()) return false;
    const std::pair<const Type*, const Type*> pair(&a, &b);
    for (const auto& seen : seen_)
      if (seen == pair) return true;
    const size_t before = seen_.size();
    seen_.push_back(pair);
    bool same_so_far = true;
    for (size_t i = 0; same_so_far && i < a.fields.size(); ++i) {
      const Field &x = a.fields[i], &y = b.fields[i];
      same_so_far = x.name == y.name && same_attributes(x.attributes, y.attributes) && same(*x.type, *y.type);
    }
    // What was the same once need not be compared again: types that use others twice would take for ever.
    if (!same_so_far) seen_.resize(before);
    return same_so_far;
  }

  /// Values of attributes are the same if they are the very same expression, or constants that look alike: of others
  /// nobody can tell.
  static bool same_value(const ExprPtr& a, const ExprPtr& b) {
    if (a == b) return true;
    return a && b && a->is_constant() && b->is_constant() && a->text() == b->text();
  }

  static bool same_attributes(const Ref<Attributes>& a, const Ref<Attributes>& b) {
    const size_t a_size = a ? a->all.size() : 0, b_size = b ? b->all.size() : 0;
    if (a_size != b_size) return false;
    for (size_t i = 0; i < a_size; ++i) {
      const Attribute* other = b->find(a->all[i].kind);
      if (!other || !same_value(a->all[i].value, other->value)) return false;
    }
    return true;
  }

  const bool is_init_;
  std::vector<std::pair<const Type*, const Type*>> seen_;
};

bool is_hashable(const Type& type, std::vector<const Type*>& open) {
  for (const Type* outer : open)
    if (outer == &type) return true;
  const auto all_hashable = [&](const std::vector<TypePtr>& types) {
    for (const TypePtr& part : types)
      if (!is_hashable(*part, open)) return false;
    return true;
  };
  open.push_back(&type);
  bool result = true;
  switch (type.tag()) {
    case Tag::Void:
    case Tag::Any:
    case Tag::File:
    case Tag::Opaque:
    case Tag::Type:
      result = false;
      break;
    case Tag::List:
      result = all_hashable(type.as_list()->types);
      break;
    case Tag::Vector:
      result = is_hashable(*type.as_vector()->yield, open);
      break;
    case Tag::Table:
      result = all_hashable(type.as_table()->index->types) &&
               (!type.as_table()->yield || is_hashable(*type.as_table()->yield, open));
      break;
    case Tag::Record:
      for (const Field& field : type.as_record()->fields) result = result && is_hashable(*field.type, open);
      break;
    default:
      break;
  }
  open.pop_back();
  return result;
}

}  // namespace

std::string_view name_of(Tag tag) { return kTagNames[static_cast<size_t>(tag)]; }

const TypePtr& base_type(Tag tag) {
  thread_local std::array<TypePtr, kTags> types;
  TypePtr& type = types[static_cast<size_t>(tag)];
  if (!type) type = make<Type>(tag);
  return type;
}

int RecordType::index_of(std::string_view field) const {
  for (size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == field) return static_cast<int>(i);
  return -1;
}

void EnumType::add(std::string full_name, int64_t value) {
  names.try_emplace(value, full_name);
  values.insert_or_assign(std::move(full_name), value);
  if (value >= next) next = value + 1;
}

const std::string& EnumType::name_of_value(int64_t value) const {
  static const std::string undefined = "<undefined>";
  const auto found = names.find(value);
  return found == names.end() ? undefined : found->second;
}

bool FuncType::variadic() const {
  const std::vector<Field>& fields = parameters->fields;
  return fields.size() == 1 && fields[0].name == "va_args" && fields[0].type->tag() == Tag::Any;
}

std::string text_of(const Type& type) {
  std::string text;
  append_type(text, type);
  return text;
}

bool same_type(const Type& a, const Type& b, bool is_init) { return Comparison(is_init).same(a, b); }

bool record_promotable(const RecordType& from, const RecordType& to) {
  for (const Field& field : from.fields) {
    const int place = to.index_of(field.name);
    if (place < 0) continue;  // what the conversion itself complains about
    const Type& wanted = *to.fields[static_cast<size_t>(place)].type;
    if (same_type(*field.type, wanted)) continue;
    const RecordType *inner = field.type->as_record(), *wanted_inner = wanted.as_record();
    if (!inner || !wanted_inner || !record_promotable(*inner, *wanted_inner)) return false;
  }
  return true;
}

bool is_hashable(const Type& type) {
  std::vector<const Type*> open;
  return is_hashable(type, open);
}

}  // namespace whimbrel::script
