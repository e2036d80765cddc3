#include "whimbrel/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

template <class Write>
std::string encoded(Write write) {
  ByteBuffer out;
  Encoder encoder(out);
  write(encoder);
  return to_hex(out.bytes());
}

TEST(Encoder, WritesEveryKind) {
  EXPECT_EQ(encoded([](Encoder& e) { e.none(); }), "00");
  EXPECT_EQ(encoded([](Encoder& e) { e.boolean(true); }), "0101");
  EXPECT_EQ(encoded([](Encoder& e) { e.count(42); }), "02000000000000002a");
  EXPECT_EQ(encoded([](Encoder& e) { e.integer(-1); }), "03ffffffffffffffff");
  EXPECT_EQ(encoded([](Encoder& e) { e.real(1.5); }), "043ff8000000000000");
  EXPECT_EQ(encoded([](Encoder& e) { e.string("hi"); }), "05026869");
  EXPECT_EQ(encoded([](Encoder& e) { e.string({}); }), "0500");
  EXPECT_EQ(encoded([](Encoder& e) { e.address(Address::v4(10, 1, 2, 3)); }), "0600000000000000000000ffff0a010203");
  EXPECT_EQ(encoded([](Encoder& e) { e.subnet(Subnet::make(Address::v4(10, 1, 0, 0), 16)); }),
            "0700000000000000000000ffff0a01000070");
  EXPECT_EQ(encoded([](Encoder& e) { e.port({443, Protocol::Tcp}); }), "0801bb01");
  EXPECT_EQ(encoded([](Encoder& e) { e.timestamp({1700000000123456789}); }), "0917979cfe3d85cd15");
  EXPECT_EQ(encoded([](Encoder& e) { e.timespan({90000000000}); }), "0a00000014f46b0400");
  EXPECT_EQ(encoded([](Encoder& e) { e.enum_value("Notice::LOG"); }), "0b0b4e6f746963653a3a4c4f47");
  EXPECT_EQ(encoded([](Encoder& e) {
              e.table(1);
              e.string("a");
              e.vector(1);
              e.set(0);
            }),
            "0d0105016"
            "10e010c00");
}

TEST(Encoder, SwapsTheInfinitiesAndWritesNanAsOnes) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(encoded([](Encoder& e) { e.real(kInfinity); }), "04fff0000000000000");
  EXPECT_EQ(encoded([](Encoder& e) { e.real(-kInfinity); }), "047ff0000000000000");
  EXPECT_EQ(encoded([](Encoder& e) { e.real(std::nan("5")); }), "04ffffffffffffffff");
  EXPECT_EQ(encoded([](Encoder& e) { e.real(-0.0); }), "048000000000000000");
  EXPECT_EQ(encoded([](Encoder& e) { e.real(5e-324); }), "040000000000000001");
}

TEST(Encoder, WritesSizesInGroupsOfSevenBits) {
  const auto size_bytes = [](size_t size) {
    const std::string hex = encoded([&](Encoder& e) { e.string(std::string(size, 'x')); });
    return hex.substr(2, hex.size() - 2 - 2 * size);
  };
  EXPECT_EQ(size_bytes(127), "7f");
  EXPECT_EQ(size_bytes(128), "8001");
  EXPECT_EQ(size_bytes(300), "ac02");
  EXPECT_EQ(size_bytes(16383), "ff7f");
  EXPECT_EQ(size_bytes(16384), "808001");
  EXPECT_EQ(encoded([](Encoder& e) { e.vector(UINT32_MAX); }), "0effffffff0f");
}

TEST(Encoder, CopiesValuesThatAreEncodedAlready) {
  const auto bytes = encode(Vector{1, "x"});
  EXPECT_EQ(encoded([&](Encoder& e) { e.value(*view(bytes)); }), to_hex(bytes));
  EXPECT_EQ(encoded([](Encoder& e) { e.value(ValueView()); }), "00");
}

TEST(ByteBuffer, KeepsWhatWasWrittenWhenItGrows) {
  ByteBuffer out;
  Encoder encoder(out);
  std::string want;
  for (int i = 0; i < 1000; ++i) {
    encoder.boolean(i % 3 == 0);
    want += i % 3 == 0 ? "0101" : "0100";
  }
  EXPECT_EQ(to_hex(out.bytes()), want);
  out.clear();
  EXPECT_TRUE(out.bytes().empty());
  encoder.none();
  EXPECT_EQ(to_hex(out.bytes()), "00");
}

}  // namespace
}  // namespace whimbrel
