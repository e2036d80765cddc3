#include "script/input/text_values.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>

#include "script/model/characters.h"
#include "script/model/pattern.h"
#include "script/model/table.h"

namespace whimbrel::script::input {

namespace {

constexpr unsigned long kHighestPort = 65535;

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  size_t at = 0;
  for (size_t next; (next = text.find(separator, at)) != std::string::npos; at = next + separator.size())
    parts.push_back(text.substr(at, next - at));
  parts.push_back(text.substr(at));
  return parts;
}

std::string without_blanks(const std::string& text) {
  const size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

uint32_t protocol_code(std::string_view name) {
  if (name == "tcp") return kTcpPort;
  if (name == "udp") return kUdpPort;
  if (name == "icmp") return kIcmpPort;
  return kUnknownPort;
}

/// IPv6 addresses may stand in brackets.
std::string without_brackets(const std::string& text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']' ? text.substr(1, text.size() - 2) : text;
}

bool is_readable_element(const Type& type) {
  return is_readable(type) && type.tag() != Tag::Table && type.tag() != Tag::Vector;
}

}  // namespace

std::string unescaped(const std::string& text) {
  if (text.find("\\x") == std::string::npos) return text;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_code =
        text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x' && is_hex(text[i + 2]) && is_hex(text[i + 3]);
    out += is_code ? static_cast<char>(hex_value(text[i + 2]) * 16 + hex_value(text[i + 3])) : text[i];
    if (is_code) i += 3;
  }
  return out;
}

bool is_readable(const Type& type) {
  if (is_atomic(type.tag())) return true;
  switch (type.tag()) {
    case Tag::Table:
      return type.is_set() && type.as_table()->index->types.size() == 1 &&
             is_readable_element(*type.as_table()->index->types[0]);
    case Tag::Vector:
      return is_readable_element(*type.as_vector()->yield);
    default:
      return false;
  }
}

TextValue TextValues::fail(const std::string& why) {
  warn_(why);
  return {false, {}};
}

TextValue TextValues::parse(const std::string& text, const Type& type, const std::string& field) {
  if (!separators_.unset.empty() && text == separators_.unset) return {};
  switch (type.tag()) {
    case Tag::Bool:
      return parse_bool(text, field);
    case Tag::Int:
      return parse_integer(text);
    case Tag::Count:
      return parse_count(text);
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return parse_real(text, type.tag());
    case Tag::String:
      return {true, string_cell(text == separators_.empty ? "" : unescaped(text))};
    case Tag::Pattern:
      return parse_pattern(unescaped(text));
    case Tag::Enum:
      return parse_constant(unescaped(text), *type.as_enum());
    case Tag::Port:
      return parse_port(text);
    case Tag::Addr:
      return parse_address(without_blanks(unescaped(text)));
    case Tag::Subnet:
      return parse_subnet(without_blanks(unescaped(text)));
    case Tag::Table:
    case Tag::Vector:
      return parse_container(text, type, field);
    default:
      return fail(fmt::format("unsupported field format {} for {}", name_of(type.tag()), field));
  }
}

// -- numbers

/// Something to read, all of it read, and within range. What follows a number is only warned of.
bool TextValues::check_number(const std::string& text, const char* end) {
  const int error = errno;
  if (text.empty() || end == text.c_str()) {
    warn_(fmt::format("String '{}' contained no parseable number", text));
    return false;
  }
  if (*end != '\0')
    warn_(fmt::format("Number '{}' contained non-numeric trailing characters. Ignored trailing characters '{}'", text,
                      end));
  if (error == ERANGE) {
    warn_(fmt::format("Number '{}' out of supported range.", text));
    return false;
  }
  return true;
}

TextValue TextValues::parse_bool(const std::string& text, const std::string& field) {
  if (text == "T" || text == "True" || text == "1") return {true, Cell::boolean(true)};
  if (text == "F" || text == "False" || text == "0") return {true, Cell::boolean(false)};
  return fail(fmt::format("Field: {} Invalid value for boolean: {}", field, text));
}

TextValue TextValues::parse_integer(const std::string& text) {
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  if (!check_number(text, end)) return {false, {}};
  return {true, Cell::integer(number)};
}

TextValue TextValues::parse_count(const std::string& text) {
  char* end = nullptr;
  errno = 0;
  const unsigned long long number = std::strtoull(text.c_str(), &end, 10);
  if (!check_number(text, end)) return {false, {}};
  if (text[text.find_first_not_of(" \t")] == '-') return fail(fmt::format("Number '{}' cannot be negative", text));
  return {true, Cell::count(number)};
}

