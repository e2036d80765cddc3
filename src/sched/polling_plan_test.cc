#include "sched/polling_plan.h"

#include <gtest/gtest.h>

#include <string>

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

/// The next polls as text: p for a poll, s for one that steals, then the milliseconds of sleep.
std::string polls(PollingPlan& plan, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const auto poll = plan.next();
    text += poll.steal ? " s" : " p";
    text += std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(poll.sleep).count());
  }
  return text;
}

TEST(PollingPlanTest, TheDefaultsAreThoseOfTheFramework) {
  PollingPlan plan(pool_options({}));
  EXPECT_EQ(polls(plan, 5), " p0 p0 p0 s0 p0");
  EXPECT_EQ(polls(plan, 5), " p16 s16 p16 s16 p16");
  EXPECT_EQ(polls(plan, 4), " s64 s64 s64 s64");
}

TEST(PollingPlanTest, EachOptionHasItsPlaceInThePlan) {
  PollingPlan plan({.aggressive_polls = 4,
                    .aggressive_interval = 2,
                    .moderate_polls = 3,
                    .moderate_interval = 3,
                    .moderate_sleep = 7ms,
                    .relaxed_interval = 2,
                    .relaxed_sleep = 9ms});
  EXPECT_EQ(polls(plan, 12), " p0 s0 p0 s0 p7 p7 s7 p9 s9 p9 s9 p9");
}

TEST(PollingPlanTest, AJobStartsThePlanOver) {
  PollingPlan plan({.aggressive_polls = 2, .aggressive_interval = 2, .moderate_polls = 1});
  EXPECT_EQ(polls(plan, 1), " p0");
  plan.restart();
  EXPECT_EQ(polls(plan, 4), " p0 s0 p16 s64");
  plan.restart();
  EXPECT_EQ(polls(plan, 3), " p0 s0 p16");
}

TEST(PollingPlanTest, PhasesWithoutPollsAreSkipped) {
  PollingPlan plan({.aggressive_polls = 0, .moderate_polls = 0, .relaxed_interval = 2, .relaxed_sleep = 3ms});
  EXPECT_EQ(polls(plan, 4), " p3 s3 p3 s3");
}

TEST(PollingPlanTest, TheRelaxedPhaseLastsForGood) {
  PollingPlan plan(pool_options({}));
  for (int i = 0; i < 100'000; ++i) plan.next();
  EXPECT_EQ(plan.next(), (PollingPlan::Poll{.steal = true, .sleep = 64ms}));
}

}  // namespace
}  // namespace whimbrel
