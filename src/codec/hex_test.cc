#include <gtest/gtest.h>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

TEST(Hex, ShowsAndReadsBytes) {
  EXPECT_EQ(to_hex(as_bytes(std::string_view("\0\x7f\xff", 3))), "007fff");
  EXPECT_EQ(to_hex(*from_hex("007FfF")), "007fff");
  EXPECT_EQ(from_hex("")->size(), 0u);
}

TEST(Hex, AllowsBlanksBetweenBytes) { EXPECT_EQ(to_hex(*from_hex(" 00 7f\n\tff\r ")), "007fff"); }

TEST(Hex, SaysWhereItIsMalformed) {
  EXPECT_EQ(from_hex("00 7").error().message(), "column 4: expected two hexadecimal digits");
  EXPECT_EQ(from_hex("0g").error().message(), "column 1: expected two hexadecimal digits");
  EXPECT_FALSE(from_hex("0 0"));
  EXPECT_FALSE(from_hex("-1"));
}

}  // namespace
}  // namespace whimbrel
