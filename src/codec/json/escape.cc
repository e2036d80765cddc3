#include "codec/json/escape.h"

#include <simdjson.h>

#include <cstdint>
#include <cstring>

namespace whimbrel {

namespace {

constexpr uint64_t kOnes = ~uint64_t{0} / 255;
constexpr uint64_t kHighs = kOnes << 7;

/// Non-zero if one of eight bytes is zero. May only be wrong about bytes above a zero one, which makes no difference
/// here.
constexpr uint64_t has_zero(uint64_t x) { return (x - kOnes) & ~x & kHighs; }

/// Whether eight bytes are ASCII that needs no escape: not below 0x20, no quote, no backslash.
bool are_plain(const char* at) {
  uint64_t x;
  std::memcpy(&x, at, sizeof x);
  const uint64_t below_blank = (x - kOnes * 0x20) & ~x;
  return ((below_blank | x | has_zero(x ^ kOnes * '"') | has_zero(x ^ kOnes * '\\')) & kHighs) == 0;
}

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void append_escape(std::string& out, char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
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
      out += "\\u00";
      out += kDigits[c >> 4];
      out += kDigits[c & 15];
  }
}

/// With U+FFFD for each byte that is no part of a character.
std::string with_replacements(std::string_view text) {
  std::string good;
  while (!text.empty()) {
    size_t n = 1;
    while (n <= 4 && n <= text.size() && !simdjson::validate_utf8(text.data(), n)) ++n;
    if (n > 4 || n > text.size()) {
      good += "\xef\xbf\xbd";
      text.remove_prefix(1);
    } else {
      good += text.substr(0, n);
      text.remove_prefix(n);
    }
  }
  return good;
}

}  // namespace

bool append_json_string(std::string& out, std::string_view text) {
  out += '"';
  const char* at = text.data();
  const char* const end = at + text.size();
  bool ascii = true;
  while (at != end) {
    const char* run = at;
    while (end - at >= 8 && are_plain(at)) at += 8;
    while (at != end && !needs_escape(*at)) ascii &= static_cast<signed char>(*at++) >= 0;
    out.append(run, at);
    if (at != end) append_escape(out, *at++);
  }
  out += '"';
  return ascii || simdjson::validate_utf8(text.data(), text.size());
}

void append_json_text(std::string& out, std::string_view text) {
  const size_t before = out.size();
  if (append_json_string(out, text)) return;
  out.resize(before);
  append_json_string(out, with_replacements(text));
}

namespace {

/// ASCII without anything to escape is all that most strings are.
bool put_if_plain(ByteSink& out, std::string_view text) {
  size_t i = 0;
  while (i + 8 <= text.size() && are_plain(text.data() + i)) i += 8;
  if (i + 8 <= text.size()) return false;
  for (; i < text.size(); ++i)
    if (needs_escape(text[i]) || static_cast<signed char>(text[i]) < 0) return false;
  std::byte* const at = out.take(text.size() + 2);
  at[0] = at[text.size() + 1] = std::byte{'"'};
  if (!text.empty()) std::memcpy(at + 1, text.data(), text.size());
  return true;
}

void put(ByteSink& out, const std::string& text) { std::memcpy(out.take(text.size()), text.data(), text.size()); }

}  // namespace

bool put_json_string(ByteSink& out, std::string_view text) {
  if (put_if_plain(out, text)) return true;
  std::string escaped;
  const bool is_utf8 = append_json_string(escaped, text);
  put(out, escaped);
  return is_utf8;
}

void put_json_text(ByteSink& out, std::string_view text) {
  if (put_if_plain(out, text)) return;
  std::string escaped;
  append_json_text(escaped, text);
  put(out, escaped);
}

}  // namespace whimbrel
