#include "codec/json/data_message.h"

#include <gtest/gtest.h>

#include <limits>

namespace whimbrel {
namespace {

std::string written(std::string_view topic, const Value& value) {
  std::string text = "before ";
  const auto bytes = encode(value);
  append_data_message(text, topic, *view(bytes));
  return text.substr(7);
}

std::string error_of(std::string_view text) {
  const auto message = data_message_from_json(text);
  return message ? "none" : message.error().message();
}

TEST(DataMessage, IsWrittenAsTheReferenceWritesIt) {
  EXPECT_EQ(written("/foo", 1u), R"({"type":"data-message","topic":"/foo","@data-type":"count","data":1})");
  EXPECT_EQ(
      written("a\"b", Vector{"x"}),
      R"({"type":"data-message","topic":"a\"b","@data-type":"vector","data":[{"@data-type":"string","data":"x"}]})");
}

TEST(DataMessage, ReadsBackAsItWasWritten) {
  const Value value = Table{{"k", Set{1u, 2u}}, {Port{80, Protocol::Tcp}, Value()}};
  const auto message = data_message_from_json(written("t", value));
  ASSERT_TRUE(message) << message.error().message();
  EXPECT_EQ(message->topic, "t");
  EXPECT_EQ(message->value, value);
}

TEST(DataMessage, IsJsonWhateverTheValue) {
  EXPECT_EQ(written("\xff", "a\xff\xc3\xa9\xe2\x82"),
            "{\"type\":\"data-message\",\"topic\":\"\xef\xbf\xbd\",\"@data-type\":\"string\",\"data\":"
            "\"a\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\"}");
  EXPECT_EQ(written("t", std::numeric_limits<double>::infinity()),
            R"({"type":"data-message","topic":"t","@data-type":"real","data":null})");
}

TEST(DataMessage, SaysWhatIsWrong) {
  EXPECT_EQ(error_of("[]"), "a message must be an object");
  EXPECT_EQ(error_of(R"({"type":"ack","topic":"a","@data-type":"none"})"), "the \"type\" must be \"data-message\"");
  EXPECT_EQ(error_of(R"({"topic":5,"@data-type":"none"})"), "there is no \"topic\" that is a string");
  EXPECT_EQ(error_of(R"({"topic":"a"})"), "there is no \"@data-type\" that is a string");
  EXPECT_EQ(error_of(R"({"topic":"a","@data-type":"none"})"), "none");
  EXPECT_EQ(data_message_from_json("{").error().code(), ErrorCode::InvalidJson);
}

TEST(Strings, AreReadFromAList) {
  EXPECT_EQ(strings_from_json(R"(["a","\u00e9"])").value(), (std::vector<std::string>{"a", "\xc3\xa9"}));
  EXPECT_TRUE(strings_from_json("[]").value().empty());
  for (const char* text : {"", "{}", "[1]", "[\"a\"", "null", "[[]]"}) EXPECT_FALSE(strings_from_json(text)) << text;
}

}  // namespace
}  // namespace whimbrel
