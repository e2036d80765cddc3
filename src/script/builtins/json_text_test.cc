#include "script/builtins/json_text.h"

#include <gtest/gtest.h>

namespace whimbrel::script {
namespace {

std::string number(double x) {
  std::string out;
  append_json_number(out, x);
  return out;
}

std::string text(std::string_view bytes) {
  std::string out;
  append_json_text(out, bytes);
  return out;
}

/// "TEXT OFFSET", or "fine".
std::string error_of(std::string_view json) {
  const auto read = read_json(json);
  const JsonError* const error = std::get_if<JsonError>(&read);
  return error ? std::string(error->text) + " " + std::to_string(error->offset) : "fine";
}

TEST(JsonText, NumbersAlwaysLookLikeDoubles) {
  EXPECT_EQ(number(1), "1.0");
  EXPECT_EQ(number(-0.5), "-0.5");
  EXPECT_EQ(number(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(number(1e20), "100000000000000000000.0");
  EXPECT_EQ(number(1e21), "1e21");
  EXPECT_EQ(number(0.000001), "0.000001");
  EXPECT_EQ(number(1.5e-7), "1.5e-7");
  EXPECT_EQ(number(1.0 / 0.0), "null");
}

TEST(JsonText, BytesThatAreNoTextAreSpelledOut) {
  EXPECT_EQ(text("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
  EXPECT_EQ(text("caf\xc3\xa9\xff"), R"("caf\\xc3\\xa9\\xff")");  // one bad byte spoils the rest
  EXPECT_EQ(text("a\n\x01"), R"("a\n\\x01")");
  EXPECT_EQ(text("\xed\xa0\x80"), R"("\\xed\\xa0\\x80")");  // half of a surrogate pair
}

TEST(JsonText, ErrorsTellWhereTheTextGoesWrong) {
  EXPECT_EQ(error_of(" "), "The document is empty. 1");
  EXPECT_EQ(error_of("{\"a\": "), "Invalid value. 6");
  EXPECT_EQ(error_of("nul"), "Invalid value. 3");
  EXPECT_EQ(error_of("1 2"), "The document root must not be followed by other values. 2");
  EXPECT_EQ(error_of("[1 2]"), "Missing a comma or ] after an array element. 3");
  EXPECT_EQ(error_of("{1:2}"), "Missing a name for object member. 1");
  EXPECT_EQ(error_of("\"a\\x\""), "Invalid escape character in string. 2");
  EXPECT_EQ(error_of("\"\\ud800\""), "The surrogate pair in string is invalid. 1");
  EXPECT_EQ(error_of("1.e5"), "Miss fraction part in number. 2");
  EXPECT_EQ(error_of("1e999"), "Number too big to be stored in double. 0");
}

TEST(JsonText, DeepNestingIsRefused) {
  EXPECT_EQ(error_of(std::string(kDeepestJson, '[') + std::string(kDeepestJson, ']')), "fine");
  EXPECT_EQ(error_of(std::string(1000000, '[')), "The value is nested too deeply. 1000");
}

TEST(JsonText, WholeNumbersKeepAll64Bits) {
  const auto read = read_json("[18446744073709551615, -9223372036854775808, 18446744073709551616, -0, 1.0]");
  const std::vector<JsonValue>& items = std::get<JsonValue>(read).items;
  EXPECT_EQ(items[0].bits, UINT64_MAX);
  EXPECT_EQ(items[1].form, JsonValue::Negative);
  EXPECT_EQ(items[2].form, JsonValue::Real);
  EXPECT_EQ(items[3].form, JsonValue::Natural);
  EXPECT_EQ(items[4].form, JsonValue::Real);
}

}  // namespace
}  // namespace whimbrel::script
