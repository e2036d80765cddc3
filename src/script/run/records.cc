#include "script/run/records.h"

#include <cmath>
#include <limits>

#include "script/model/attributes.h"
#include "script/model/stack.h"
#include "script/model/table.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

// How a new record of a type is filled: most fields by copying a constant, the others one by one.
struct RecordTemplate final : Counted {
  std::vector<Cell> constants;
  std::vector<size_t> made;  ///< fields that are made anew for each record
};

const Attribute* default_of(const Field& field) {
  return field.attributes ? field.attributes->find(AttributeKind::Default) : nullptr;
}

bool has_constant_default(const Field& field) {
  const Attribute* const attribute = default_of(field);
  return attribute && attribute->value->is_constant() && !is_aggregate(attribute->value->type()->tag());
}

bool is_made_empty(const Field& field) {
  return is_aggregate(field.type->tag()) && !has(field.attributes, AttributeKind::Optional);
}

bool is_unspecified(const Cell& value) {
  if (value.tag() == Tag::Table) return value.as<TableObject>().type->unspecified;
  return value.tag() == Tag::Vector && value.as<VectorObject>().type->unspecified;
}

bool is_record_of_other_type(const Cell& value, const Type& type) {
  return value.tag() == Tag::Record && type.as_record() && value.as<RecordObject>().type.get() != type.as_record() &&
         !same_type(*value.as<RecordObject>().type, type);
}

Cell number_of(const Cell& value, Tag to, std::string* why);

// A value that may become one of the type, where only the forms that the checker lets through come up.
Cell fit(Frame& frame, Cell value, const TypePtr& type) {
  if (value.tag() == type->tag() && !value.is_object()) return value;
  if (is_record_of_other_type(value, *type))
    return coerce_record(frame, value.as<RecordObject>(), Ref<RecordType>(type->as_record()));
  if (is_unspecified(value) && is_aggregate(type->tag())) return make_empty(frame, type);
  if (is_arithmetic(value.tag()) && is_arithmetic(type->tag()) && value.tag() != type->tag()) {
    std::string why;
    return number_of(value, type->tag(), &why);
  }
  return value;
}

Cell default_value(Frame& frame, const Field& field) {
  const Expr& value = *default_of(field)->value;
  if (stack_is_short())  // the value has a field with a default whose value has a field with a default ...
    frame.runtime.reporter.expression_error(value, "&default values without end");
  return fit(frame, value.eval(frame.runtime.top_frame()), field.type);
}

Cell fresh_value(Frame& frame, const Field& field) {
  if (default_of(field)) return default_value(frame, field);
  return is_made_empty(field) ? make_empty(frame, field.type, field.attributes) : Cell();
}

// Redefinitions add fields; then the template is made again.
Ref<RecordTemplate> template_of(Frame& frame, const RecordType& type) {
  if (type.prepared) {
    const Ref<RecordTemplate> known(static_cast<RecordTemplate*>(type.prepared.get()));
    if (known->constants.size() == type.fields.size()) return known;
  }
  auto made = make<RecordTemplate>();
  made->constants.resize(type.fields.size());
  for (size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if (has_constant_default(field))
      made->constants[i] = default_value(frame, field);
    else if (default_of(field) || is_made_empty(field))
      made->made.push_back(i);
  }
  type.prepared = made;
  return made;
}

// -- coercion of records

// Fields tend to stand in the same order in both, so it is looked for behind the one before.
int find_field(const RecordType& type, const std::string& name, size_t& hint) {
  if (hint < type.fields.size() && type.fields[hint].name == name) return static_cast<int>(hint++);
  const int found = type.index_of(name);
  if (found >= 0) hint = static_cast<size_t>(found) + 1;
  return found;
}

Cell coerced_field(Frame& frame, RecordObject& from, int source, const TypePtr& type) {
  Cell value = record_field_or_default(frame, from, source);
  return value.is_set() ? fit(frame, std::move(value), type) : value;
}

// -- numbers

Cell fail(std::string* why, const char* text) {
  if (why) *why = text;
  return {};
}

Cell to_count(const Cell& value, std::string* why) {
  constexpr const char* kOverflow = "overflow promoting from signed/double to unsigned arithmetic value";
  if (value.tag() == Tag::Int) return value.as_int() < 0 ? fail(why, kOverflow) : Cell::count(value.as_count());
  const double x = value.as_double();
  if (!(x >= 0 && x < std::ldexp(1.0, 64))) return fail(why, kOverflow);
  return Cell::count(static_cast<uint64_t>(x));
}

