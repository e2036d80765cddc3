#include "script/builtins/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "codec/json/escape.h"
#include "script/model/describe.h"

namespace whimbrel::script {

namespace {

// -- numbers

constexpr int kFirstWithExponent = 21;  // as JavaScript does
constexpr int kLastWithZeros = -6;

struct Decimal {
  char digits[24];
  int count = 0;
  int exponent = 0;  // 0.DIGITS times 10 to this power
  std::string_view from(int first) const { return {digits + first, static_cast<size_t>(count - first)}; }
  std::string_view up_to(int end) const { return {digits, static_cast<size_t>(end)}; }
};

Decimal shortest_digits(double positive) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, positive, std::chars_format::scientific).ptr;
  Decimal decimal;
  const char* place = text;
  for (; *place != 'e'; ++place)
    if (*place != '.') decimal.digits[decimal.count++] = *place;
  std::from_chars(place[1] == '+' ? place + 2 : place + 1, end, decimal.exponent);
  ++decimal.exponent;
  return decimal;
}

// -- UTF-8

size_t sequence_length(unsigned char first) {
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/// Takes a character that is not ASCII from the front. 0 if it is none.
uint32_t take_character(std::string_view& bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const size_t length = sequence_length(first);
  if (length == 0 || bytes.size() < length) return 0;
  uint32_t code = first & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(bytes[i]);
    if ((next & 0xc0) != 0x80) return 0;
    code = code << 6 | (next & 0x3f);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return 0;
  bytes.remove_prefix(length);
  return code;
}

/// Not the control characters, the private ones and the specials.
bool is_plain_character(uint32_t code) {
  if (code < 0xa0 || (code >= 0xe000 && code < 0xf900) || (code >= 0xfff0 && code < 0x10000)) return false;
  return code < 0xf0000;
}

bool is_printable_control(char c) { return c == '\b' || c == '\f' || c == '\n' || c == '\r' || c == '\t'; }

// -- reading

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) place_ = 3;
  }

  JsonValue document() {
    skip_blanks();
    if (peek() == '\0') fail("The document is empty.");
    JsonValue value = read_value();
    skip_blanks();
    if (peek() != '\0') fail("The document root must not be followed by other values.");
    return value;
  }

 private:
  [[noreturn]] void fail(std::string_view text) const { fail(text, place_); }
  [[noreturn]] static void fail(std::string_view text, size_t offset) { throw JsonError{text, offset}; }

  /// A NUL, which also ends a document, if there is no more.
  char peek() const { return place_ < text_.size() ? text_[place_] : '\0'; }
  bool take(char c) {
    if (peek() != c || place_ >= text_.size()) return false;
    ++place_;
    return true;
  }
  void skip_blanks() {
    while (place_ < text_.size() && std::string_view(" \n\r\t").find(text_[place_]) != std::string_view::npos) ++place_;
  }

  JsonValue read_value() {
    switch (peek()) {
      case 'n':
        return word("null", JsonValue::Null, false);
      case 't':
        return word("true", JsonValue::Bool, true);
      case 'f':
        return word("false", JsonValue::Bool, false);
      case '"': {
        JsonValue value;
        value.kind = JsonValue::String;
        value.string = string();
        return value;
      }
      case '{':
        return nested(&Reader::object);
      case '[':
        return nested(&Reader::array);
      default:
        return number();
    }
  }

  JsonValue nested(JsonValue (Reader::*read)()) {
    if (++depth_ > kDeepestJson) fail("The value is nested too deeply.");
    JsonValue value = (this->*read)();
    --depth_;
    return value;
  }

  JsonValue word(std::string_view word, JsonValue::Kind kind, bool boolean) {
    for (const char c : word)
      if (!take(c)) fail("Invalid value.");
    JsonValue value;
    value.kind = kind;
    value.boolean = boolean;
    return value;
  }

  JsonValue object() {
    JsonValue value;
    value.kind = JsonValue::Object;
    take('{');
    skip_blanks();
    if (take('}')) return value;
    for (;;) {
      if (peek() != '"') fail("Missing a name for object member.");
      value.names.push_back(string());
      skip_blanks();
      if (!take(':')) fail("Missing a colon after a name of object member.");
      skip_blanks();
      value.items.push_back(read_value());
      skip_blanks();
      if (take('}')) return value;
      if (!take(',')) fail("Missing a comma or } after an object member.");
      skip_blanks();
    }
  }

  JsonValue array() {
    JsonValue value;
    value.kind = JsonValue::Array;
    take('[');
    skip_blanks();
    if (take(']')) return value;
    for (;;) {
      value.items.push_back(read_value());
      skip_blanks();
      if (take(']')) return value;
      if (!take(',')) fail("Missing a comma or ] after an array element.");
      skip_blanks();
    }
  }

  // -- strings

  std::string string() {
    std::string text;
    take('"');
    for (;;) {
      const char c = peek();
      if (take('"')) return text;
      if (c == '\0') fail("Missing a closing quotation mark in string.");
      if (static_cast<unsigned char>(c) < 0x20) fail("Invalid encoding in string.");
      if (c == '\\') {
        escape(text);
        continue;
      }
      text += c;
      ++place_;
    }
  }

  void escape(std::string& text) {
    constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    const size_t start = place_++;
    if (take('u')) return append_utf8(text, character(start));
    const size_t letter = kLetters.find(peek());
    if (letter == std::string_view::npos) fail("Invalid escape character in string.", start);
    text += kMeanings[letter];
    ++place_;
  }

  uint32_t character(size_t start) {
    constexpr std::string_view kBadPair = "The surrogate pair in string is invalid.";
    const uint32_t code = hex_digits(start);
    if (code < 0xd800 || code > 0xdfff) return code;
    if (code > 0xdbff || !take('\\') || !take('u')) fail(kBadPair, start);
    const uint32_t low = hex_digits(start);
    if (low < 0xdc00 || low > 0xdfff) fail(kBadPair, start);
    return 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
  }

  uint32_t hex_digits(size_t start) {
    uint32_t code = 0;
    const std::string_view digits = text_.substr(std::min(place_, text_.size()), 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() < 4 || error != std::errc() || end != digits.data() + 4)
      fail("Incorrect hex digit after \\u escape in string.", start);
    place_ += 4;
    return code;
  }

  static void append_utf8(std::string& text, uint32_t code) {
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xc0 | code >> 6);
      tail(0);
    } else if (code < 0x10000) {
      text += static_cast<char>(0xe0 | code >> 12);
      tail(6);
      tail(0);
    } else {
      text += static_cast<char>(0xf0 | code >> 18);
      tail(12);
      tail(6);
      tail(0);
    }
  }

  // -- numbers

  bool is_digit() const { return peek() >= '0' && peek() <= '9'; }
  void skip_digits() {
    while (is_digit()) ++place_;
  }

  JsonValue number() {
    const size_t start = place_;
    const bool negative = take('-');
    if (!is_digit()) fail("Invalid value.");
    if (!take('0')) skip_digits();
    const size_t end_of_whole = place_;
    if (take('.')) {
      if (!is_digit()) fail("Miss fraction part in number.");
      skip_digits();
    }
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!is_digit()) fail("Miss exponent in number.");
      skip_digits();
    }
    return number_of(start, negative, end_of_whole == place_);
  }

  JsonValue number_of(size_t start, bool negative, bool is_whole) const {
    JsonValue value;
    value.kind = JsonValue::Number;
    const std::string text(text_.substr(start, place_ - start));
    value.real = std::strtod(text.c_str(), nullptr);
    if (std::isinf(value.real)) fail("Number too big to be stored in double.", start);
    value.form = JsonValue::Real;
    if (!is_whole) return value;
    const char* const end = text.data() + text.size();
    int64_t whole = 0;
    if (std::from_chars(text.data(), end, value.bits).ec == std::errc() && !negative) {
      value.form = JsonValue::Natural;
    } else if (std::from_chars(text.data(), end, whole).ec == std::errc()) {
      value.form = whole < 0 ? JsonValue::Negative : JsonValue::Natural;
      value.bits = static_cast<uint64_t>(whole);
    }
    return value;
  }

  std::string_view text_;
  size_t place_ = 0;
  int depth_ = 0;
};

}  // namespace

