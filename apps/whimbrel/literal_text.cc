#include "literal_text.h"

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <utility>

#include "codec/time_text.h"
#include "text.h"

namespace whimbrel::cli {

namespace {

void append(std::string& out, const ValueView& value);

void append_real(std::string& out, double x) {
  const std::string digits = fmt::format("{}", x);
  out += digits;
  // Without point or exponent it would be a count.
  if (digits.find_first_not_of("-0123456789") == digits.npos) out += ".0";
}

void append_elements(std::string& out, char open, const ValueView& value, char close) {
  std::string_view separator;
  out += open;
  for (const ValueView element : value) {
    out += std::exchange(separator, ", ");
    append(out, element);
  }
  out += close;
}

void append_table(std::string& out, const ValueView& value) {
  if (value.size() == 0) {
    out += "{->}";
    return;
  }
  std::string_view separator = "{";
  for (auto at = value.begin(); at != value.end(); ++at) {
    out += std::exchange(separator, ", ");
    append(out, *at);
    out += " -> ";
    append(out, *++at);
  }
  out += '}';
}

void append(std::string& out, const ValueView& value) {
  switch (value.kind()) {
    case Kind::None:
      out += "nil";
      return;
    case Kind::Boolean:
      out += value.boolean() ? 'T' : 'F';
      return;
    case Kind::Count:
      out += fmt::to_string(value.count());
      return;
    case Kind::Integer:
      fmt::format_to(std::back_inserter(out), "{:+}", value.integer());
      return;
    case Kind::Real:
      append_real(out, value.real());
      return;
    case Kind::String:
      out += quoted(value.string());
      return;
    case Kind::Address:
      out += to_string(value.address());
      return;
    case Kind::Subnet:
      out += to_string(value.subnet());
      return;
    case Kind::Port:
      out += to_string(value.port());
      return;
    case Kind::Timestamp:
      append_timestamp(out, value.timestamp());
      return;
    case Kind::Timespan:
      append_timespan(out, value.timespan());
      return;
    case Kind::EnumValue:
      out += printable(value.string());
      return;
    case Kind::Set:
      append_elements(out, '{', value, '}');
      return;
    case Kind::Table:
      append_table(out, value);
      return;
    case Kind::Vector:
      append_elements(out, '[', value, ']');
      return;
  }
}

bool is_count(const ValueView& value, uint64_t number) {
  return value.kind() == Kind::Count && value.count() == number;
}

/// The content of a Zeek event, [name, arguments, ...], if the value is one: [1, 1, content].
std::optional<ValueView> event_content(const ValueView& value) {
  if (value.kind() != Kind::Vector || value.size() < 3) return {};
  auto at = value.begin();
  if (!is_count(*at, 1) || !is_count(*++at, 1)) return {};
  const ValueView content = *++at;
  if (content.kind() != Kind::Vector || content.size() < 2) return {};
  if (content.at(0).kind() != Kind::String || content.at(1).kind() != Kind::Vector) return {};
  return content;
}

}  // namespace

std::string to_literal(const ValueView& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string to_readable(const ValueView& value) {
  const auto event = event_content(value);
  if (!event) return to_literal(value);
  std::string out = printable(event->at(0).string());
  append_elements(out, '(', event->at(1), ')');
  return out;
}

}  // namespace whimbrel::cli
