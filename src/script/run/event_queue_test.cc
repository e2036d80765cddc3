#include "script/run/event_queue.h"

#include <gtest/gtest.h>

#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct EventQueueTest : testing::Test {
  EventQueue queue;
  Ref<Function> handler = make<Function>("e", test_signature(Flavour::Event, {}));
  Cell object = string_cell("shared");

  void push(uint64_t number, size_t more_arguments) {
    std::vector<Cell> arguments(1 + more_arguments, object);
    arguments[0] = Cell::count(number);
    queue.push(handler, arguments, static_cast<double>(number), Origin::Here);
  }

  void expect_front(uint64_t number, size_t more_arguments) {
    const Event& event = queue.front();
    EXPECT_EQ(event.handler, handler);
    EXPECT_EQ(event.time, static_cast<double>(number));
    ASSERT_EQ(event.arguments.size(), 1 + more_arguments);
    EXPECT_EQ(event.arguments[0].as_count(), number);
    for (size_t i = 1; i <= more_arguments; ++i) EXPECT_EQ(event.arguments[i].object(), object.object());
  }
};

TEST_F(EventQueueTest, EventsOfEverySizeComeOutInOrderAndStayWhereTheyAreUntilThen) {
  constexpr uint64_t kEvents = 20'000;
  const auto arguments_of = [](uint64_t number) { return number % 5000 == 4999 ? 10'000u : number % 7; };
  uint64_t pushed = 0;
  for (uint64_t popped = 0; popped < kEvents; ++popped) {
    while (pushed < kEvents && pushed < 3 * popped + 1) push(pushed, arguments_of(pushed)), ++pushed;
    const Event* const front = &queue.front();
    if (pushed < kEvents) push(pushed, arguments_of(pushed)), ++pushed;
    EXPECT_EQ(&queue.front(), front);
    expect_front(popped, arguments_of(popped));
    EXPECT_EQ(queue.size(), pushed - popped);
    queue.pop();
  }
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(object.object()->refs, 1u);
}

TEST_F(EventQueueTest, WhatIsStillThereGoesWithTheQueue) {
  {
    EventQueue other;
    std::vector<Cell> arguments(3, object);
    other.push(handler, arguments, 0, Origin::Peer);
    EXPECT_FALSE(arguments[0].is_set());
    EXPECT_EQ(object.object()->refs, 4u);
  }
  EXPECT_EQ(object.object()->refs, 1u);
}

}  // namespace
}  // namespace whimbrel::script
