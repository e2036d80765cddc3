#include "script/input/fields.h"

#include <fmt/format.h>

#include "script/input/text_values.h"
#include "script/model/attributes.h"
#include "script/run/records.h"

namespace whimbrel::script::input {

namespace {

std::string protocol_column_of(const Runtime& runtime, const Field& field) {
  if (field.type->tag() != Tag::Port || !field.attributes) return {};
  const Attribute* const attribute = field.attributes->find(AttributeKind::TypeColumn);
  if (!attribute || !attribute->value) return {};
  const Cell value = attribute->value->eval(const_cast<Runtime&>(runtime).top_frame());
  return value.tag() == Tag::String ? value.string() : "";
}

bool is_optional(const Field& field) { return has(field.attributes, AttributeKind::Optional); }
bool has_default(const Field& field) { return has(field.attributes, AttributeKind::Default); }

}  // namespace

bool append_columns(Runtime& runtime, const RecordType& type, bool accepts_unsupported, std::vector<Column>& columns,
                    const std::string& prefix) {
  for (const Field& field : type.fields) {
    const std::string name = prefix + field.name;
    if (const RecordType* const inner = field.type->as_record()) {
      if (is_optional(field)) {
        runtime.reporter.info(Location{},
                              fmt::format("The input framework does not support optional record fields: \"{}\"", name));
        return false;
      }
      if (!append_columns(runtime, *inner, accepts_unsupported, columns, name + '.')) return false;
      continue;
    }
    const bool readable = is_readable(*field.type);
    if (!readable && !accepts_unsupported) {
      runtime.reporter.error(
          Location{}, fmt::format("Incompatible type \"{}\" in type definition for field \"{}\" in ReaderFrontend",
                                  name_of(field.type->tag()), name));
      return false;
    }
    columns.push_back({name, protocol_column_of(runtime, field), field.type, is_optional(field), !readable});
  }
  return true;
}

Ref<RecordObject> record_of(Runtime& runtime, const Ref<RecordType>& type, std::span<const Cell>& values,
                            std::string& missing) {
  auto record = make_record(runtime.top_frame(), type);
  for (size_t i = 0; i < type->fields.size(); ++i) {
    const Field& field = type->fields[i];
    if (RecordType* const inner = field.type->as_record()) {
      const auto part = record_of(runtime, Ref<RecordType>(inner), values, missing);
      if (!part) return nullptr;
      record->cells[i] = part;
      continue;
    }
    const Cell& value = values.front();
    if (value.is_set()) {
      record->cells[i] = value;
    } else if (!has_default(field)) {
      if (!is_optional(field) && is_readable(*field.type)) {
        missing = field.name;
        return nullptr;
      }
      record->cells[i] = Cell();
    }
    values = values.subspan(1);
  }
  return record;
}

}  // namespace whimbrel::script::input
