#include "script/input/text_values.h"

#include <gtest/gtest.h>

#include "script/model/describe.h"

namespace whimbrel::script::input {
namespace {

struct TextValuesTest : testing::Test {
  std::vector<std::string> warnings;
  TextValues values{Separators{}, [this](const std::string& text) { warnings.push_back(text); }};

  std::string parsed(const std::string& text, const Type& type) {
    const TextValue value = values.parse(text, type, "field");
    if (!value.ok) return "bad";
    return value.cell.is_set() ? text_of(value.cell) : "none";
  }
  std::string parsed(const std::string& text, Tag tag) { return parsed(text, *base_type(tag)); }
};

TEST_F(TextValuesTest, NumbersMayHaveATail) {
  EXPECT_EQ(parsed("12", Tag::Count), "12");
  EXPECT_EQ(parsed(" 12", Tag::Int), "12");
  EXPECT_TRUE(warnings.empty());
  EXPECT_EQ(parsed("12abc", Tag::Count), "12");
  EXPECT_EQ(warnings, std::vector<std::string>{"Number '12abc' contained non-numeric trailing characters. Ignored "
                                               "trailing characters 'abc'"});
}

TEST_F(TextValuesTest, WhatIsNoNumberIsSaid) {
  EXPECT_EQ(parsed("abc", Tag::Count), "bad");
  EXPECT_EQ(parsed("", Tag::Double), "bad");
  EXPECT_EQ(parsed(" -5", Tag::Count), "bad");
  EXPECT_EQ(parsed("18446744073709551616", Tag::Count), "bad");
  EXPECT_EQ(parsed("9223372036854775808", Tag::Int), "bad");
  const std::vector<std::string> expected = {
      "String 'abc' contained no parseable number", "String '' contained no parseable number",
      "Number ' -5' cannot be negative", "Number '18446744073709551616' out of supported range.",
      "Number '9223372036854775808' out of supported range."};
  EXPECT_EQ(warnings, expected);
}

TEST_F(TextValuesTest, NetworkValues) {
  EXPECT_EQ(parsed("80/tcp", Tag::Port), "80/tcp");
  EXPECT_EQ(parsed("80", Tag::Port), "80/unknown");
  EXPECT_EQ(parsed("[2001:db8::1]", Tag::Addr), "2001:db8::1");
  EXPECT_EQ(parsed(" 1.2.3.4 ", Tag::Addr), "1.2.3.4");
  EXPECT_EQ(parsed("10.1.2.3/8", Tag::Subnet), "10.0.0.0/8");
  EXPECT_TRUE(warnings.empty());
  EXPECT_EQ(parsed("10.0.0.0", Tag::Subnet), "bad");
  EXPECT_EQ(parsed("10.0.0.0/33", Tag::Subnet), "bad");
  EXPECT_EQ(parsed("1.2.3", Tag::Addr), "bad");
  EXPECT_EQ(parsed("70000/tcp", Tag::Port), "bad");
}

TEST_F(TextValuesTest, MissingAndEmptyAreDifferent) {
  EXPECT_EQ(parsed("-", Tag::String), "none");
  EXPECT_EQ(parsed("(empty)", Tag::String), "");
  EXPECT_EQ(parsed("a\\x09b\\x", Tag::String), "a\tb\\x");
}

TEST_F(TextValuesTest, Containers) {
  const auto words = make<VectorType>(base_type(Tag::String));
  EXPECT_EQ(parsed("a,b\\x2cc", *words), "[a, b,c]");
  EXPECT_EQ(parsed("a,", *words), "[a, ]");
  EXPECT_EQ(parsed("(empty)", *words), "[]");
  EXPECT_EQ(parsed("-", *words), "none");
  const auto numbers = make<VectorType>(base_type(Tag::Count));
  EXPECT_EQ(parsed("1,x", *numbers), "bad");
  EXPECT_EQ(warnings.back(), "Error while reading set or vector");
}

TEST_F(TextValuesTest, PatternsStandBetweenSlashes) {
  EXPECT_EQ(parsed("/foo/", Tag::Pattern), "/^?(foo)$?/");
  EXPECT_EQ(parsed("/a\\/b/", Tag::Pattern).find("bad"), std::string::npos);
  for (const char* const wrong : {"foo", "/foo", "/cat/sss", "/(/", "/"}) EXPECT_EQ(parsed(wrong, Tag::Pattern), "bad");
}

TEST_F(TextValuesTest, UnknownConstantsAreLeftToTheCaller) {
  const auto type = make<EnumType>();
  type->add("M::Red", 0);
  EXPECT_EQ(parsed("M::Red", *type), "M::Red");
  EXPECT_EQ(parsed("Red", *type), "none");
  EXPECT_EQ(values.unknown_constants, std::vector<std::string>{"Red"});
  EXPECT_TRUE(warnings.empty());
}

}  // namespace
}  // namespace whimbrel::script::input
