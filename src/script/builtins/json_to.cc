#include <algorithm>

#include "script/builtins/json.h"
#include "script/builtins/json_text.h"
#include "script/builtins/support.h"
#include "script/model/attributes.h"
#include "script/model/pattern.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

struct TooDeep {};

class JsonWriter {
 public:
  JsonWriter(BuiltinCall& call, bool only_loggable, const PatternObject& stripped)
      : call_(call), only_loggable_(only_loggable), stripped_(stripped) {}

  void write(const Cell& cell) {
    switch (cell.tag()) {
      case Tag::Bool:
        out += cell.as_bool() ? "true" : "false";
        break;
      case Tag::Int:
        out += std::to_string(cell.as_int());
        break;
      case Tag::Count:
        out += std::to_string(cell.as_count());
        break;
      case Tag::Double:
      case Tag::Time:
        append_json_number(out, cell.as_double());
        break;
      case Tag::String:
        append_json_text(out, cell.string());
        break;
      case Tag::Port:
        write_port(cell.port_code());
        break;
      case Tag::Opaque:
        write_opaque(cell.as<OpaqueObject>());
        break;
      case Tag::Record:
      case Tag::Vector:
      case Tag::List:
      case Tag::Table:
        write_aggregate(cell);
        break;
      case Tag::Void:
      case Tag::Type:
        out += "null";
        break;
      default:
        append_json_text(out, text_of(cell));
    }
  }

  std::string out;

 private:
  void write_port(uint32_t code) {
    static constexpr std::string_view kNames[] = {"unknown", "tcp", "udp", "icmp"};
    out += "{\"port\":" + std::to_string(code & 0xffff) + ",\"proto\":\"";
    out += kNames[code >> 16 & 3];
    out += "\"}";
  }

  void write_opaque(const OpaqueObject& opaque) {
    constexpr std::string_view kPrefix = "<opaque of ";
    std::string name = opaque.text();
    if (name.starts_with(kPrefix)) name = name.substr(kPrefix.size(), name.size() - kPrefix.size() - 1);
    out += "{\"opaque_type\":";
    append_json_text(out, name);
    out += '}';
  }

  /// Records may hold themselves; then they are nothing inside.
  void write_aggregate(const Cell& cell) {
    const Object* const object = cell.object();
    if (std::find(open_.begin(), open_.end(), object) != open_.end()) {
      out += "null";
      return;
    }
    if (open_.size() >= kDeepestJson) throw TooDeep{};
    open_.push_back(object);
    if (cell.tag() == Tag::Record)
      write_record(cell.as<RecordObject>());
    else if (cell.tag() == Tag::Table)
      write_table(cell.as<TableObject>());
    else
      write_array(cell.tag() == Tag::List ? cell.as<ListObject>().cells : cell.as<VectorObject>().cells);
    open_.pop_back();
  }

  void write_array(std::span<const Cell> cells) {
    out += '[';
    for (const Cell& cell : cells) {
      separate();
      write(cell);
    }
    out += ']';
  }

  void write_record(RecordObject& record) {
    out += '{';
    int place = 0;
    for (const Field& field : record.type->fields) {
      const Cell value = record_field(call_.frame, record, place++);
      if (!value.is_set() || (only_loggable_ && !has(field.attributes, AttributeKind::Log))) continue;
      separate();
      append_json_text(out, without_stripped(field.name));
      out += ':';
      write(value);
    }
    out += '}';
  }

  std::string without_stripped(std::string name) const {
    size_t start = 0, length = 0;
    if (stripped_.find(name, start, length)) name.erase(start, length);
    return name;
  }

  void write_table(TableObject& table) {
    const bool is_set = table.type->is_set();
    out += is_set ? '[' : '{';
    TableObject::Walk walk(table);
    while (const TableObject::Entry* const entry = walk.next()) {
      separate();
      if (is_set) {
        write_index(entry->index);
      } else {
        write_name(entry->index);
        out += ':';
        write(entry->value);
      }
    }
    out += is_set ? ']' : '}';
  }

  void write_index(std::span<const Cell> index) {
    if (index.size() == 1)
      write(index[0]);
    else
      write_array(index);
  }

  /// Names are strings: others than strings become their JSON, without the quotes around.
  void write_name(std::span<const Cell> index) {
    if (index.size() == 1 && index[0].tag() == Tag::String) return append_json_text(out, index[0].string());
    std::string name;
    std::swap(name, out);
    write_index(index);
    std::swap(name, out);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    append_json_text(out, name);
  }

  void separate() {
    if (!out.empty() && out.back() != '[' && out.back() != '{') out += ',';
  }

  BuiltinCall& call_;
  const bool only_loggable_;
  const PatternObject& stripped_;
  std::vector<const Object*> open_;
};

}  // namespace

Cell to_json(BuiltinCall& call) {
  JsonWriter writer(call, call.arguments[1].as_bool(), call.arguments[2].as<PatternObject>());
  try {
    writer.write(call.arguments[0]);
  } catch (const TooDeep&) {
    builtin_error(call, "value is nested too deeply for JSON");
    return string_cell("");
  }
  return string_cell(std::move(writer.out));
}

}  // namespace whimbrel::script