Cell to_int(const Cell& value, std::string* why) {
  constexpr const char* kOverflow = "overflow promoting from unsigned/double to signed arithmetic value";
  if (value.tag() == Tag::Count) {
    const bool fits = value.as_count() <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    return fits ? Cell::integer(value.as_int()) : fail(why, kOverflow);
  }
  const double x = value.as_double();
  if (!(x >= -std::ldexp(1.0, 63) && x < std::ldexp(1.0, 63))) return fail(why, kOverflow);
  return Cell::integer(static_cast<int64_t>(x));
}

Cell number_of(const Cell& value, Tag to, std::string* why) {
  if (value.tag() == to) return value;
  switch (to) {
    case Tag::Count:
      return to_count(value, why);
    case Tag::Int:
      return to_int(value, why);
    default:
      return Cell::real(value.tag() == Tag::Int ? static_cast<double>(value.as_int())
                                                : static_cast<double>(value.as_count()));
  }
}

constexpr const char* kWrongAny = "incompatible \"any\" type";

}  // namespace

Ref<RecordObject> make_record(Frame& frame, const Ref<RecordType>& type) {
  const Ref<RecordTemplate> filling = template_of(frame, *type);
  auto record = make<RecordObject>(type);
  record->cells = filling->constants;
  for (const size_t i : filling->made) record->cells[i] = fresh_value(frame, type->fields[i]);
  return record;
}

void extend_record(Frame& frame, RecordObject& record) {
  for (size_t i = record.cells.size(); i < record.type->fields.size(); ++i)
    record.cells.push_back(fresh_value(frame, record.type->fields[i]));
}

Cell record_field_or_default(Frame& frame, RecordObject& record, int field) {
  Cell value = record_field(frame, record, field);
  const Field& declared = record.type->fields[static_cast<size_t>(field)];
  if (!value.is_set() && default_of(declared)) value = default_value(frame, declared);
  return value;
}

void set_record_field(Frame& frame, RecordObject& record, int field, Cell value) {
  if (static_cast<size_t>(field) >= record.cells.size()) [[unlikely]]
    extend_record(frame, record);
  record.cells[static_cast<size_t>(field)] = std::move(value);
  if (record.watched) [[unlikely]]
    frame.runtime.modified(&record);
}

void erase_record_field(Frame& frame, RecordObject& record, int field) {
  const Field& declared = record.type->fields[static_cast<size_t>(field)];
  set_record_field(frame, record, field, has_constant_default(declared) ? default_value(frame, declared) : Cell());
}

Ref<RecordObject> coerce_record(Frame& frame, RecordObject& from, const Ref<RecordType>& to) {
  auto record = make<RecordObject>(to);
  record->cells.resize(to->fields.size());
  size_t hint = 0;
  for (size_t i = 0; i < to->fields.size(); ++i) {
    const Field& field = to->fields[i];
    const int source = find_field(*from.type, field.name, hint);
    if (source >= 0)
      record->cells[i] = coerced_field(frame, from, source, field.type);
    else if (default_of(field))
      record->cells[i] = default_value(frame, field);
  }
  return record;
}

Cell make_empty(Frame& frame, const TypePtr& type, const Ref<Attributes>& attributes) {
  switch (type->tag()) {
    case Tag::Table:
      return make<TableObject>(Ref<TableType>(type->as_table()), attributes);
    case Tag::Vector:
      return make<VectorObject>(Ref<VectorType>(type->as_vector()));
    case Tag::Record:
      return make_record(frame, Ref<RecordType>(type->as_record()));
    default:
      return {};
  }
}

Cell coerce(Frame& frame, Cell value, const TypePtr& to, std::string* why) {
  if (!value.is_set() || to->tag() == Tag::Any) return value;
  if (is_arithmetic(to->tag()) && is_arithmetic(value.tag())) return number_of(value, to->tag(), why);
  if (is_unspecified(value) && value.tag() == to->tag()) return make_empty(frame, to);
  if (is_record_of_other_type(value, *to) && record_promotable(*value.as<RecordObject>().type, *to->as_record()))
    return coerce_record(frame, value.as<RecordObject>(), Ref<RecordType>(to->as_record()));
  return coerce_from_any(frame, std::move(value), to, why);
}

Cell coerce_from_any(Frame&, Cell value, const TypePtr& to, std::string* why) {
  if (to->tag() == Tag::Any) return value;
  if (value.tag() != to->tag()) return fail(why, kWrongAny);
  if (value.is_object() && value.tag() != Tag::String && !same_type(*type_of(value), *to)) return fail(why, kWrongAny);
  return value;
}

}  // namespace whimbrel::script
