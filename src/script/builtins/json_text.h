// JSON as scripts see it: numbers and strings in the reference's form, and a reader with the reference's errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace whimbrel::script {

/// Shortest digits: "1.0", "0.1", "1e21"; "null" for what is no number.
void append_json_number(std::string& out, double x);
/// In quotes. Control characters and bytes that are no UTF-8 become "\\xHH", a text of four characters.
void append_json_text(std::string& out, std::string_view bytes);
/// All of it is UTF-8, without control characters beyond ASCII, private ones and specials.
bool is_plain_utf8(std::string_view bytes);

/// Values may be nested so deeply, when read and when written.
constexpr int kDeepestJson = 1000;

struct JsonValue {
  enum Kind : uint8_t { Null, Bool, Object, Array, String, Number };
  enum NumberForm : uint8_t { Natural, Negative, Real };  // whole numbers that fit 64 bits, and all others

  Kind kind = Null;
  NumberForm form = Natural;
  bool boolean = false;
  uint64_t bits = 0;  ///< of a Natural or Negative number
  double real = 0;    ///< any number
  std::string string;
  std::vector<JsonValue> items;  ///< of an array; of an object, those of `names`
  std::vector<std::string> names;
};

struct JsonError {
  std::string_view text;
  size_t offset;
};

std::variant<JsonValue, JsonError> read_json(std::string_view text);

}  // namespace whimbrel::script
