#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

std::string json_of(const Value& value) {
  const auto json = to_json(value);
  return json ? *json : "none: " + json.error().message();
}

/// The value in readable form, or the error.
std::string read(std::string_view json) {
  const auto value = from_json(json);
  return value ? std::string(name_of(value->kind())) + " " + to_string(*value) : value.error().message();
}

std::string typed(std::string_view type, std::string_view data) {
  return "{\"@data-type\":\"" + std::string(type) + "\",\"data\":" + std::string(data) + "}";
}

std::string nested(int levels) {
  std::string json;
  for (int i = 0; i < levels; ++i) json += R"({"@data-type":"vector","data":[)";
  json += R"({"@data-type":"none"})";
  for (int i = 0; i < levels; ++i) json += "]}";
  return json;
}

TEST(ToJson, WritesEveryKindCompactly) {
  EXPECT_EQ(json_of(Value()), R"({"@data-type":"none","data":{}})");
  EXPECT_EQ(json_of(true), typed("boolean", "true"));
  EXPECT_EQ(json_of(18446744073709551615u), typed("count", "18446744073709551615"));
  EXPECT_EQ(json_of(INT64_MIN), typed("integer", "-9223372036854775808"));
  EXPECT_EQ(json_of("x"), typed("string", "\"x\""));
  EXPECT_EQ(json_of(Address::v4(10, 1, 2, 3)), typed("address", "\"10.1.2.3\""));
  EXPECT_EQ(json_of(Subnet::make(Address::v4(10, 0, 0, 0), 8)), typed("subnet", "\"10.0.0.0/8\""));
  EXPECT_EQ(json_of(Port{80, Protocol::Tcp}), typed("port", "\"80/tcp\""));
  EXPECT_EQ(json_of(Timestamp{0}), typed("timestamp", "\"1970-01-01T00:00:00.000\""));
  EXPECT_EQ(json_of(Timespan{1500000000}), typed("timespan", "\"1500ms\""));
  EXPECT_EQ(json_of(EnumValue{"A::B"}), typed("enum-value", "\"A::B\""));
  EXPECT_EQ(json_of(Set{2u, 1u}), typed("set", "[" + typed("count", "1") + "," + typed("count", "2") + "]"));
  EXPECT_EQ(json_of(Vector{}), typed("vector", "[]"));
  EXPECT_EQ(json_of(Table{{1u, true}, {2u, false}}),
            typed("table", "[{\"key\":" + typed("count", "1") + ",\"value\":" + typed("boolean", "true") +
                               "},{\"key\":" + typed("count", "2") + ",\"value\":" + typed("boolean", "false") + "}]"));
}

TEST(ToJson, WritesRealsShortButAlwaysAsReals) {
  EXPECT_EQ(json_of(1.0), typed("real", "1.0"));
  EXPECT_EQ(json_of(-0.0), typed("real", "-0.0"));
  EXPECT_EQ(json_of(0.1), typed("real", "0.1"));
  EXPECT_EQ(json_of(1e22), typed("real", "1e+22"));
  EXPECT_EQ(json_of(5e-324), typed("real", "5e-324"));
}

