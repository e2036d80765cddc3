#include "route/duplicate_window.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace whimbrel {
namespace {

EndpointId id_of(size_t n) {
  EndpointId id;
  std::memcpy(id.bytes.data(), &n, sizeof n);
  return id;
}

TEST(DuplicateWindow, TakesEachNumberOnceInAnyOrder) {
  std::mt19937_64 random(1);
  DuplicateWindow window;
  std::set<uint64_t> taken;
  uint64_t base = 5;
  for (int i = 0; i < 200000; ++i) {
    base += random() % 3;
    const uint64_t number = base + random() % 1000;
    EXPECT_EQ(window.origin(id_of(1)).take(number), taken.insert(number).second) << number;
  }
}

TEST(DuplicateWindow, LeavesNoTraceOfNumbersThatItPassedOver) {
  DuplicateWindow window;
  DuplicateWindow::Numbers& numbers = window.origin(id_of(1));
  for (uint64_t n = 0; n < 3 * DuplicateWindow::kSpan; n += 1000) {
    EXPECT_TRUE(numbers.take(n));
    for (uint64_t late = n > 900 ? n - 900 : 1; late < n; late += 77) EXPECT_TRUE(numbers.take(late)) << late;
  }
}

TEST(DuplicateWindow, TakesWhatIsTooOldForSeen) {
  DuplicateWindow window;
  EXPECT_TRUE(window.origin(id_of(1)).take(10));
  EXPECT_TRUE(window.origin(id_of(1)).take(10 + 2 * DuplicateWindow::kSpan));
  EXPECT_FALSE(window.origin(id_of(1)).take(11));
}

TEST(DuplicateWindow, KeepsOriginsApartAndForgetsTheOneSilentLongest) {
  DuplicateWindow window;
  for (size_t n = 0; n < DuplicateWindow::kMostOrigins; ++n) EXPECT_TRUE(window.origin(id_of(n)).take(1));
  EXPECT_FALSE(window.origin(id_of(0)).take(1));
  EXPECT_TRUE(window.origin(id_of(9999)).take(1));  // in the place of number 1
  EXPECT_EQ(window.origins(), DuplicateWindow::kMostOrigins);
  EXPECT_FALSE(window.origin(id_of(0)).take(1));
  EXPECT_TRUE(window.origin(id_of(1)).take(1));
}

}  // namespace
}  // namespace whimbrel
