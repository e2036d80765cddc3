#include "sched/timers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "testing/manual_clock.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

class TimerQueueTest : public testing::Test {
 protected:
  std::vector<std::string> pop_all_due() {
    std::vector<std::string> fired;
    while (auto key = timers.pop_due(clock.now())) fired.push_back(*key);
    return fired;
  }

  using Keys = std::vector<std::string>;
  ManualClock clock;
  TimerQueue<std::string> timers;
};

TEST_F(TimerQueueTest, AnEmptyQueueHasNothingDue) {
  EXPECT_EQ(timers.next(), std::nullopt);
  EXPECT_EQ(timers.pop_due(TimePoint::max()), std::nullopt);
  EXPECT_TRUE(timers.empty());
}

TEST_F(TimerQueueTest, ATimerIsDueFromItsTimeOnAndOnlyOnce) {
  timers.arm("ping", clock.now() + 5s);
  EXPECT_EQ(timers.next(), clock.now() + 5s);
  clock.advance(5s - 1ns);
  EXPECT_EQ(pop_all_due(), Keys{});
  clock.advance(1ns);
  EXPECT_EQ(pop_all_due(), Keys{"ping"});
  clock.advance(1h);
  EXPECT_EQ(pop_all_due(), Keys{});
  EXPECT_TRUE(timers.empty());
}

TEST_F(TimerQueueTest, TimersFireInTheOrderOfTheirTimes) {
  timers.arm("third", clock.now() + 3s);
  timers.arm("first", clock.now() + 1s);
  timers.arm("later", clock.now() + 9s);
  timers.arm("second", clock.now() + 2s);
  clock.advance(4s);
  EXPECT_EQ(pop_all_due(), (Keys{"first", "second", "third"}));
  EXPECT_EQ(timers.size(), 1u);
}

TEST_F(TimerQueueTest, TimersOfTheSameTimeFireInTheOrderOfArming) {
  for (const char* key : {"z", "a", "m", "b"}) timers.arm(key, clock.now() + 1s);
  clock.advance(1s);
  EXPECT_EQ(pop_all_due(), (Keys{"z", "a", "m", "b"}));
}

TEST_F(TimerQueueTest, ArmingAgainReplacesTheTimeInEitherDirection) {
  timers.arm("a", clock.now() + 1s);
  timers.arm("b", clock.now() + 2s);
  timers.arm("a", clock.now() + 3s);
  EXPECT_EQ(timers.next(), clock.now() + 2s);
  timers.arm("a", clock.now() + 1s);
  EXPECT_EQ(timers.next(), clock.now() + 1s);
  EXPECT_EQ(timers.size(), 2u);
  clock.advance(10s);
  EXPECT_EQ(pop_all_due(), (Keys{"a", "b"}));
}

TEST_F(TimerQueueTest, ArmingAgainForTheSameTimeGoesBehindItsEquals) {
  timers.arm("a", clock.now() + 1s);
  timers.arm("b", clock.now() + 1s);
  timers.arm("a", clock.now() + 1s);
  clock.advance(1s);
  EXPECT_EQ(pop_all_due(), (Keys{"b", "a"}));
}

TEST_F(TimerQueueTest, ACancelledTimerNeverFires) {
  timers.arm("a", clock.now() + 1s);
  timers.arm("b", clock.now() + 2s);
  EXPECT_TRUE(timers.cancel("a"));
  EXPECT_FALSE(timers.cancel("a"));
  EXPECT_FALSE(timers.cancel("unknown"));
  EXPECT_EQ(timers.next(), clock.now() + 2s);
  clock.advance(10s);
  EXPECT_EQ(pop_all_due(), Keys{"b"});
}

TEST_F(TimerQueueTest, AHandlerMayArmItsOwnTimerAgain) {
  timers.arm("tick", clock.now());
  EXPECT_EQ(timers.pop_due(clock.now()), "tick");
  timers.arm("tick", clock.now() + 1s);
  EXPECT_EQ(timers.pop_due(clock.now()), std::nullopt);
  EXPECT_EQ(timers.next(), clock.now() + 1s);
}

// The same operations on a plain list, which is slow and obviously right.
struct ListOfTimers {
  struct Timer {
    int key;
    TimePoint at;
  };
  std::vector<Timer> timers;  // in the order of arming

  bool cancel(int key) {
    return std::erase_if(timers, [&](const Timer& t) { return t.key == key; }) > 0;
  }
  void arm(int key, TimePoint at) {
    cancel(key);
    timers.push_back({key, at});
  }
  auto earliest() {
    return std::min_element(timers.begin(), timers.end(), [](auto& a, auto& b) { return a.at < b.at; });
  }
  bool armed(int key) const {
    return std::any_of(timers.begin(), timers.end(), [key](const Timer& timer) { return timer.key == key; });
  }
  std::optional<int> pop_due(TimePoint now) {
    const auto found = earliest();
    if (found == timers.end() || found->at > now) return std::nullopt;
    const int key = found->key;
    timers.erase(found);
    return key;
  }
};

TEST(TimerQueueRandomly, AgreesWithAPlainListOverManyOperations) {
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  ManualClock clock;
  TimerQueue<int> timers;
  ListOfTimers list;
  int fired = 0;
  for (int step = 0; step < 20000; ++step) {
    const int key = pick(50);
    switch (pick(4)) {
      case 0:
      case 1: {
        const TimePoint at = clock.now() + std::chrono::seconds(pick(20));
        timers.arm(key, at);
        list.arm(key, at);
        break;
      }
      case 2:
        ASSERT_EQ(timers.cancel(key), list.cancel(key)) << "step " << step;
        break;
      case 3: {
        const auto due = timers.pop_due(clock.now());
        ASSERT_EQ(due, list.pop_due(clock.now())) << "step " << step;
        if (due) ++fired;
        clock.advance(std::chrono::seconds(pick(3)));
        break;
      }
    }
    ASSERT_EQ(timers.size(), list.timers.size()) << "step " << step;
    ASSERT_EQ(timers.armed(key), list.armed(key)) << "step " << step;
    const auto next = list.timers.empty() ? std::nullopt : std::optional(list.earliest()->at);
    ASSERT_EQ(timers.next(), next) << "step " << step;
  }
  EXPECT_GT(fired, 1000);
}

}  // namespace
}  // namespace whimbrel