TEST(ToJson, EscapesQuotesBackslashesAndControlBytesOnly) {
  EXPECT_EQ(json_of("a\"b\\c/\n\t\r\b\f\v\x01\x7f"), typed("string", R"("a\"b\\c/\n\t\r\b\f\u000b\u0001)"
                                                                     "\x7f\""));
  EXPECT_EQ(json_of(std::string_view("\0", 1)), typed("string", R"("\u0000")"));
  EXPECT_EQ(json_of("0123456\"89abcdef"), typed("string", R"("0123456\"89abcdef")"));
  EXPECT_EQ(json_of("\u00e9\u20ac"), typed("string", "\"\u00e9\u20ac\""));
}

TEST(ToJson, RefusesWhatJsonCannotSay) {
  EXPECT_EQ(json_of("ab\xff"), "none: before byte 5: a string of 3 bytes is not UTF-8, which JSON demands");
  EXPECT_EQ(json_of("ends within \xc3"), "none: before byte 15: a string of 13 bytes is not UTF-8, which JSON demands");
  EXPECT_EQ(json_of(NAN), "none: before byte 9: JSON has no number for nan");
  EXPECT_EQ(to_json(Value(std::numeric_limits<double>::infinity())).error().code(), ErrorCode::InvalidData);
  EXPECT_FALSE(
      to_json(*decode(from_hex("0700000000000000000000ffff0102030420").value())));  // shorter than the IPv4 mark
  EXPECT_FALSE(to_json(*decode(from_hex("0700000000000000000000ffff0102030468").value())));  // 1.2.3.4 in a /8
}

TEST(ToJson, LeavesTheTextAsItWasOnErrors) {
  const auto bytes = encode(Vector{1, "\xff"});
  std::string text = "before";
  EXPECT_FALSE(append_json(*view(bytes), text));
  EXPECT_EQ(text, "before");
  EXPECT_TRUE(append_json(ValueView(), text));
  EXPECT_EQ(text, R"(before{"@data-type":"none","data":{}})");
}

TEST(FromJson, ReadsMembersInAnyOrderAndIgnoresOthers) {
  EXPECT_EQ(read(R"( { "x":[{}], "data":1, "y":1e5, "@data-type" : "count" } )"), "count 1");
  EXPECT_EQ(read(R"({"@data-type":"none"})"), "none nil");
}

TEST(FromJson, ReadsNumbersOfAnyLengthAsReals) {
  EXPECT_EQ(read(typed("real", "1")), "real 1.000000");
  EXPECT_EQ(read(typed("real", "100000000000000000000")), "real 100000000000000000000.000000");
  EXPECT_EQ(read(typed("real", "-100000000000000000000")), "real -100000000000000000000.000000");
  EXPECT_EQ(read(typed("count", "18446744073709551615")), "count 18446744073709551615");
  EXPECT_EQ(read(typed("count", "18446744073709551616")),
            "the data must be a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(
      read(
          R"({"@data-type":"count","x":"\"100000000000000000000","y":100000000000000000000,"data":9223372036854775808})"),
      "count 9223372036854775808");
  EXPECT_EQ(from_json(typed("real", "1e400")).error().code(), ErrorCode::InvalidJson);
}

TEST(FromJson, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(read("5"), "a value must be an object with \"@data-type\" and \"data\"");
  EXPECT_EQ(read("{}"), "there is no \"@data-type\" that is a string");
  EXPECT_EQ(read(typed("foo", "1")), "there is no type \"foo\"");
  EXPECT_EQ(read(R"({"@data-type":"count"})"), "there is no \"data\" beside the type count");
  EXPECT_EQ(read(typed("vector", "[" + typed("set", "[" + typed("count", "-1") + "]") + "]")),
            "at [0][0]: the data must be a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(read(typed("table", "[{\"key\":" + typed("port", "\"80\"") + "}]")),
            "at [0].key: \"80\" is not a port: the protocol must be one of /tcp /udp /icmp /?");
  EXPECT_EQ(read(typed("table", "[{\"key\":" + typed("count", "1") + "}]")),
            "at [0]: an entry of a table must have a \"value\"");
  EXPECT_EQ(read(typed("set", "[" + typed("count", "1") + "," + typed("count", "1") + "]")),
            "an element of the set is repeated");
}

TEST(FromJson, TellsMalformedTextFromTextThatIsNoValue) {
  for (const char* text : {"", "{", "{} x", "{}{}", "[1,]", "'x'", "\xff", "\"\\ud83d\"", "\"\\udc00\"", "\"\\x41\"",
                           "\"\n\"", "nul", "01"})
    EXPECT_EQ(from_json(text).error().code(), ErrorCode::InvalidJson) << text;
  for (const char* text : {"{}", "[]", "5", "null", "\"x\""})
    EXPECT_EQ(from_json(text).error().code(), ErrorCode::InvalidData) << text;
}

TEST(FromJson, RefusesLoneSurrogates) {
  for (const char* text : {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude00\ud83d")"})
    EXPECT_FALSE(from_json(typed("string", text))) << text;
  EXPECT_EQ(read(typed("string", R"("\ud83d\ude00")")), "string \U0001F600");
}

TEST(FromJson, AcceptsAThousandLevelsAndNoMore) {
  const auto deep = from_json(nested(kMaxDepth));
  ASSERT_TRUE(deep) << deep.error().message();
  EXPECT_TRUE(validate(encode(*deep)));
  EXPECT_EQ(to_json(*from_json(nested(kMaxDepth - 1))).ok(), true);
  EXPECT_FALSE(from_json(nested(kMaxDepth + 1)));
  EXPECT_FALSE(from_json(nested(100000)));
  EXPECT_FALSE(from_json(std::string(1000000, '[')));
}

TEST(FromJson, ReadsSmallTextsAfterALargeOne) {
  EXPECT_TRUE(from_json(typed("string", "\"" + std::string(3u << 20, 'x') + "\"")));
  EXPECT_EQ(read(typed("count", "1")), "count 1");
  EXPECT_TRUE(from_json(nested(kMaxDepth)));
}

}  // namespace
}  // namespace whimbrel
