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

// A vector of so many elements that are one byte each, as a stranger might send it.
std::vector<std::byte> many_nones(size_t n) {
  ByteBuffer buffer;
  Encoder e(buffer);
  e.vector(n);
  for (size_t i = 0; i < n; ++i) e.none();
  return {buffer.bytes().begin(), buffer.bytes().end()};
}

TEST(ValueView, IsCopiedOnlyWithinTheMemoryThatTheCallerGrants) {
  const auto bytes = many_nones(1000);
  const ValueView view = whimbrel::view(bytes).value();
  const size_t memory = view.owned_size();
  EXPECT_GE(memory, 1001 * sizeof(Value));
  EXPECT_EQ(view.to_value(memory).value(), view.to_value());
  const auto refused = view.to_value(memory - 1);
  EXPECT_EQ(refused.error().code(), ErrorCode::TooLarge);
  EXPECT_NE(refused.error().message().find("the limit is " + std::to_string(memory - 1)), std::string::npos);
  EXPECT_EQ(decode(bytes, memory - 1).error(), refused.error());
  EXPECT_TRUE(decode(bytes));
}

TEST(ValueView, KnowsTheMemoryOfCopiesOfAnyShape) {
  const auto size_of = [](const Value& value) { return view(encode(value)).value().owned_size(); };
  const size_t one = sizeof(Value);
  EXPECT_EQ(size_of(1u), one);
  EXPECT_EQ(size_of(Vector{}), one);
  EXPECT_EQ(size_of("short"), one);
  EXPECT_GE(size_of(std::string(1000, 'x')), one + 1000);
  EXPECT_GE(size_of(Set{1, 2, 3}), 4 * one);
  EXPECT_GE(size_of(Table{{1, "a"}, {2, "b"}}), 5 * one);
  EXPECT_GE(size_of(Vector{Vector{Vector{1}}, EnumValue{std::string(100, 'x')}}), 5 * one + 100);
}

TEST(ValueView, OfAFewBytesCannotExceedALimitThatIsNotLookedAt) {
  // Whatever the value, it takes less than sizeof(Value) for each of its bytes; to_value() relies on that.
  for (const Value& value : {Value(), Value(Vector{Value()}), Value(Vector{Vector{Vector{Value()}}}),
                             Value(Vector{std::string(16, 'x')}), Value(Table{{Value(), Value()}})}) {
    const auto bytes = encode(value);
    EXPECT_LE(view(bytes).value().owned_size(), bytes.size() * sizeof(Value)) << to_string(value);
  }
}

TEST(ValueView, IsRefusedOverMalformedBytes) { EXPECT_FALSE(view(from_hex("0502").value())); }

}  // namespace
}  // namespace whimbrel
