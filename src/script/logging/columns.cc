#include "script/logging/columns.h"

#include "script/model/attributes.h"

namespace whimbrel::script::logging {

namespace {

bool is_loggable(Tag tag) { return is_atomic(tag) && tag != Tag::Pattern; }

/// Fills in the types of a column. False if it cannot be logged.
bool set_types(Column& column, const Type& type) {
  column.tag = type.tag();
  if (is_loggable(column.tag) || column.tag == Tag::Func || column.tag == Tag::File) return true;
  if (const VectorType* const vector = type.as_vector()) column.element = vector->yield->tag();
  if (type.is_set() && type.as_table()->index->types.size() == 1)
    column.element = type.as_table()->index->types[0]->tag();
  return is_loggable(column.element);
}

}  // namespace

bool append_fields(std::vector<Field>& fields, const RecordType& type, const std::string& scope_separator,
                   std::string& bad, const std::string& prefix) {
  for (size_t i = 0; i < type.fields.size(); ++i) {
    const script::Field& declared = type.fields[i];
    if (!has(declared.attributes, AttributeKind::Log)) continue;
    const auto index = static_cast<uint16_t>(i);
    const bool optional = has(declared.attributes, AttributeKind::Optional);
    if (const RecordType* const nested = declared.type->as_record()) {
      const size_t first = fields.size();
      if (!append_fields(fields, *nested, scope_separator, bad, prefix + declared.name + scope_separator)) return false;
      for (size_t k = first; k < fields.size(); ++k) {
        fields[k].place.insert(fields[k].place.begin(), index);
        fields[k].column.optional |= optional;
      }
      continue;
    }
    Field field{{prefix + declared.name, {}, {}, optional}, {index}};
    if (!set_types(field.column, *declared.type)) {
      bad = declared.name;
      return false;
    }
    fields.push_back(std::move(field));
  }
  return true;
}

const Cell* value_at(const RecordObject& record, const Place& place) {
  const RecordObject* inner = &record;
  for (size_t i = 0;; ++i) {
    if (place[i] >= inner->cells.size()) return nullptr;
    const Cell& cell = inner->cells[place[i]];
    if (i + 1 == place.size()) return &cell;
    if (cell.tag() != Tag::Record) return nullptr;
    inner = &cell.as<RecordObject>();
  }
}

}  // namespace whimbrel::script::logging
