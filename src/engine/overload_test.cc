#include "engine/overload.h"

#include <gtest/gtest.h>

#include <random>

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

constexpr Duration kBudget = 100ms, kTick = 5ms, kStallTimeout = 5s;

struct Account {
  Patience patience{kBudget, kStallTimeout};
  uint64_t taken = 0;
};

/// The time after which the peer lags, if in each tick it takes something with this probability, and others starve.
Duration lags_after(double takes, double others_starve, Duration at_most) {
  std::mt19937 random(1);
  std::uniform_real_distribution<> chance(0, 1);
  Account peer;
  peer.patience.queue_full();
  for (Duration time{}; time < at_most; time += kTick) {
    if (chance(random) < takes) ++peer.taken;
    const double part = chance(random) < others_starve ? 1 : 0;
    if (peer.patience.others_waited(TimePoint(1h) + time, kTick, part, peer.taken)) return time + kTick;
  }
  return at_most;
}

TEST(Overload, APeerThatHangsIsWaitedForNoLongerThanItsPatience) {
  const Duration time = lags_after(0, 1, 10s);
  EXPECT_GE(time, kBudget);
  EXPECT_LE(time, kBudget + 2 * kTick);
}

TEST(Overload, APeerThatHangsAndCostsNobodyAnythingIsWaitedForUntilTheStallTimeout) {
  const Duration time = lags_after(0, 0, 10s);
  EXPECT_GE(time, kStallTimeout);
  EXPECT_LE(time, kStallTimeout + 2 * kTick);
}

TEST(Overload, APeerOfHalfTheSpeedLagsAfterAWhile) {
  const Duration time = lags_after(1, 0.5, 10s);
  EXPECT_GE(time, 10 * kBudget);
  EXPECT_LE(time, 6s);
}

TEST(Overload, APeerThatCostsTheOthersLessThanAQuarterIsWaitedFor) { EXPECT_EQ(lags_after(1, 0.2, 10min), 10min); }

TEST(Overload, APeerThatHangsIsNotWaitedForAgainWhenItsQueueHasBeenDropped) {
  Patience patience(kBudget, kStallTimeout);
  TimePoint now(1h);
  patience.queue_full();
  while (!patience.others_waited(now, kTick, 1, 7)) now += kTick;
  patience.queue_has_room();
  patience.caught_up();
  EXPECT_FALSE(patience.lagging());
  patience.queue_full();
  EXPECT_TRUE(patience.others_waited(now + kTick, kTick, 1, 7));
}

// On a machine with fewer processors than peers, at any moment some have just run, and some are about to.
class EquallyFastPeers : public testing::TestWithParam<size_t> {};

TEST_P(EquallyFastPeers, WaitForEachOtherWithoutEnd) {
  std::mt19937 random(GetParam());
  std::vector<Account> peers(GetParam());
  for (Account& peer : peers) peer.patience.queue_full();
  std::vector<double> due(peers.size());
  for (TimePoint now(1h); now < TimePoint(1h) + 10min; now += kTick) {
    // A fair scheduler: who has waited longest runs, more or less.
    for (double& d : due) d += std::uniform_real_distribution<>(0, 1)(random);
    std::vector<size_t> order(peers.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, [&](size_t a, size_t b) { return due[a] > due[b]; });
    due[order[0]] -= static_cast<double>(peers.size()) / 2;
    const size_t starving = 1 + random() % (peers.size() - 1), full = peers.size() - starving;
    const auto part = [&](size_t n) { return static_cast<double>(n) / static_cast<double>(peers.size() - 1); };
    for (size_t i = 0; i < peers.size(); ++i) {
      Account& peer = peers[order[i]];
      if (i < starving) {
        ++peer.taken;
        peer.patience.waited_for_others(now, kTick, part(full));
      } else {
        ASSERT_FALSE(peer.patience.others_waited(now, kTick, part(starving), peer.taken))
            << "peer " << order[i] << " after " << (now - TimePoint(1h)) / 1ms << " ms";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Numbers, EquallyFastPeers, testing::Values(2, 3, 5, 8));

}  // namespace
}  // namespace whimbrel
