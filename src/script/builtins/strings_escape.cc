// Other notations of strings: escapes, hex, shells, URIs.
#include <fmt/format.h>

#include <algorithm>

#include "script/builtins/strings.h"
#include "script/builtins/support.h"
#include "script/model/characters.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

/// Bytes that do not print as \xHH, those in `marked` after a backslash.
std::string with_escapes(std::string_view text, std::string_view marked) {
  std::string out;
  for (const char c : text) {
    if (marked.find(c) != std::string_view::npos) out += '\\';
    append_escaped(out, c);
  }
  return out;
}

Cell clean(BuiltinCall& call) { return string_cell(with_escapes(string_argument(call, 0), "")); }
Cell escape_string(BuiltinCall& call) { return string_cell(with_escapes(string_argument(call, 0), "\\")); }
Cell to_string_literal(BuiltinCall& call) { return string_cell(with_escapes(string_argument(call, 0), "\\\"'")); }

Cell safe_shell_quote(BuiltinCall& call) {
  std::string out = "\"";
  for (const char c : string_argument(call, 0)) {
    if (std::string_view("`\"\\$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return string_cell(out + '"');
}

// -- hex

Cell as_hex(BuiltinCall& call) { return string_cell(to_hex(bytes_view(string_argument(call, 0)))); }

Cell hexstr_to_bytestring(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  if (text.size() % 2 != 0) {
    plain_error(call, fmt::format("Hex string '{}' has invalid length (not divisible by 2)", text));
    return string_cell("");
  }
  std::string out;
  for (size_t i = 0; i < text.size(); i += 2) {
    if (!is_hex(text[i]) || !is_hex(text[i + 1])) {
      plain_error(call, "Could not read hex element from input " + text);
      return string_cell("");
    }
    out += static_cast<char>(hex_value(text[i]) * 16 + hex_value(text[i + 1]));
  }
  return string_cell(std::move(out));
}

constexpr size_t kDumpedPerLine = 16;
constexpr size_t kDumpHexWidth = 50;

std::string dump_line(std::string_view bytes, size_t offset) {
  std::string hex, plain;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == kDumpedPerLine / 2) {
      hex += ' ';
      plain += ' ';
    }
    hex += fmt::format("{:02x} ", static_cast<unsigned char>(bytes[i]));
    plain += is_printable(bytes[i]) ? bytes[i] : '.';
  }
  return fmt::format("{:04x}  {:{}}{}\n", offset, hex, kDumpHexWidth, plain);
}

Cell hexdump(BuiltinCall& call) {
  const std::string_view text = string_argument(call, 0);
  if (text.empty()) return string_cell(std::string(kDumpHexWidth, ' ') + '\n');
  std::string out;
  for (size_t at = 0; at < text.size(); at += kDumpedPerLine) out += dump_line(text.substr(at, kDumpedPerLine), at);
  return string_cell(std::move(out));
}

Cell uuid_to_string(BuiltinCall& call) {
  const std::string& bytes = string_argument(call, 0);
  if (bytes.size() != 16) return string_cell("<Invalid UUID>");
  // The first three groups are little-endian numbers.
  constexpr int kOrder[] = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
  std::string out;
  for (const int place : kOrder)
    out += place < 0 ? "-" : fmt::format("{:02x}", static_cast<unsigned char>(bytes[static_cast<size_t>(place)]));
  return string_cell(std::move(out));
}

// -- URIs

char byte_of_hex(const char* digits) { return static_cast<char>(hex_value(digits[0]) * 16 + hex_value(digits[1])); }

/// Appends what the text after a '%' stands for; how many of its characters that is.
size_t append_unescaped(std::string& out, std::string_view rest) {
  const auto has_digits = [rest](size_t begin, size_t n) {
    return rest.size() >= begin + n && std::all_of(rest.begin() + static_cast<ptrdiff_t>(begin),
                                                   rest.begin() + static_cast<ptrdiff_t>(begin + n), is_hex);
  };
  if (has_digits(0, 2)) {
    out += byte_of_hex(rest.data());
    return 2;
  }
  // "%u00e4": one byte, or two if the first is not zero.
  if (rest.starts_with('u') && has_digits(1, 4)) {
    if (const char first = byte_of_hex(rest.data() + 1)) out += first;
    out += byte_of_hex(rest.data() + 3);
    return 5;
  }
  out += '%';
  return rest.starts_with('%') ? 1 : 0;
}

Cell unescape_uri(BuiltinCall& call) {
  const std::string_view text = string_argument(call, 0);
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i++];
    if (c == '%')
      i += append_unescaped(out, text.substr(i));
    else
      out += c;
  }
  return string_cell(std::move(out));
}

}  // namespace

void add_string_escape_builtins(Registry& registry) {
  registry.add("clean(str: string): string", clean);
  registry.add("to_string_literal(str: string): string", to_string_literal);
  registry.add("escape_string(s: string): string", escape_string);
  registry.add("safe_shell_quote(source: string): string", safe_shell_quote);
  registry.add("string_to_ascii_hex(s: string): string", as_hex);
  registry.add("bytestring_to_hexstr(bytestring: string): string", as_hex);
  registry.add("hexstr_to_bytestring(hexstr: string): string", hexstr_to_bytestring);
  registry.add("hexdump(data_str: string): string", hexdump);
  registry.add("uuid_to_string(uuid: string): string", uuid_to_string);
  registry.add("unescape_URI(URI: string): string", unescape_uri);
}

}  // namespace whimbrel::script
