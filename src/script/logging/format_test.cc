#include "script/logging/format.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "script/logging/text_forms.h"

namespace whimbrel::script::logging {
namespace {

std::string seconds(double x) {
  std::string text;
  append_seconds(text, x);
  return text;
}

std::string real(double x) {
  std::string text;
  append_double(text, x);
  return text;
}

std::string printed(double x) {
  char text[400];
  std::snprintf(text, sizeof text, "%.6f", x);
  return text;
}

TEST(LogNumbers, TimesAreRoundedAsPrintfDoes) {
  for (const double x : {0.0, 0.5e-6, 1.5e-6, 2.5e-6, 0.1, 1700000000.123456, 1700000000.9999999, 0.0000005,
                         2147483646.999999, -1.25, -0.0000004, 5e-324, 0.4999999999e-6, 999999.9999995})
    EXPECT_EQ(seconds(x), printed(x)) << x;
  std::mt19937_64 random(7);
  for (int i = 0; i < 100000; ++i) {
    const double x = std::ldexp(static_cast<double>(random()), -34 - static_cast<int>(random() % 60));
    ASSERT_EQ(seconds(x), printed(x)) << x;
    // Those that lie in the middle between two texts.
    const double middle = (static_cast<double>(random() % 4000000000) * 2 + 1) / 2e6;
    if (middle < 2147483647) {
      ASSERT_EQ(seconds(middle), printed(middle)) << middle;
    }
  }
}

TEST(LogNumbers, DoublesLoseTheirZeros) {
  EXPECT_EQ(real(3.14159265358979), "3.141593");
  EXPECT_EQ(real(1), "1.0");
  EXPECT_EQ(real(0.1), "0.1");
  EXPECT_EQ(real(1e-7), "0");
  EXPECT_EQ(real(-2.5e-9), "-0");
  EXPECT_EQ(real(99.9999999), "100");
  EXPECT_EQ(real(1e21), "1000000000000000000000.0");
  EXPECT_EQ(real(-123456789.25), "-123456789.25");
  EXPECT_EQ(real(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(LogNumbers, LargeTimesHaveExponents) {
  EXPECT_EQ(seconds(2147483646.5), "2147483646.500000");
  EXPECT_EQ(seconds(2147483648.0), "2.147483648e+09");
  EXPECT_EQ(seconds(1e12), "1e+12");
  EXPECT_EQ(seconds(std::nan("")), "nan");
}

std::string iso(double x) {
  std::string text;
  append_iso_time(text, x);
  return text;
}

TEST(LogNumbers, IsoTimes) {
  EXPECT_EQ(iso(1700000000.123456), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(iso(-1.25), "1969-12-31T23:59:58.750000Z");
  EXPECT_EQ(iso(0.9999999), "1970-01-01T00:00:01.000000Z");
  EXPECT_EQ(iso(1e300), "inf");
}

std::string tsv(const TextOptions& options, std::vector<Cell> cells) {
  std::vector<const Cell*> row;
  for (const Cell& cell : cells) row.push_back(&cell);
  std::string line;
  make_tsv_format(options, {}, "")->append(line, row);
  return line;
}

TEST(LogLines, WhatLooksLikeSomethingElseIsEscaped) {
  const TextOptions options;
  EXPECT_EQ(tsv(options, {string_cell("-"), string_cell(""), Cell(), string_cell("a\tb\\c")}),
            "\\x2d\t(empty)\t-\ta\\x09b\\\\c\n");
  EXPECT_EQ(tsv(options, {string_cell("#x"), string_cell("#y")}), "\\x23x\t#y\n");
  EXPECT_EQ(tsv(options, {string_cell("caf\xc3\xa9"), string_cell("\xc3\xa9\xff")}), "caf\xc3\xa9\t\\xc3\\xa9\\xff\n");
}

TEST(LogLines, ALineOfNothingStaysOneWithoutMetaPrefix) {
  TextOptions options;
  options.meta_prefix = "";
  options.unset_field = "";
  EXPECT_EQ(tsv(options, {}), "\n");
  EXPECT_EQ(tsv(options, {Cell()}), "\n");
}

TEST(LogLines, TheFrameHasTheTimesOfOpeningAndClosing) {
  const FileFrame frame = make_tsv_format({}, {{"n", Tag::Count, Tag::Void, false}}, "p")->frame();
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  EXPECT_NE(frame.opening(1700000000).find("#open\t2023-11-14-22-13-20\n#fields\tn\n#types\tcount\n"),
            std::string::npos);
  EXPECT_EQ(frame.closing(1700000000), "#close\t2023-11-14-22-13-20\n");
  EXPECT_EQ(make_json_format({}, {})->frame().opening(1), "");
}

}  // namespace
}  // namespace whimbrel::script::logging
