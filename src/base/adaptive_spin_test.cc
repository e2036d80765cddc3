#include "base/adaptive_spin.h"

#include <gtest/gtest.h>

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

/// Waits that end after `gap`, `count` of them: how many are looked through.
int looks(SpinPolicy& policy, SpinPolicy::Duration gap, int count) {
  int looked = 0;
  for (int i = 0; i < count; ++i) {
    const bool looks = policy.begin(kStart);
    looked += looks;
    if (looks && gap < SpinPolicy::kLongestLook)
      policy.found();
    else
      policy.slept(gap);
  }
  return looked;
}

TEST(SpinPolicy, SleepsWhileWaitsAreLong) {
  SpinPolicy policy;
  EXPECT_EQ(looks(policy, 1ms, 1000), 0);
}

TEST(SpinPolicy, LooksWhileMessagesFollowEachOtherClosely) {
  SpinPolicy policy;
  EXPECT_EQ(looks(policy, 20us, 1000), 999);
}

TEST(SpinPolicy, SeldomLooksWhereThatIsOfNoUse) {
  SpinPolicy policy;
  EXPECT_LT(looks(policy, 200us, 10000), 10000 / 20);
  EXPECT_GT(looks(policy, 20us, 1000), 900) << "and does again when it has become of use";
}

TEST(SpinPolicy, LooksAgainAfterALongWait) {
  SpinPolicy policy;
  looks(policy, 200us, 100);
  looks(policy, 1ms, 1);
  looks(policy, 200us, 1);
  EXPECT_EQ(looks(policy, 20us, 100), 100);
}

TEST(SpinPolicy, SleepsForAWhileAfterSomebodyHasKeptTheCore) {
  SpinPolicy policy;
  looks(policy, 20us, 10);
  policy.lent(15us, kStart);
  EXPECT_TRUE(policy.begin(kStart));
  policy.lent(3ms, kStart);
  EXPECT_FALSE(policy.begin(kStart));
  EXPECT_FALSE(policy.begin(kStart + 900ms));
  EXPECT_TRUE(policy.begin(kStart + 1s));
}

TEST(AdaptiveSpin, FindsWhatIsThereAndEndsInTime) {
  AdaptiveSpin spin;
  const auto never = [] { return false; };
  spin.look(TimePoint::max(), never);  // the first wait is slept through
  spin.woke();
  int asked = 0;
  EXPECT_TRUE(spin.look(TimePoint::max(), [&] { return ++asked == 3; }) || asked < 3);
  EXPECT_FALSE(spin.look(std::chrono::steady_clock::now(), never));
}

}  // namespace
}  // namespace whimbrel
