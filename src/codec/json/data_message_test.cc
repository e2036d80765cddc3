#include "codec/json/data_message.h"

#include <gtest/gtest.h>

#include <algorithm>
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

/// encode_data_message() must come to the same as the way by a Value.
void expect_same(std::string_view text) {
  SCOPED_TRACE(text);
  const auto message = data_message_from_json(text);
  const auto encoded = encode_data_message(text);
  ASSERT_EQ(encoded.ok(), message.ok());
  if (!message) {
    EXPECT_EQ(encoded.error().message(), message.error().message());
    EXPECT_EQ(encoded.error().code(), message.error().code());
    return;
  }
  EXPECT_EQ(encoded->topic, message->topic);
  const auto bytes = encode(message->value);
  EXPECT_TRUE(std::ranges::equal(encoded->value, bytes));
  EXPECT_TRUE(validate(encoded->value));
}

std::string with_value(std::string_view members) { return "{\"topic\":\"t\"," + std::string(members) + "}"; }

TEST(EncodedMessage, IsWhatTheValueComesTo) {
  for (const char* members : {R"("@data-type":"none")",
                              R"("@data-type":"none","data":{})",
                              R"("@data-type":"boolean","data":true)",
                              R"("@data-type":"count","data":18446744073709551615)",
                              R"("@data-type":"count","data":18446744073709551616)",
                              R"("@data-type":"count","data":-1)",
                              R"("@data-type":"count","data":1.0)",
                              R"("@data-type":"integer","data":-9223372036854775808)",
                              R"("@data-type":"real","data":1)",
                              R"("@data-type":"real","data":100000000000000000000)",
                              R"("@data-type":"real","data":-2.5e-3)",
                              R"("@data-type":"real","data":null)",
                              R"("@data-type":"string","data":"a\u00e9\n\ud83d\ude00")",
                              R"("@data-type":"enum-value","data":"A::B")",
                              R"("@data-type":"address","data":"10.1.2.3")",
                              R"("@data-type":"address","data":"nonsense")",
                              R"("@data-type":"subnet","data":"10.1.0.0/16")",
                              R"("@data-type":"port","data":"80/tcp")",
                              R"("@data-type":"port","data":80)",
                              R"("@data-type":"timestamp","data":"2022-04-10T07:00:00.000")",
                              R"("@data-type":"timespan","data":"1500ms")",
                              R"("data":1,"@data-type":"count")",
                              R"("@data-type":"count","@data-type":"string","data":1)",
                              R"("@data-type":"count","data":1,"data":2)",
                              R"("@data-type":"strinG","data":"x")",
                              R"("@data-type":"","data":1)",
                              R"("@data-type":5,"data":1)",
                              R"("data":1)",
                              R"("@data-type":"count")",
                              R"("@data-type":"vector","data":[])",
                              R"("@data-type":"vector","data":{})",
                              R"("@data-type":"vector","data":[1])"})
    expect_same(with_value(members));
}

TEST(EncodedMessage, PutsSetsAndTablesInOrder) {
  const auto count = [](int x) { return R"({"@data-type":"count","data":)" + std::to_string(x) + "}"; };
  for (const auto& [a, b] : {std::pair{1, 2}, {2, 1}, {1, 1}}) {
    expect_same(with_value(R"("@data-type":"set","data":[)" + count(a) + "," + count(b) + "]"));
    expect_same(with_value(R"("@data-type":"table","data":[{"key":)" + count(a) + R"(,"value":)" + count(7) +
                           R"(},{"value":)" + count(8) + R"(,"key":)" + count(b) + "}]"));
  }
  expect_same(with_value(R"("@data-type":"table","data":[{"key":)" + count(1) + "}]"));
  expect_same(with_value(R"("@data-type":"set","data":[)" + count(1) + R"(,{"@data-type":"string","data":"x"}])"));
}

TEST(EncodedMessage, IsRefusedForTheSameReasons) {
  for (const char* text :
       {"", "{", "[]", "5", "{}", R"({"@data-type":"none"})", R"({"topic":5,"@data-type":"none"})",
        R"({"type":"ack","topic":"a","@data-type":"none"})", R"({"type":1,"topic":"a","@data-type":"none"})",
        R"({"topic":"a","topic":"b","@data-type":"none"})",
        R"({"type":"data-message","topic":"","@data-type":"none","x":[1]})"})
    expect_same(text);
}

TEST(EncodedMessage, NestsAsDeepAsValues) {
  for (int depth : {1, 60, 64, 65, 300, 500, 2000}) {
    std::string inner = R"({"@data-type":"none"})";
    for (int i = 0; i < depth; ++i) inner = R"({"@data-type":"vector","data":[)" + inner + "]}";
    expect_same(with_value(R"("@data-type":"vector","data":[)" + inner + "]"));
  }
  expect_same(with_value(R"("@data-type":"string","data":")" + std::string(3u << 20, 'x') + '"'));
  expect_same(with_value(R"("@data-type":"count","data":1)"));
}

TEST(Strings, AreReadFromAList) {
  EXPECT_EQ(strings_from_json(R"(["a","\u00e9"])").value(), (std::vector<std::string>{"a", "\xc3\xa9"}));
  EXPECT_TRUE(strings_from_json("[]").value().empty());
  for (const char* text : {"", "{}", "[1]", "[\"a\"", "null", "[[]]"}) EXPECT_FALSE(strings_from_json(text)) << text;
}

}  // namespace
}  // namespace whimbrel
