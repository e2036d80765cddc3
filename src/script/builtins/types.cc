// Types at run time: their names, fields of records, constants of enums.
#include "script/builtins/reflection.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

Cell type_name(BuiltinCall& call) {
  const Cell& cell = call.arguments[0];
  return string_cell(cell.tag() == Tag::Type ? "type" : text_of(*type_of(cell)));
}

Cell type_aliases(BuiltinCall& call) {
  const Cell& cell = call.arguments[0];
  const TypePtr type = cell.tag() == Tag::Type ? cell.as<TypeObject>().type : type_of(cell);
  std::vector<std::string> names;
  if (type->name().empty()) return string_set(call.runtime, names);
  for (const auto& [name, symbol] : call.runtime.symbols.all()) {
    if (!symbol->is_type || !symbol->type) continue;
    if (symbol->type == type || symbol->type->name() == type->name()) names.push_back(name);
  }
  return string_set(call.runtime, names);
}

// -- records

/// Unlike text_of(): says what a name stands for.
std::string field_type_text(const Type& type) {
  if (type.as_record()) return "record " + type.name();
  if (type.as_enum()) return "enum " + type.name();
  if (const VectorType* const vector = type.as_vector()) return "vector of " + field_type_text(*vector->yield);
  const TableType* const table = type.as_table();
  if (!table) return std::string(name_of(type.tag()));
  std::string text = table->yield ? "table[" : "set[";
  for (const TypePtr& index : table->index->types) text += (text.back() == '[' ? "" : ",") + field_type_text(*index);
  text += ']';
  return table->yield ? text + " of " + field_type_text(*table->yield) : text;
}

Cell field_default(const BuiltinCall& call, const Field& field) {
  const Attribute* const attribute = field.attributes ? field.attributes->find(AttributeKind::Default) : nullptr;
  return attribute && attribute->value ? attribute->value->eval(call.runtime.top_frame()) : Cell();
}

/// A record record_field, for a field of a type, and its value if there is one.
Cell record_field_info(const BuiltinCall& call, const Field& field, const Cell& value) {
  auto info = result_record(call, "record_field");
  set_field(*info, "type_name", string_cell(field_type_text(*field.type)));
  set_field(*info, "log", Cell::boolean(has(field.attributes, AttributeKind::Log)));
  set_field(*info, "value", value);
  set_field(*info, "default_val", field_default(call, field));
  set_field(*info, "optional", Cell::boolean(has(field.attributes, AttributeKind::Optional)));
  return info;
}

Cell record_fields(BuiltinCall& call) {
  auto infos = make<TableObject>(Ref<TableType>(named_type(call.runtime, "record_field_table")->as_table()));
  const Cell& cell = call.arguments[0];
  RecordObject* const record = cell.tag() == Tag::Record ? &cell.as<RecordObject>() : nullptr;
  const TypePtr type = record ? TypePtr(record->type) : named_type_argument(call, cell);
  if (!type || !type->as_record()) {
    plain_error(call, "non-record value/type passed to record_fields");
    return infos;
  }
  int place = 0;
  for (const Field& field : type->as_record()->fields) {
    const Cell value = record ? record_field(call.frame, *record, place) : Cell();
    infos->assign({string_cell(field.name)}, record_field_info(call, field, value));
    ++place;
  }
  return infos;
}

/// The names of the fields, counted from 1.
Cell record_type_to_vector(BuiltinCall& call) {
  auto names = result_vector(call, "string_vec");
  const TypePtr type = named_type_argument(call, call.arguments[0]);
  if (!type || !type->as_record()) return names;
  names->cells.emplace_back();
  for (const Field& field : type->as_record()->fields) names->cells.push_back(string_cell(field.name));
  return names;
}

// -- enums

Cell enum_names(BuiltinCall& call) {
  std::vector<std::string> names;
  const TypePtr type = named_type_argument(call, call.arguments[0]);
  if (type && type->as_enum())
    for (const auto& [value, name] : type->as_enum()->names) names.push_back(name);
  return string_set(call.runtime, names);
}

Cell enum_to_int(BuiltinCall& call) {
  if (call.arguments[0].tag() == Tag::Enum) return Cell::integer(call.arguments[0].enum_value());
  builtin_error(call, "enum_to_int() requires enum value");
  return Cell::integer(-1);
}

}  // namespace

void add_type_builtins(Registry& registry) {
  registry.add("type_name(t: any): string", with_one_argument<type_name>);
  registry.add("type_aliases(x: any): string_set", with_one_argument<type_aliases>);
  registry.add("record_fields(rec: any): record_field_table", with_one_argument<record_fields>);
  registry.add("record_type_to_vector(rt: string): string_vec", record_type_to_vector);
  registry.add("enum_names(et: any): string_set", with_one_argument<enum_names>);
  registry.add("enum_to_int(e: any): int", with_one_argument<enum_to_int>);
}

}  // namespace whimbrel::script
