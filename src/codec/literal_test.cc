#include <gtest/gtest.h>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

/// The value with its kind in readable form, or the error.
std::string read(std::string_view text) {
  const auto value = parse_literal(text);
  return value ? std::string(name_of(value->kind())) + " " + to_string(*value) : value.error().message();
}

TEST(Literal, ReadsWords) {
  EXPECT_EQ(read("T"), "boolean T");
  EXPECT_EQ(read("true"), "boolean T");
  EXPECT_EQ(read("F"), "boolean F");
  EXPECT_EQ(read(" false "), "boolean F");
  EXPECT_EQ(read("nil"), "none nil");
  EXPECT_EQ(read("Notice::LOG"), "enum-value Notice::LOG");
}

TEST(Literal, ReadsNumbersWithoutSignAsCountsAndWithSignAsIntegers) {
  EXPECT_EQ(read("42"), "count 42");
  EXPECT_EQ(read("0x2A"), "count 42");
  EXPECT_EQ(read("18446744073709551615"), "count 18446744073709551615");
  EXPECT_EQ(read("+3"), "integer 3");
  EXPECT_EQ(read("-3"), "integer -3");
  EXPECT_EQ(read("-0x10"), "integer -16");
  EXPECT_EQ(read("-9223372036854775808"), "integer -9223372036854775808");
  EXPECT_EQ(read("+9223372036854775807"), "integer 9223372036854775807");
}

TEST(Literal, ReadsReals) {
  EXPECT_EQ(read("1.5"), "real 1.500000");
  EXPECT_EQ(read("1e5"), "real 100000.000000");
  EXPECT_EQ(read("-2.5E-1"), "real -0.250000");
  EXPECT_EQ(read("+.5"), "real 0.500000");
}

TEST(Literal, ReadsNetworkKinds) {
  EXPECT_EQ(read("80/tcp"), "port 80/tcp");
  EXPECT_EQ(read("0/?"), "port 0/?");
  EXPECT_EQ(read("10.0.0.0/8"), "subnet 10.0.0.0/8");
  EXPECT_EQ(read("2001:db8::/32"), "subnet 2001:db8::/32");
  EXPECT_EQ(read("10.1.2.3"), "address 10.1.2.3");
  EXPECT_EQ(read("::1"), "address ::1");
  EXPECT_EQ(read("fe80::"), "address fe80::");
  EXPECT_EQ(read("Bad::Face"), "address bad::face");  // rather than an enum
}

TEST(Literal, ReadsIntervalsAsZeekWritesThem) {
  EXPECT_EQ(read("5sec"), "timespan 5000000000ns");
  EXPECT_EQ(read("5 sec"), "timespan 5000000000ns");
  EXPECT_EQ(read("1.5min"), "timespan 90000000000ns");
  EXPECT_EQ(read("10msec"), "timespan 10000000ns");
  EXPECT_EQ(read("7 usecs"), "timespan 7000ns");
  EXPECT_EQ(read("3hr"), "timespan 10800000000000ns");
  EXPECT_EQ(read("2days"), "timespan 172800000000000ns");
  EXPECT_EQ(read("-1 day"), "timespan -86400000000000ns");
  EXPECT_EQ(read("[1 sec, 2, 3]"), "vector (1000000000ns, 2, 3)");
}

TEST(Literal, ReadsTimes) {
  EXPECT_EQ(read("@1700000000.5"), "timestamp 1700000000500000000ns");
  EXPECT_EQ(read("2023-11-14T22:13:20Z"), "timestamp 1700000000000000000ns");
  EXPECT_EQ(read("2023-11-14T22:13:20.25"), "timestamp 1700000000250000000ns");
}

TEST(Literal, ReadsStringsWithEscapes) {
  EXPECT_EQ(read(R"("a b, [c] -> 'd'")"), "string a b, [c] -> 'd'");
  EXPECT_EQ(read(R"("\n\r\t\\\"\x41\xfF")"), "string \n\r\t\\\"A\xff");
  EXPECT_EQ(read(R"("")"), "string ");
  EXPECT_EQ(read("\"\u00e9\""), "string \u00e9");
}

