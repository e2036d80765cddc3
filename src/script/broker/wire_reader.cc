#include "script/broker/wire_reader.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "script/broker/data_value.h"
#include "script/broker/opaque_forms.h"
#include "script/builtins/files.h"
#include "script/model/pattern.h"

namespace whimbrel::script {

namespace {

double seconds(int64_t ns) { return static_cast<double>(ns) / 1e9; }

/// On the wire there is only one NaN, and it would print as a negative one.
Cell real_cell(double x) { return Cell::real(std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x); }

/// Values of these types are vectors on the wire, so a vector as key of a table may be one of them.
bool travels_as_vector(Tag tag) {
  return tag == Tag::Vector || tag == Tag::Record || tag == Tag::Func || tag == Tag::Pattern || tag == Tag::Opaque ||
         tag == Tag::List;
}

bool is_two_strings(const ValueView& value) {
  return value.kind() == Kind::Vector && value.size() == 2 && value.at(0).kind() == Kind::String &&
         value.at(1).kind() == Kind::String;
}

}  // namespace

Cell port_cell(const Port& port) { return Cell::port(port.number | static_cast<uint32_t>(port.protocol) << 16); }

std::string_view wire_name_of(Kind kind) {
  const std::string_view name = name_of(kind);
  return name == "enum-value" ? "enum_value" : name;
}

Cell WireReader::read(const ValueView& value, const TypePtr& type) {
  const Kind kind = value.kind();
  switch (type->tag()) {
    case Tag::Bool:
      return kind == Kind::Boolean ? Cell::boolean(value.boolean()) : Cell();
    case Tag::Int:
      return kind == Kind::Integer ? Cell::integer(value.integer()) : Cell();
    case Tag::Count:
      return kind == Kind::Count ? Cell::count(value.count()) : Cell();
    case Tag::Double:
      return kind == Kind::Real ? real_cell(value.real()) : Cell();
    case Tag::Time:
      return kind == Kind::Timestamp ? Cell::time(seconds(value.timestamp().ns)) : Cell();
    case Tag::Interval:
      return kind == Kind::Timespan ? Cell::interval(seconds(value.timespan().ns)) : Cell();
    case Tag::String:
      return kind == Kind::String ? string_cell(std::string(value.string())) : Cell();
    case Tag::Port:
      return kind == Kind::Port ? port_cell(value.port()) : Cell();
    case Tag::Addr:
      return kind == Kind::Address ? addr_cell(value.address()) : Cell();
    case Tag::Subnet:
      return kind == Kind::Subnet ? subnet_cell(value.subnet()) : Cell();
    case Tag::Enum:
      return kind == Kind::EnumValue ? read_enum(value, *type->as_enum()) : Cell();
    case Tag::Any:
      return read_any(value);
    default:
      return read_object(value, type);
  }
}

Cell WireReader::read_object(const ValueView& value, const TypePtr& type) {
  switch (type->tag()) {
    case Tag::Table:
      return read_table(value, type);
    case Tag::Record:
      return read_record(value, type);
    case Tag::Vector:
      return read_vector(value, type);
    case Tag::List:
      return read_list(value, *type->as_list());
    case Tag::Pattern:
      return read_pattern(value);
    case Tag::Func:
      return read_function(value);
    case Tag::File:
      return read_file(value);
    case Tag::Opaque:
      return read_opaque(value);
    default:
      return {};
  }
}

Cell WireReader::read_any(const ValueView& value) {
  auto owned = value.to_value(kMaxOwnedSize);
  return owned ? data_record(runtime_, std::move(*owned)) : Cell();
}

bool WireReader::fits(const ValueView& value, const TypePtr& type) {
  only_looks_ = true;
  const bool fits = read(value, type).is_set();
  only_looks_ = false;
  return fits;
}

Cell WireReader::read_enum(const ValueView& value, const EnumType& type) const {
  const auto known = type.values.find(value.string());
  return known == type.values.end() ? Cell() : Cell::enumeration(known->second, &type);
}

Cell WireReader::read_pattern(const ValueView& value) {
  if (!is_two_strings(value)) return {};
  const std::string exact(value.at(0).string()), anywhere(value.at(1).string());
  const auto pattern = PatternObject::from_texts(exact, anywhere);
  if (pattern) return *pattern;
  if (!only_looks_)
    runtime_.reporter.error(Location{}, fmt::format("failed compiling unserialized pattern: {}, {}", exact, anywhere));
  return {};
}

Cell WireReader::read_vector(const ValueView& value, const TypePtr& type) {
  if (value.kind() != Kind::Vector) return {};
  auto vector = make<VectorObject>(Ref<VectorType>(type->as_vector()));
  vector->cells.reserve(std::min<size_t>(value.size(), 4096));
  for (const ValueView& element : value) {
    Cell cell = read(element, vector->type->yield);
    if (!cell.is_set()) return {};
    vector->cells.push_back(std::move(cell));
  }
  return vector;
}

Cell WireReader::read_list(const ValueView& value, const ListType& type) {
  if (value.kind() != Kind::Vector || value.size() != type.types.size()) return {};
  std::vector<Cell> cells;
  for (const ValueView& element : value) {
    cells.push_back(read(element, type.types[cells.size()]));
    if (!cells.back().is_set()) return {};
  }
  return Cell(make<ListObject>(std::move(cells)));
}

bool WireReader::read_index(const ValueView& value, const ListType& types, std::vector<Cell>& index) {
  index.clear();
  const size_t parts = types.types.size();
  const bool is_parts = value.kind() == Kind::Vector && (parts != 1 || !travels_as_vector(types.types[0]->tag()));
  if (!is_parts) {
    if (parts != 1) return false;
    index.push_back(read(value, types.types[0]));
    return index.back().is_set();
  }
  if (value.size() != parts) return false;
  for (const ValueView& part : value) {
    index.push_back(read(part, types.types[index.size()]));
    if (!index.back().is_set()) return false;
  }
  return true;
}

Cell WireReader::read_table(const ValueView& value, const TypePtr& type) {
  auto table = make<TableObject>(Ref<TableType>(type->as_table()));
  const TypePtr& yield = table->type->yield;
  if (value.kind() != (yield ? Kind::Table : Kind::Set)) return {};
  std::vector<Cell> index;
  for (auto at = value.begin(); at != value.end(); ++at) {
    if (!read_index(*at, *table->type->index, index)) return {};
    Cell element;
    if (yield) {
      element = read(*++at, yield);
      if (!element.is_set()) return {};
    }
    if (!table->assign(index, std::move(element)).entry) return {};
  }
  return table;
}

// A record of the other side may have more fields at the end, but not fewer.
Cell WireReader::read_record(const ValueView& value, const TypePtr& type) {
  auto record = make<RecordObject>(Ref<RecordType>(type->as_record()));
  const std::vector<Field>& fields = record->type->fields;
  if (value.kind() != Kind::Vector || value.size() < fields.size()) return {};
  record->cells.resize(fields.size());
  auto at = value.begin();
  for (size_t i = 0; i < fields.size(); ++i, ++at) {
    const ValueView element = *at;
    if (element.kind() == Kind::None) continue;
    record->cells[i] = read(element, fields[i].type);
    if (!record->cells[i].is_set()) return {};
  }
  return record;
}

Cell WireReader::read_function(const ValueView& value) {
  if (value.kind() != Kind::Vector || value.size() == 0 || value.size() > 2) return {};
  const ValueView name = value.at(0);
  if (name.kind() != Kind::String) return {};
  const Symbol* symbol = runtime_.symbols.find(name.string());
  if (!symbol && name.string().starts_with("lambda_<"))
    for (const std::string& module : runtime_.symbols.modules)
      if (!symbol) symbol = runtime_.symbols.find(full_name(module, name.string()));
  if (!symbol || symbol->value.tag() != Tag::Func) return {};
  if (value.size() == 1) return symbol->value;
  return read_captures(value.at(1), *symbol->function());
}

// The receiver's own instance is left as it is: the function comes with values of its own.
Cell WireReader::read_captures(const ValueView& captures, Function& function) {
  if (captures.kind() != Kind::Vector || captures.size() > 1) return {};
  const size_t wanted = function.type->captures ? function.type->captures->size() : 0;
  std::vector<Cell> cells;
  if (captures.size() == 1) {
    const ValueView list = captures.at(0);
    if (list.kind() != Kind::Vector) return {};
    for (const ValueView& capture : list) {
      if (capture.kind() != Kind::Vector || capture.size() != 2 || capture.at(1).kind() != Kind::Integer) return {};
      const int64_t tag = capture.at(1).integer();
      // Of others the type is not told.
      if (tag < static_cast<int64_t>(Tag::Bool) || tag > static_cast<int64_t>(Tag::Subnet)) return {};
      if (tag == static_cast<int64_t>(Tag::Enum)) return {};
      cells.push_back(read(capture.at(0), base_type(static_cast<Tag>(tag))));
      if (!cells.back().is_set()) return {};
    }
  }
  if (cells.size() != wanted) return {};
  return Cell(make<FuncObject>(Ref<Function>(&function), std::move(cells)));
}

Cell WireReader::read_file(const ValueView& value) {
  if (value.kind() != Kind::String) return {};
  const std::string name(value.string());
  if (only_looks_) return string_cell(name);
  return open_file(runtime_, name, "w");
}

Cell WireReader::read_opaque(const ValueView& value) {
  if (value.kind() != Kind::Vector || value.size() != 2 || value.at(0).kind() != Kind::String) return {};
  return Cell(opaque_from_wire(runtime_, value.at(0).string(), value.at(1)));
}

}  // namespace whimbrel::script
