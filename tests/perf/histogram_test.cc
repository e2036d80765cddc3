#include "apps/whimbrel/bench/histogram.h"

#include <gtest/gtest.h>

#include "apps/whimbrel/bench/histogram.cc"  // a program is no library to link with

namespace whimbrel::bench {
namespace {

TEST(Histogram, KnowsShortTimesExactly) {
  Histogram histogram;
  for (uint64_t ns = 1; ns <= 100; ++ns) histogram.add(ns);
  EXPECT_EQ(histogram.count(), 100u);
  EXPECT_EQ(histogram.percentile(0.01), 1u);
  EXPECT_EQ(histogram.percentile(0.5), 50u);
  EXPECT_EQ(histogram.percentile(1), 100u);
  EXPECT_EQ(histogram.max(), 100u);
}

constexpr uint64_t kLongest = uint64_t{1} << 62;  // nanoseconds: more than a century

TEST(Histogram, KnowsAnyTimeToWithinTwoPercentAndNeverTooShort) {
  for (uint64_t ns = 1; ns < kLongest; ns += ns / 4 + 1) {
    Histogram histogram;
    histogram.add(ns);
    histogram.add(kLongest);
    const uint64_t found = histogram.percentile(0.5);
    EXPECT_GE(found, ns);
    EXPECT_LE(static_cast<double>(found - ns), 0.02 * static_cast<double>(ns));
    EXPECT_GE(histogram.percentile(1), kLongest);
  }
}

TEST(Histogram, FindsRareLongTimesAtTheEnd) {
  Histogram histogram;
  for (int i = 0; i < 9990; ++i) histogram.add(1000);
  for (int i = 0; i < 10; ++i) histogram.add(1'000'000);
  EXPECT_LT(histogram.percentile(0.999), 1020u);
  EXPECT_EQ(histogram.percentile(0.9991), 1'000'000u);
}

TEST(Histogram, TravelsAsText) {
  Histogram histogram;
  for (uint64_t ns = 1; ns < 1'000'000; ns *= 3) histogram.add(ns);
  const Histogram copy = Histogram::read(histogram.to_line());
  EXPECT_EQ(copy.count(), histogram.count());
  EXPECT_EQ(copy.max(), histogram.max());
  for (const double part : {0., 0.1, 0.5, 0.9, 1.}) EXPECT_EQ(copy.percentile(part), histogram.percentile(part));
}

TEST(Histogram, IsEmptyAtFirst) { EXPECT_EQ(Histogram().percentile(0.99), 0u); }

}  // namespace
}  // namespace whimbrel::bench
