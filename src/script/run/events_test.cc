#include <gtest/gtest.h>

#include "script/run/fake_host.h"
#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct EventsTest : testing::Test {
  FakeHost host;
  Runtime runtime{host};
  std::string trace;

  void note_in(const std::string& event, const std::string& text, int priority = 0) {
    define(
        runtime, event, test_signature(Flavour::Event, {}),
        [this, text](Frame&) {
          trace += text + " ";
          return Flow::Next;
        },
        priority);
  }
};

TEST_F(EventsTest, ADrainMakesTwoRounds) {
  define(runtime, "e", test_signature(Flavour::Event, {}), [this](Frame&) {
    trace += "e";
    runtime.raise("e", {});
    return Flow::Next;
  });
  runtime.raise("e", {});
  runtime.drain();
  EXPECT_EQ(trace, "ee");
  EXPECT_FALSE(runtime.queue_is_empty());
}

TEST_F(EventsTest, TheFlushPointComesAfterWhatIsQueuedAlready) {
  note_in("event_queue_flush_point", "flush");
  note_in("e", "e");
  runtime.raise("e", {});
  runtime.drain();
  EXPECT_EQ(trace, "e flush ");
}

TEST_F(EventsTest, EventsWithoutHandlersAreNotRaised) {
  runtime.raise("nobody", {});
  EXPECT_TRUE(runtime.queue_is_empty());
}

TEST_F(EventsTest, GroupsSwitchSingleBodies) {
  note_in("e", "one");
  note_in("e", "both");
  note_in("e", "free");
  std::vector<Body>& bodies = runtime.event("e")->bodies;
  bodies[0].groups = {"a"};
  bodies[1].groups = {"a", "b"};
  runtime.note_group("a");
  runtime.note_group("b");
  EXPECT_FALSE(runtime.enable_group("c", false));
  EXPECT_TRUE(runtime.enable_group("a", false));
  EXPECT_TRUE(runtime.enable_group("a", false));
  runtime.raise("e", {});
  runtime.drain();
  runtime.enable_group("a", true);
  runtime.enable_group("b", false);
  runtime.raise("e", {});
  runtime.drain();
  EXPECT_EQ(trace, "free one free ");
}

TEST_F(EventsTest, HandlersSeeTheEventThatRuns) {
  define(runtime, "e", test_signature(Flavour::Event, {}), [this](Frame&) {
    trace += runtime.current_event()->handler->name;
    EXPECT_EQ(runtime.current_event()->time, 5);
    EXPECT_EQ(runtime.current_event()->origin, Origin::Peer);
    return Flow::Next;
  });
  runtime.queue(Ref<Function>(runtime.event("e")), {}, 5, Origin::Peer);
  runtime.drain();
  EXPECT_EQ(trace, "e");
  EXPECT_EQ(runtime.current_event(), nullptr);
}

TEST_F(EventsTest, TimersGoByTimeThenByAge) {
  const auto note = [this](std::string text) {
    return [this, text](bool early) { trace += text + (early ? "! " : " "); };
  };
  runtime.add_timer(20, note("late"));
  runtime.add_timer(10, note("first"));
  runtime.add_timer(10, note("second"));
  runtime.add_timer(30, note("never"));
  runtime.set_network_time(9);
  EXPECT_EQ(runtime.expire_timers(300), 0u);
  runtime.set_network_time(20);
  EXPECT_EQ(runtime.expire_timers(2), 2u);
  EXPECT_EQ(runtime.expire_timers(300), 1u);
  EXPECT_EQ(runtime.next_timer(), 30);
  runtime.expire_all_timers();
  EXPECT_EQ(trace, "first second late never! ");
}

}  // namespace
}  // namespace whimbrel::script
