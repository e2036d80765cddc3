#include "script/model/describe.h"

#include <fmt/format.h>

#include <algorithm>

#include "script/model/function.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/model/stack.h"
#include "script/model/table.h"

namespace whimbrel::script {

// -- layout

void Description::add(std::string_view piece) {
  if (piece.empty()) return;
  if (line_begins_ && (style_ == Style::Raw || style_ == Style::Columns || style_ == Style::Extended))
    text_.append(static_cast<size_t>(level_), '\t');
  line_begins_ = false;
  text_ += piece;
}

void Description::add_string(std::string_view bytes) {
  if (style_ == Style::Columns) return add(escaped(bytes));
  if (style_ == Style::Extended) return add('"' + escaped(bytes) + '"');
  line_begins_ = false;
  if (quotes_ && style_ != Style::Quoted) text_ += '"';
  switch (style_) {
    case Style::Raw:
      text_ += bytes;
      break;
    case Style::Quoted:
      text_ += '"' + escaped(bytes) + '"';
      break;
    default:
      text_ += escaped(bytes);
  }
  if (quotes_ && style_ != Style::Quoted) text_ += '"';
}

void Description::newline() {
  if (one_line()) return;
  text_ += '\n';
  line_begins_ = true;
}

bool Description::enter(const Object& object) {
  constexpr std::string_view kCircle = "<circular>";  // the reference never comes back
  constexpr std::string_view kDeep = "<nested too deeply>";
  constexpr size_t kDeepest = 10000, kDeepestOfMessages = 100;
  const bool inside_itself = std::find(open_.begin(), open_.end(), &object) != open_.end();
  if (inside_itself || open_.size() >= (one_line() ? kDeepestOfMessages : kDeepest) ||
      (!one_line() && stack_is_short())) {
    add(inside_itself ? kCircle : kDeep);
    return false;
  }
  open_.push_back(&object);
  return true;
}

// -- values

namespace {

std::string text_of_port(uint32_t code) {
  static constexpr std::string_view kProtocols[] = {"unknown", "tcp", "udp", "icmp"};
  return fmt::format("{}/{}", code & 0xffff, kProtocols[code >> 16 & 3]);
}

void describe_cells(Description& out, std::span<const Cell> cells) {
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.add(", ");
    if (cells[i].is_set()) describe(out, cells[i]);  // holes show nothing
  }
}

void describe_record(Description& out, const RecordObject& record) {
  out.add("[");
  const std::vector<Field>& fields = record.type->fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out.add(", ");
    out.add(fields[i].name);
    out.add("=");
    describe(out, i < record.cells.size() ? record.cells[i] : Cell());
  }
  out.add("]");
}

void describe_entry(Description& out, const TableObject::Entry& entry, bool is_set) {
  const bool in_brackets = !is_set || entry.index.size() != 1;
  if (in_brackets) out.add("[");
  describe_cells(out, entry.index);
  if (in_brackets) out.add(is_set ? "] " : "] = ");
  if (!is_set) describe(out, entry.value);
}

// A day of the month, hour and minute. Before the run, time has not begun.
constexpr std::string_view kNeverUsed = " @01-00:00";

void describe_table(Description& out, TableObject& table) {
  out.add("{");
  out.indent();
  out.newline();
  const bool is_set = table.type->is_set();
  TableObject::Walk walk(table);
  bool first = true;
  while (const TableObject::Entry* entry = walk.next()) {
    if (!first) {
      out.add(out.one_line() ? ", " : ",");
      out.newline();
    }
    first = false;
    describe_entry(out, *entry, is_set);
    if (out.style() == Description::Style::Extended) out.add(kNeverUsed);
  }
  out.outdent();
  out.newline();
  out.add("}");
}

void describe_vector(Description& out, const VectorObject& vector) {
  out.add("[");
  describe_cells(out, vector.cells);
  out.add("]");
}

void describe_aggregate(Description& out, const Cell& cell) {
  if (!out.enter(*cell.object())) return;
  if (cell.tag() == Tag::Table)
    describe_table(out, cell.as<TableObject>());
  else if (cell.tag() == Tag::Record)
    describe_record(out, cell.as<RecordObject>());
  else
    describe_vector(out, cell.as<VectorObject>());
  out.leave();
}

/// IPv6 addresses that hold an IPv4 one in the old manner, ::1.2.3.4, show it; in the library's own texts they do not.
std::string text_of_address(const Address& address) {
  const auto& bytes = address.bytes;
  const bool holds_v4 = std::all_of(bytes.begin(), bytes.begin() + 12, [](uint8_t byte) { return byte == 0; });
  if (!holds_v4 || (bytes[12] == 0 && bytes[13] == 0)) return to_string(address);
  return fmt::format("::{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
}

void describe_object(Description& out, const Cell& cell) {
  switch (cell.tag()) {
    case Tag::String:
      return out.add_string(cell.string());
    case Tag::Pattern:
      out.add("/");
      out.add(cell.as<PatternObject>().text());
      return out.add("/");
    case Tag::Addr:
      return out.add(text_of_address(cell.as<AddrObject>().address));
    case Tag::Subnet: {
      const Subnet& subnet = cell.as<SubnetObject>().subnet;
      return out.add(fmt::format("{}/{}", text_of_address(subnet.network), subnet.length()));
    }
    case Tag::Table:
    case Tag::Record:
    case Tag::Vector:
      return describe_aggregate(out, cell);
    case Tag::List:
      return describe_cells(out, cell.as<ListObject>().cells);
    case Tag::Func:
      return describe(out, *cell.as<FuncObject>().function);
    case Tag::File:
      return out.add("file \"" + cell.as<FileObject>().name + "\" of string");
    case Tag::Opaque:
      return out.add(cell.as<OpaqueObject>().text());
    default:
      return out.add(text_of(*cell.as<TypeObject>().type));
  }
}

}  // namespace

void describe(Description& out, const Cell& cell) {
  switch (cell.tag()) {
    case Tag::Void:
      return out.add("<uninitialized>");
    case Tag::Bool:
      return out.add(cell.as_bool() ? "T" : "F");
    case Tag::Int:
      return out.add(fmt::format_int(cell.as_int()).c_str());
    case Tag::Count:
      return out.add(fmt::format_int(cell.as_count()).c_str());
    case Tag::Double:
    case Tag::Time:
      return out.add(text_of_double(cell.as_double()));
    case Tag::Interval:
      return out.add(text_of_interval(cell.as_double()));
    case Tag::Enum:
      return out.add(cell.enum_type()->name_of_value(cell.enum_value()));
    case Tag::Port:
      return out.add(text_of_port(cell.port_code()));
    default:
      return describe_object(out, cell);
  }
}

std::string text_of(const Cell& cell, Description::Style style) {
  Description out(style);
  describe(out, cell);
  return out.take();
}

}  // namespace whimbrel::script
