#include "codec/time_text.h"

#include <gtest/gtest.h>

namespace whimbrel {
namespace {

std::string shown(Timestamp x) {
  std::string out;
  append_timestamp(out, x);
  return out;
}
std::string shown(Timespan x) {
  std::string out;
  append_timespan(out, x);
  return out;
}

TEST(Timestamp, ShowsNoMoreDigitsThanItTakes) {
  EXPECT_EQ(shown(Timestamp{0}), "1970-01-01T00:00:00.000");
  EXPECT_EQ(shown(Timestamp{1649574000123000000}), "2022-04-10T07:00:00.123");
  EXPECT_EQ(shown(Timestamp{1649574000123456000}), "2022-04-10T07:00:00.123456");
  EXPECT_EQ(shown(Timestamp{1649574000123456789}), "2022-04-10T07:00:00.123456789");
  EXPECT_EQ(shown(Timestamp{-1}), "1969-12-31T23:59:59.999999999");
}

TEST(Timestamp, ReadsBackWhatItShows) {
  for (int64_t ns : {INT64_MIN, INT64_MIN + 1, int64_t{-1'500'000'000}, int64_t{-1}, int64_t{0},
                     int64_t{951782400'000000000}, INT64_MAX})
    EXPECT_EQ(parse_timestamp(shown(Timestamp{ns})).value(), Timestamp{ns}) << ns;
}

TEST(Timestamp, ReadsFractionsAndZones) {
  for (const char* text : {"2022-04-10T07:00:00.5", "2022-04-10T07:00:00.500000000", "2022-04-10T07:00:00.5Z",
                           "2022-04-10T09:00:00.5+02:00", "2022-04-10T06:30:00.5-00:30"})
    EXPECT_EQ(parse_timestamp(text).value(), Timestamp{1649574000500000000}) << text;
  EXPECT_EQ(parse_timestamp("2022-04-10T07:00:00").value(), Timestamp{1649574000000000000});
}

TEST(Timestamp, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "yesterday", "2022-04-10", "2022-13-10T07:00:00", "2022-00-10T07:00:00", "2022-04-31T07:00:00",
        "2001-02-29T00:00:00", "2022-04-10T24:00:00", "2022-04-10T07:60:00", "2022-04-10T07:00:60",
        "2022-04-10 07:00:00", "2022-04-10T07:00:00.", "2022-04-10T07:00:00.1234567890", "2022-04-10T07:00:00x",
        "2022-04-10T07:00:00+02", "2022-04-10T07:00:00+25:00", "22-04-10T07:00:00", "+022-04-10T07:00:00",
        "2022-04-10T07:00:00ZZ"})
    EXPECT_FALSE(parse_timestamp(text)) << text;
}

TEST(Timestamp, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(parse_timestamp("2262-04-11T23:47:16.854775808"));
  EXPECT_FALSE(parse_timestamp("1677-09-21T00:12:43.145224191"));
  EXPECT_FALSE(parse_timestamp("9999-12-31T23:59:59"));
  EXPECT_FALSE(parse_timestamp("0000-01-01T00:00:00"));
}

TEST(Timespan, ShowsTheLargestUnitThatLosesNothing) {
  EXPECT_EQ(shown(Timespan{0}), "0s");
  EXPECT_EQ(shown(Timespan{1500000000}), "1500ms");
  EXPECT_EQ(shown(Timespan{90000000000}), "90s");
  EXPECT_EQ(shown(Timespan{-1000}), "-1us");
  EXPECT_EQ(shown(Timespan{INT64_MIN}), "-9223372036854775808ns");
}

TEST(Timespan, ReadsEveryUnit) {
  EXPECT_EQ(parse_timespan("5ns").value().ns, 5);
  const auto same = [](const char* a, const char* b) { return parse_timespan(a).value() == parse_timespan(b).value(); };
  EXPECT_TRUE(same("5us", "5000ns"));
  EXPECT_TRUE(same("5ms", "5000us"));
  EXPECT_TRUE(same("5s", "5000ms"));
  EXPECT_TRUE(same("5min", "300s"));
  EXPECT_TRUE(same("5h", "300min"));
  EXPECT_TRUE(same("5d", "120h"));
  EXPECT_TRUE(same("1.5days", "36hrs"));
}

TEST(Timespan, ReadsFractionsExactly) {
  EXPECT_EQ(parse_timespan("0.000000001s").value().ns, 1);
  EXPECT_EQ(parse_timespan("0.1s").value().ns, 100'000'000);
  EXPECT_EQ(parse_timespan("-1.9ns").value().ns, -1);
  EXPECT_EQ(parse_timespan("9223372036.854775807s").value().ns, INT64_MAX);
  EXPECT_EQ(parse_timespan("-9223372036.854775808s").value().ns, INT64_MIN);
}

TEST(Timespan, RefusesAllElse) {
  for (const char* text :
       {"", "s", "5", "-s", "5 s", "5 parsecs", "1h30min", "1..5s", "1.s", ".5s", "--5s", "5secss", "5mins5", "1e3s",
        "9223372036854775808ns", "9223372036854775807s", "99999999999999999999ns", "-9223372036.854775809s"})
    EXPECT_FALSE(parse_timespan(text)) << text;
}

}  // namespace
}  // namespace whimbrel
