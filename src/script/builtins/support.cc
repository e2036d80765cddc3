#include "script/builtins/support.h"

#include <fmt/format.h>

namespace whimbrel::script {

std::string c_string_argument(const BuiltinCall& call, size_t i) {
  const std::string& text = string_argument(call, i);
  if (text.find('\0') == std::string::npos) return text;
  plain_error(call, fmt::format("string with embedded NUL: \"{}\"", escaped(text)));
  return "<string-with-NUL>";
}

void report_argument_count(const BuiltinCall& call, size_t wanted) {
  const std::string text = call.expression ? call.expression->text() : std::string();
  plain_error(call, fmt::format("{}() takes exactly {} argument(s), got {}", text.substr(0, text.find('(')), wanted,
                                call.arguments.size()));
}

void plain_error(const BuiltinCall& call, const std::string& text) { call.runtime.reporter.error(Location{}, text); }
void plain_warning(const BuiltinCall& call, const std::string& text) {
  call.runtime.reporter.warning(Location{}, text);
}

Ref<RecordObject> result_record(const BuiltinCall& call, std::string_view type) {
  return make_record(call.frame, Ref<RecordType>(named_type(call.runtime, type)->as_record()));
}

void set_field(RecordObject& record, std::string_view field, Cell value) {
  const int place = record.type->index_of(field);
  assert(place >= 0);
  if (record.cells.size() <= static_cast<size_t>(place)) record.cells.resize(record.type->fields.size());
  record.cells[static_cast<size_t>(place)] = std::move(value);
}

Ref<VectorObject> result_vector(const BuiltinCall& call, std::string_view type) {
  return make<VectorObject>(Ref<VectorType>(named_type(call.runtime, type)->as_vector()));
}

TypePtr named_type_argument(const BuiltinCall& call, const Cell& cell) {
  if (cell.tag() == Tag::Type) return cell.as<TypeObject>().type;
  if (cell.tag() != Tag::String) return nullptr;
  const Symbol* const symbol = call.runtime.symbols.find(cell.string());
  return symbol && symbol->is_type ? symbol->type : nullptr;
}

}  // namespace whimbrel::script
