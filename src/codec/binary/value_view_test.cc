#include "whimbrel/value_view.h"

#include <gtest/gtest.h>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

TEST(ValueView, ReadsEveryKind) {
  const Subnet subnet = Subnet::make(Address::v4(10, 0, 0, 0), 8);
  const auto bytes = encode(Vector{Value(), true, 5u, -5, 2.5, "text", Address::v4(1, 2, 3, 4), subnet,
                                   Port{80, Protocol::Tcp}, Timestamp{7}, Timespan{-8}, EnumValue{"A::B"}});
  const ValueView view = whimbrel::view(bytes).value();
  ASSERT_EQ(view.kind(), Kind::Vector);
  ASSERT_EQ(view.size(), 12u);
  EXPECT_EQ(view.at(0).kind(), Kind::None);
  EXPECT_TRUE(view.at(1).boolean());
  EXPECT_EQ(view.at(2).count(), 5u);
  EXPECT_EQ(view.at(3).integer(), -5);
  EXPECT_EQ(view.at(4).real(), 2.5);
  EXPECT_EQ(view.at(5).string(), "text");
  EXPECT_EQ(view.at(6).address(), Address::v4(1, 2, 3, 4));
  EXPECT_EQ(view.at(7).subnet(), subnet);
  EXPECT_EQ(view.at(8).port(), (Port{80, Protocol::Tcp}));
  EXPECT_EQ(view.at(9).timestamp(), Timestamp{7});
  EXPECT_EQ(view.at(10).timespan(), Timespan{-8});
  EXPECT_EQ(view.at(11).string(), "A::B");
}

TEST(ValueView, IsNoneByDefault) {
  EXPECT_EQ(ValueView().kind(), Kind::None);
  EXPECT_EQ(ValueView().bytes().size(), 1u);
  EXPECT_EQ(to_string(ValueView()), "nil");
}

TEST(ValueView, WalksElementsOfAnySize) {
  const auto bytes = encode(Vector{"x", Vector{1, Vector{2}}, Set{}, Table{{1, Vector{}}}, "y"});
  std::string seen;
  const ValueView view = whimbrel::view(bytes).value();
  for (const ValueView element : view) seen += to_string(element) + ";";
  EXPECT_EQ(seen, "x;(1, (2));{};{1 -> ()};y;");
}

TEST(ValueView, WalksKeysAndValuesOfATableInTurns) {
  const auto bytes = encode(Table{{1, "a"}, {2, "b"}});
  const ValueView view = whimbrel::view(bytes).value();
  EXPECT_EQ(view.size(), 2u);
  std::string seen;
  for (auto it = view.begin(); it != view.end(); it++) seen += to_string(*it) + ";";
  EXPECT_EQ(seen, "1;a;2;b;");
}

TEST(ValueView, HasNothingToWalkInEmptyContainers) {
  for (const Value& value : {Value(Vector{}), Value(Set{}), Value(Table{})}) {
    const auto bytes = encode(value);
    const ValueView view = whimbrel::view(bytes).value();
    EXPECT_EQ(view.size(), 0u);
    EXPECT_TRUE(view.begin() == view.end());
  }
}

TEST(ValueView, GivesTheBytesOfAnElement) {
  const auto bytes = encode(Vector{Vector{1, "a"}, 2});
  const ValueView view = whimbrel::view(bytes).value();
  EXPECT_EQ(to_hex(view.at(0).bytes()), to_hex(encode(Vector{1, "a"})));
  EXPECT_EQ(view.at(0).to_value(), Value(Vector{1, "a"}));
  EXPECT_EQ(to_hex(view.at(1).bytes()), to_hex(encode(2)));
}

TEST(ValueView, KeepsTheOrderOfTheWireAndSortsWhenCopied) {
  const auto bytes = from_hex("0c02 0101 0100").value();
  const ValueView view = whimbrel::view(bytes).value();
  EXPECT_EQ(to_string(view), "{T, F}");
  EXPECT_EQ(view.to_value(), Value(Set{false, true}));
}

TEST(ValueView, IsRefusedOverMalformedBytes) { EXPECT_FALSE(view(from_hex("0502").value())); }

}  // namespace
}  // namespace whimbrel
