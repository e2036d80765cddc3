#include "whimbrel/endpoint_id.h"

#include <gtest/gtest.h>

namespace whimbrel {
namespace {

constexpr std::string_view kText = "01234567-89ab-cdef-0123-456789abcdef";

TEST(EndpointId, ReadsAndShowsGroupsOfHexadecimalDigits) {
  const EndpointId id = EndpointId::parse(kText).value();
  EXPECT_EQ(id.bytes[0], 0x01);
  EXPECT_EQ(id.bytes[15], 0xef);
  EXPECT_EQ(to_string(id), kText);
}

TEST(EndpointId, ReadsDigitsOfAnyCase) {
  EXPECT_EQ(EndpointId::parse("01234567-89AB-CDEF-0123-456789ABCDEF").value(), EndpointId::parse(kText).value());
}

TEST(EndpointId, RefusesAllElse) {
  for (std::string_view text :
       {"", "01234567", "0123456789ab-cdef-0123-456789abcdef0", "01234567-89ab-cdef-0123-456789abcdeg",
        "01234567-89ab-cdef-0123-456789abcdef0", "{1234567-89ab-cdef-0123-456789abcde}",
        "01234567089ab0cdef001230456789abcdef", "0123456--89ab-cdef-0123-456789abcdef"})
    EXPECT_FALSE(EndpointId::parse(text)) << text;
}

TEST(EndpointId, IsNilWhenAllZero) {
  EXPECT_TRUE(EndpointId().is_nil());
  EXPECT_TRUE(EndpointId::parse("00000000-0000-0000-0000-000000000000").value().is_nil());
  EXPECT_FALSE(EndpointId::parse(kText).value().is_nil());
}

}  // namespace
}  // namespace whimbrel
