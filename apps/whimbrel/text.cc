#include "text.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace whimbrel::cli {

namespace {

bool is_continuation(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

/// Length of the UTF-8 character at the front, or 0 if there is none.
size_t character_length(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length < 2) return length;
  if (text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i)
    if (!is_continuation(text[i])) return 0;
  const auto second = static_cast<uint8_t>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool out_of_range = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || out_of_range ? 0 : length;
}

bool is_control(std::string_view character) {
  const auto lead = static_cast<uint8_t>(character[0]);
  if (character.size() == 1) return lead < 0x20 || lead == 0x7F;
  return lead == 0xC2 && static_cast<uint8_t>(character[1]) < 0xA0;
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<uint8_t>(byte));
}

void append_quoted(std::string& out, std::string_view character) {
  switch (character[0]) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      is_control(character) ? append_escaped(out, character) : void(out += character);
  }
}

/// Hands every character to `append`, and every byte that belongs to none to append_escaped().
template <class Append>
std::string rewritten(std::string_view text, Append append) {
  std::string out;
  out.reserve(text.size() + 2);
  while (!text.empty()) {
    const size_t length = character_length(text);
    if (length > 0)
      append(out, text.substr(0, length));
    else
      append_escaped(out, text.substr(0, 1));
    text.remove_prefix(length > 0 ? length : 1);
  }
  return out;
}

}  // namespace

std::string printable(std::string_view text) {
  return rewritten(text, [](std::string& out, std::string_view character) {
    is_control(character) ? append_escaped(out, character) : void(out += character);
  });
}

std::string quoted(std::string_view text) { return '"' + rewritten(text, append_quoted) + '"'; }

}  // namespace whimbrel::cli