TextValue TextValues::parse_real(const std::string& text, Tag tag) {
  char* end = nullptr;
  errno = 0;
  const double number = std::strtod(text.c_str(), &end);
  if (!check_number(text, end)) return {false, {}};
  return {true, Cell::real_of(tag, number)};
}

TextValue TextValues::parse_port(const std::string& text) {
  const size_t slash = text.find('/');
  const std::string number_text = text.substr(0, slash);
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(number_text.c_str(), &end, 10);
  if (!check_number(number_text, end)) return {false, {}};
  if (number < 0) return fail(fmt::format("Number '{}' cannot be negative", number_text));
  if (static_cast<unsigned long long>(number) > kHighestPort)
    return fail(fmt::format("Number '{}' out of supported range.", number_text));
  uint32_t protocol = kUnknownPort;
  if (slash != std::string::npos) {
    const std::string name = without_blanks(text.substr(slash + 1));
    protocol = protocol_code(name);
    if (protocol == kUnknownPort && name != "unknown")
      warn_(fmt::format("Port '{}' contained unknown protocol '{}'", text, name));
  }
  return {true, Cell::port(static_cast<uint32_t>(number), protocol)};
}

TextValue TextValues::with_protocol(const Cell& port, const std::string& protocol) {
  const uint32_t code = protocol_code(protocol);
  if (code == kUnknownPort && protocol != "unknown")
    warn_(fmt::format("Tried to parse invalid/unknown protocol: {}", protocol));
  return {true, Cell::port(port.port_code() & kHighestPort, code)};
}

// -- others

TextValue TextValues::parse_address(const std::string& text) {
  const auto address = Address::parse(without_brackets(text));
  if (!address) return fail(fmt::format("Bad address: {}", text));
  return {true, addr_cell(*address)};
}

TextValue TextValues::parse_subnet(const std::string& text) {
  const size_t slash = text.find('/');
  if (slash == std::string::npos) return fail(fmt::format("Invalid value for subnet: {}", text));
  const std::string address_text = without_brackets(text.substr(0, slash));
  const auto address = Address::parse(address_text);
  if (!address) return fail(fmt::format("Bad address: {}", address_text));
  const std::string width_text = text.substr(slash + 1);
  char* end = nullptr;
  errno = 0;
  const long width = std::strtol(width_text.c_str(), &end, 10);
  if (!check_number(width_text, end)) return {false, {}};
  if (width < 0 || width > (address->is_v4() ? 32 : 128))
    return fail(fmt::format("Invalid value for subnet width: {}", text));
  return {true, subnet_cell(Subnet::make(*address, static_cast<int>(width)))};
}

/// Between slashes, without flags.
TextValue TextValues::parse_pattern(const std::string& text) {
  const bool has_slashes = text.size() >= 2 && text.front() == '/' && text.back() == '/';
  if (has_slashes)
    if (const auto pattern = PatternObject::compile(text.substr(1, text.size() - 2))) return {true, *pattern};
  return fail(fmt::format("String '{}' contained no parseable pattern.", text));
}

TextValue TextValues::parse_constant(const std::string& text, const EnumType& type) {
  const auto value = type.values.find(text.starts_with("GLOBAL::") ? text.substr(8) : text);
  if (value != type.values.end()) return {true, Cell::enumeration(value->second, &type)};
  unknown_constants.push_back(text);
  return {};
}

TextValue TextValues::parse_container(const std::string& text, const Type& type, const std::string& field) {
  const bool is_set = type.tag() == Tag::Table;
  const Type& element = is_set ? *type.as_table()->index->types[0] : *type.as_vector()->yield;
  std::vector<Cell> cells;
  std::vector<std::string> parts = split(text, separators_.set);
  if (text == separators_.empty) parts.clear();
  for (const std::string& part : parts) {
    const TextValue value = parse(part, element, field);
    if (!value.ok) return fail("Error while reading set or vector");
    cells.push_back(value.cell);
  }
  if (is_set) {
    auto set = make<TableObject>(Ref<TableType>(const_cast<TableType*>(type.as_table())));
    for (Cell& cell : cells)
      if (cell.is_set()) set->assign({std::move(cell)}, {});
    return {true, set};
  }
  auto vector = make<VectorObject>(Ref<VectorType>(const_cast<VectorType*>(type.as_vector())));
  vector->cells = std::move(cells);
  return {true, vector};
}

}  // namespace whimbrel::script::input