TEST(Literal, ReadsContainers) {
  EXPECT_EQ(read("[]"), "vector ()");
  EXPECT_EQ(read("[ 1 , \"x\" , [ T ] ]"), "vector (1, x, (T))");
  EXPECT_EQ(read("{}"), "set {}");
  EXPECT_EQ(read("{2, 1}"), "set {1, 2}");
  EXPECT_EQ(read("{->}"), "table {}");
  EXPECT_EQ(read("{ -> }"), "table {}");
  EXPECT_EQ(read("{1->2,0 -> -3}"), "table {0 -> -3, 1 -> 2}");
  EXPECT_EQ(read("{[10.0.0.1, 80/tcp] -> {1, 2}}"), "table {(10.0.0.1, 80/tcp) -> {1, 2}}");
}

TEST(Literal, ShowsHowToQuoteABareWord) {
  EXPECT_EQ(read("foo"), "column 1: foo is not a value; for text, put it in quotes: \"foo\" (in a shell: '\"foo\"')");
  EXPECT_EQ(read("[1, x y]").substr(0, 25), "column 5: x is not a valu");
  for (const char* text :
       {"inf", "nan", "-", "+", "1.2.3", "5parsec", "0x", "1_000", "e5", "a:b", "x::", "::x", "x::1", "x:::y", "-T"})
    EXPECT_NE(read(text).find("is not a value"), std::string::npos) << text << ": " << read(text);
}

TEST(Literal, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(read(""), "column 1: a value is missing here");
  EXPECT_EQ(read("[1,"), "column 4: a value is missing here");
  EXPECT_EQ(read("[1,]"), "column 4: a value is missing before \"]\"");
  EXPECT_EQ(read("1 2"), "column 3: the value ends before \"2\"");
  EXPECT_EQ(read("[1 2]"), "column 4: expected a comma or ]");
  EXPECT_EQ(read("[1, {2"), "column 5: what begins here has no closing }");
  EXPECT_EQ(read("{1, 1}"), "column 1: an element of this set is repeated");
  EXPECT_EQ(read("{1 -> 2, 1 -> 3}"), "column 1: a key of this table is repeated");
  EXPECT_EQ(read("{1 -> 2, 3}"), "column 11: expected -> and a value, as in the entries before");
  EXPECT_EQ(read("{1, 2 -> 3}"), "column 7: expected a comma or }");
  EXPECT_EQ(read("{->"), "column 4: expected } after ->, for an empty table");
  EXPECT_EQ(read("\"abc"), "column 1: the string that begins here has no closing quote");
  EXPECT_EQ(read(R"("a\q")"), R"(column 3: the escapes are \n \r \t \\ \" and \xHH)");
  EXPECT_EQ(read(R"("\x4")"), R"(column 2: the escapes are \n \r \t \\ \" and \xHH)");
  EXPECT_EQ(read("18446744073709551616"),
            "column 1: 18446744073709551616 does not fit into a count (0 to 18446744073709551615)");
  EXPECT_EQ(read("-9223372036854775809"),
            "column 1: -9223372036854775809 does not fit into an integer "
            "(-9223372036854775808 to +9223372036854775807)");
  EXPECT_EQ(read("1e999"), "column 1: 1e999 does not fit into a real (about 1e-308 to 1e308)");
  EXPECT_EQ(read("80/sctp"), "column 1: \"80/sctp\" is not a port: the protocol must be one of /tcp /udp /icmp /?");
  EXPECT_EQ(read("10.0.0.0/33"), "column 1: \"10.0.0.0/33\" is not a subnet: the length must be 0 to 32");
  EXPECT_EQ(read("300000 days"), "column 1: 300000days does not fit into 64 bits of nanoseconds");
  EXPECT_EQ(read("@x"), "column 1: @x is not a time in seconds since 1970");
}

TEST(Literal, AcceptsAThousandLevelsAndNoMore) {
  const auto nested = [](size_t levels) { return std::string(levels, '[') + "nil" + std::string(levels, ']'); };
  EXPECT_TRUE(parse_literal(nested(kMaxDepth)));
  EXPECT_FALSE(parse_literal(nested(kMaxDepth + 1)));
  EXPECT_FALSE(parse_literal(std::string(1000000, '{')));
}

}  // namespace
}  // namespace whimbrel
