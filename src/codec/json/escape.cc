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

}  // namespace whimbrel
