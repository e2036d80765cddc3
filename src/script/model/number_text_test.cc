// What holds for the text of every number, whatever its digits.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <sstream>
#include <string>

#include "script/model/describe.h"

namespace whimbrel::script {
namespace {

constexpr double kSmallestFixed = 1e-6, kSmallestBig = 2147483647;

/// A double of random bits, none of the special ones.
double any_double(std::mt19937_64& random) {
  for (;;) {
    const double x = std::bit_cast<double>(random());
    if (std::isfinite(x)) return x;
  }
}

/// Of all sizes that are shown without an exponent.
double fixed_double(std::mt19937_64& random) {
  std::uniform_real_distribution<double> exponent(-6, 9.3), mantissa(1, 1.07);
  const double x = std::min(std::pow(10, exponent(random)) * mantissa(random), kSmallestBig - 1);
  return random() % 2 == 0 ? x : -x;
}

TEST(TextOfDoubles, LargeAndTinyOnesComeBackAsTheyWere) {
  std::mt19937_64 random(1);
  int seen = 0;
  while (seen < 20000) {
    const double x = any_double(random);
    if (std::abs(x) < kSmallestBig && std::abs(x) >= kSmallestFixed) continue;
    ++seen;
    const std::string text = text_of_double(x);
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), x) << text;
    ASSERT_EQ(text[0] == '-', x < 0) << text;
    const std::string mantissa = text.substr(0, text.find('e'));
    ASSERT_TRUE(mantissa.find('.') == mantissa.npos || mantissa.back() != '0') << text;
    ASSERT_NE(mantissa.back(), '.') << text;
  }
}

TEST(TextOfDoubles, OthersAreRoundedToSixDigitsAndEndWithoutZeros) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 50000; ++i) {
    const double x = fixed_double(random);
    const std::string text = text_of_double(x);
    ASSERT_EQ(text.find('e'), text.npos) << x;
    ASSERT_NEAR(std::strtod(text.c_str(), nullptr), x, 0.5000001e-6 + std::abs(x) * 3e-16) << text;
    const size_t point = text.find('.');
    if (point == text.npos) continue;
    const std::string fraction = text.substr(point + 1);
    ASSERT_TRUE(!fraction.empty() && fraction.size() <= 6) << text;
    ASSERT_TRUE(fraction == "0" || fraction.back() != '0') << text;
  }
}

TEST(TextOfDoubles, WholeNumbersHaveOneZeroBehindThePoint) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 10000; ++i) {
    const int64_t whole = static_cast<int64_t>(random() % 2147483647) - (i % 2 == 0 ? 0 : 2147483646);
    ASSERT_EQ(text_of_double(static_cast<double>(whole)), std::to_string(whole) + ".0");
  }
}

TEST(TextOfDoubles, AtTheEdges) {
  EXPECT_EQ(text_of_double(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  EXPECT_EQ(text_of_double(std::numeric_limits<double>::min()), "2.2250738585072014e-308");
  EXPECT_EQ(text_of_double(std::numeric_limits<double>::denorm_min()), "4.9406564584124654e-324");
  EXPECT_EQ(text_of_double(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(text_of_double(std::numeric_limits<double>::quiet_NaN()), "nan");
  EXPECT_EQ(text_of_double(std::nextafter(kSmallestBig, 0)), "2147483647");
  EXPECT_EQ(text_of_double(kSmallestBig), "2.147483647e+09");
  EXPECT_EQ(text_of_double(std::nextafter(kSmallestFixed, 0)), "9.9999999999999974e-07");
  EXPECT_EQ(text_of_double(kSmallestFixed), "0.000001");
  EXPECT_EQ(text_of_double(-0.0), "0.0");
  EXPECT_EQ(text_of_double(0.9999996), "1");    // rounded, and no whole number
  EXPECT_EQ(text_of_double(1 - 5e-10), "1.0");  // as good as whole
  EXPECT_EQ(text_of_double(0.0000005), "4.9999999999999998e-07");
  EXPECT_EQ(text_of_double(0.0000025), "0.000002");  // halves go to the even digit
  EXPECT_EQ(text_of_double(0.0000035), "0.000004");
}

/// "2.0 mins 3.0 secs" in seconds.
double seconds_of(const std::string& text) {
  std::istringstream in(text);
  double sum = 0, number = 0;
  std::string unit;
  while (in >> number >> unit) {
    if (unit.back() == 's') unit.pop_back();
    sum += number * (unit == "day"    ? 86400
                     : unit == "hr"   ? 3600
                     : unit == "min"  ? 60
                     : unit == "sec"  ? 1
                     : unit == "msec" ? 1e-3
                                      : 1e-6);
  }
  return sum;
}

TEST(TextOfIntervals, PartsAddUpAndStandFromTheLargestUnitToTheSmallest) {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> exponent(-5, 7);
  for (int i = 0; i < 20000; ++i) {
    const double x = std::pow(10, exponent(random)) * (i % 2 == 0 ? 1 : -1);
    const std::string text = text_of_interval(x);
    ASSERT_NEAR(seconds_of(text), x, 1e-11 + std::abs(x) * 1e-13) << text;
    size_t last = 0;
    for (const char* unit : {"day", "hr", "min", " sec", "msec", "usec"}) {
      const size_t place = text.find(unit);
      if (place == text.npos) continue;
      ASSERT_GE(place, last) << text;
      ASSERT_EQ(text.find(unit, place + 1), text.npos) << text;
      last = place;
    }
    ASSERT_EQ(x < 0, text[0] == '-') << text;
  }
}

TEST(TextOfIntervals, OneOfAUnitHasNoPlural) {
  EXPECT_EQ(text_of_interval(86400 + 3600 + 60 + 1), "1.0 day 1.0 hr 1.0 min 1.0 sec");
  EXPECT_EQ(text_of_interval(1e-3), "1.0 msec");
  EXPECT_EQ(text_of_interval(-(86400 + 3600 + 60)), "-1.0 day -1.0 hr -1.0 min");
  EXPECT_EQ(text_of_interval(2 * 86400), "2.0 days");
  EXPECT_EQ(text_of_interval(1e-6), "1.0 usec");
  EXPECT_EQ(text_of_interval(0), "0 secs");
  EXPECT_EQ(text_of_interval(1e-13), "0 secs");
}

}  // namespace
}  // namespace whimbrel::script