void append_json_number(std::string& out, double x) {
  if (!std::isfinite(x)) {
    out += "null";
    return;
  }
  if (std::signbit(x)) out += '-';
  if (x == 0) {
    out += "0.0";
    return;
  }
  const Decimal decimal = shortest_digits(std::fabs(x));
  const int exponent = decimal.exponent;
  if (exponent > kFirstWithExponent || exponent <= kLastWithZeros) {
    out += decimal.digits[0];
    if (decimal.count > 1) (out += '.') += decimal.from(1);
    out += 'e';
    out += std::to_string(exponent - 1);
  } else if (exponent <= 0) {
    out += "0.";
    out.append(static_cast<size_t>(-exponent), '0') += decimal.from(0);
  } else if (exponent >= decimal.count) {
    out += decimal.from(0);
    out.append(static_cast<size_t>(exponent - decimal.count), '0') += ".0";
  } else {
    out += decimal.up_to(exponent);
    (out += '.') += decimal.from(exponent);
  }
}

bool is_plain_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (static_cast<unsigned char>(bytes[0]) < 0x80)
      bytes.remove_prefix(1);
    else if (!is_plain_character(take_character(bytes)))
      return false;
  }
  return true;
}

namespace {

/// Stands for itself between quotes.
bool is_plain_ascii(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

}  // namespace

void append_json_text(std::string& out, std::string_view bytes) {
  if (std::all_of(bytes.begin(), bytes.end(), is_plain_ascii)) {
    ((out += '"') += bytes) += '"';
    return;
  }
  const bool keeps_utf8 = is_plain_utf8(bytes);
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool escapes = byte >= 0x80 ? !keeps_utf8 : byte == 0x7f || (byte < 0x20 && !is_printable_control(c));
    if (escapes)
      append_escaped(text, c);
    else
      text += c;
  }
  append_json_string(out, text);
}

std::variant<JsonValue, JsonError> read_json(std::string_view text) {
  try {
    return Reader(text).document();
  } catch (const JsonError& error) {
    return error;
  }
}

}  // namespace whimbrel::script
