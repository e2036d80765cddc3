#include "codec/binary/validate.h"

#include <gtest/gtest.h>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

/// "" if the bytes are a value, otherwise the error.
std::string verdict(std::string_view hex) { return validate(from_hex(hex).value()).error().message(); }

std::vector<std::byte> nested(Kind kind, int levels) {
  ByteBuffer out;
  Encoder encoder(out);
  for (int i = 0; i < levels; ++i) kind == Kind::Set ? encoder.set(1) : encoder.vector(1);
  encoder.none();
  return {out.bytes().begin(), out.bytes().end()};
}

TEST(Validate, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(verdict(""), "byte 0: there is nothing, not even a type tag");
  EXPECT_EQ(verdict("0f"), "byte 0: there is no type tag 15");
  EXPECT_EQ(verdict("0e02 0101"), "byte 4: the bytes end where a value should begin");
  EXPECT_EQ(verdict("0e02 00 05ac0261"), "byte 3: string of 300 bytes, but only 1 are left");
  EXPECT_EQ(verdict("0200"), "byte 0: count of 8 bytes, but only 1 are left");
  EXPECT_EQ(verdict("0101 00"), "byte 2: 1 bytes follow the value");
  EXPECT_EQ(verdict("08005004"), "byte 0: there is no port protocol 4");
  EXPECT_EQ(verdict("0700000000000000000000ffff0102030481"), "byte 0: a subnet of 129 bits, where an address has 128");
  EXPECT_EQ(verdict("0c02 0101 0101"), "byte 4: an element of a set is repeated");
  EXPECT_EQ(verdict("0d02 0101 00 0101 00"), "byte 5: a key of a table is repeated");
}

TEST(Validate, ChecksCountsAgainstWhatIsLeftBeforeReadingElements) {
  EXPECT_EQ(verdict("0effffffff0f"), "byte 0: vector that holds 4294967295 values, but only 0 bytes are left");
  EXPECT_EQ(verdict("0d02 000000"), "byte 0: table that holds 4 values, but only 3 bytes are left");
}

TEST(Validate, RefusesSizesThatAreCutOffOrTooWide) {
  for (const char* hex :
       {"05ff", "0580", "05ffffffff", "05ffffffffff", "05ffffffff10", "0e8080808010", "0580808080800000"})
    EXPECT_EQ(verdict(hex).substr(0, 29), "byte 0: the size of this " + std::string(hex[1] == '5' ? "stri" : "vect"))
        << hex;
}

TEST(Validate, AcceptsSizesInMoreBytesThanNeeded) {
  EXPECT_EQ(verdict("058180800041"), "");
  EXPECT_EQ(verdict("0e8080808000"), "");
}

TEST(Validate, AcceptsAThousandLevelsAndNoMore) {
  for (Kind kind : {Kind::Vector, Kind::Set}) {
    EXPECT_TRUE(validate(nested(kind, kMaxDepth)));
    EXPECT_TRUE(decode(nested(kind, kMaxDepth)));
    EXPECT_EQ(validate(nested(kind, kMaxDepth + 1)).error().message(), "byte 2000: nested deeper than 1000 levels");
    EXPECT_FALSE(validate(nested(kind, 100000)));
  }
}

TEST(Validate, FindsRepeatedElementsOutOfOrder) {
  EXPECT_EQ(verdict("0c03 0101 0100 0101"), "byte 0: an element of a set is repeated");
  EXPECT_EQ(verdict("0c03 0101 0100 00"), "");
  EXPECT_EQ(verdict("0d03 010100 010000 010100"), "byte 0: a key of a table is repeated");
  EXPECT_EQ(verdict("0e02 00 0c03 0101 0100 0101"), "byte 3: an element of a set is repeated");
}

TEST(Validate, ComparesContentAndNotBytes) {
  EXPECT_NE(verdict("0c02 0101 0102"), "");                              // true, written in two ways
  EXPECT_NE(verdict("0c02 050161 05810061"), "");                        // "a", with a longer size
  EXPECT_NE(verdict("0c02 040000000000000000 048000000000000000"), "");  // both zeros
  EXPECT_NE(verdict("0c02 047ff8000000000000 04ffffffffffffffff"), "");  // NaN is NaN
  EXPECT_NE(verdict("0c02 0c0201000101 0c0201010100"), "");              // {F, T} and {T, F}
  EXPECT_NE(verdict("0c02 0d02010000010100 0d02010100010000"), "");      // the same for tables
  EXPECT_EQ(verdict("0c02 0d02010000010100 0d0201010001000101"), "");
  EXPECT_EQ(verdict("0c02 0e020100 0101 0e0201010100"), "");  // vectors do have an order
}

TEST(Validate, LetsValuesOfTablesRepeat) { EXPECT_EQ(verdict("0d02 0100 0101 0101 0101"), ""); }

TEST(Validate, ForgetsDisorderOnceTheSetIsBehind) {
  EXPECT_EQ(verdict("0e02 0c0201010100 0c0201000101"), "");
  EXPECT_NE(verdict("0e02 0c0201010100 0c0201000100"), "");
}

TEST(Validate, ChecksSetsInsideSetsInOrderAndOut) {
  EXPECT_EQ(verdict("0c02 0c00 0c0101"
                    "00"),
            "");
  EXPECT_EQ(verdict("0c02 0c010100 0c00"), "");
  EXPECT_NE(verdict("0c02 0c010100 0c010100"), "");
  EXPECT_NE(verdict("0c02 0c0201010101 00"), "");
}

TEST(Validate, IsQuickOnDeeplyNestedSetsOutOfOrder) {
  ByteBuffer out;
  Encoder encoder(out);
  encoder.vector(200);
  for (int i = 0; i < 200; ++i) {
    for (int level = 0; level < kMaxDepth - 1; ++level) encoder.set(2);
    encoder.none();
    for (int level = 0; level < kMaxDepth - 1; ++level) encoder.boolean(false);  // below the set before it
  }
  EXPECT_TRUE(validate(out.bytes()));
}

TEST(Validate, MeasuresAValueThatMoreBytesFollow) {
  EXPECT_EQ(validated_prefix(from_hex("0e020100 00 05ff").value()).value(), 5u);
  EXPECT_FALSE(validated_prefix(from_hex("0e03010000").value()));
}

TEST(Decode, SortsWhatCameOutOfOrder) {
  const auto value = decode(from_hex("0c03 0c0201010100 0101 00").value());
  ASSERT_TRUE(value);
  EXPECT_EQ(to_string(*value), "{nil, T, {F, T}}");
  EXPECT_EQ(to_hex(encode(*value)),
            "0c0300010"
            "10c0201000101");
}

TEST(Decode, ReadsTheSpecialReals) {
  EXPECT_EQ(to_string(*decode(from_hex("04fff0000000000000").value())), "inf");
  EXPECT_EQ(to_string(*decode(from_hex("047ff0000000000000").value())), "-inf");
  EXPECT_EQ(to_string(*decode(from_hex("04ffffffffffffffff").value())), "nan");
  EXPECT_EQ(to_string(*decode(from_hex("047ff8000000000000").value())), "nan");
  EXPECT_EQ(*decode(from_hex("040000000000000001").value()), Value(5e-324));
}

}  // namespace
}  // namespace whimbrel
