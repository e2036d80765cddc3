// Endpoint::work(): the thread of the program does what the endpoint's own does otherwise.
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "testing/two_peers.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

/// Works until a message is there.
std::optional<int64_t> work_for(Endpoint& endpoint) {
  std::optional<int64_t> got;
  const auto end = std::chrono::steady_clock::now() + kLong;
  while (!got && std::chrono::steady_clock::now() < end) {
    endpoint.work(kLong);
    endpoint.inbox().receive(0s, [&](const Message& m) { got = m.value.integer(); });
  }
  return got;
}

TEST(Work, CarriesMessagesBothWaysOnTheCallersThread) {
  TwoPeers pair;
  std::thread echo([&] {
    for (int64_t i = 0; i < 1000; ++i) {
      const auto got = work_for(pair.two);
      ASSERT_EQ(got, i);
      ASSERT_TRUE(pair.two.publish("one/", Value(*got)));
    }
    pair.two.flush(kLong);
  });
  for (int64_t i = 0; i < 1000; ++i) {
    ASSERT_TRUE(pair.one.publish("two/", Value(i)));
    ASSERT_EQ(work_for(pair.one), i);
  }
  echo.join();
}

TEST(Work, EndsWhenTheTimeIsOverOrTheAlarmRings) {
  auto endpoint = Endpoint::start({}).value();
  const auto begin = std::chrono::steady_clock::now();
  endpoint.work(20ms);
  endpoint.work(500us);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms);

  const int alarm = ::eventfd(0, EFD_NONBLOCK);
  for (int i = 0; i < 3; ++i) {
    std::thread ringer([&] {
      const uint64_t one = 1;
      ASSERT_EQ(::write(alarm, &one, sizeof one), 8);
    });
    const auto before = std::chrono::steady_clock::now();
    endpoint.work(kLong, alarm);
    EXPECT_LT(std::chrono::steady_clock::now() - before, kLong);
    ringer.join();
    uint64_t count = 0;
    ASSERT_EQ(::read(alarm, &count, sizeof count), 8);
  }
  const uint64_t one = 1;
  ASSERT_EQ(::write(alarm, &one, sizeof one), 8);
  endpoint.work(1h, alarm);  // it rang before
  endpoint.work(1h, alarm);  // and was not turned off
  ::close(alarm);
}

// While the program is busy with other things, peers must not notice.
TEST(Work, TheEndpointsOwnThreadStandsInWhileTheCallerIsAway) {
  TwoPeers pair;
  for (int i = 0; i < 3; ++i) {
    pair.one.work(1ms);
    ASSERT_TRUE(pair.one.publish("two/", Value(i)));  // and does not call work() any more
    int64_t got = -1;
    pair.two.inbox().receive(kLong, [&](const Message& m) { got = m.value.integer(); });
    EXPECT_EQ(got, i);

    std::promise<bool> ponged;
    pair.two.ping(pair.one.node_id(), 8, [&](const Result<Duration>& trip) { ponged.set_value(trip.ok()); });
    EXPECT_TRUE(ponged.get_future().get());
  }
}

TEST(Work, OtherThreadsMayUseTheEndpointMeanwhile) {
  TwoPeers pair;
  std::atomic<bool> done = false;
  std::thread other([&] {
    for (int64_t i = 0; i < 300; ++i) {
      ASSERT_EQ(pair.one.peers().size(), 1u);
      ASSERT_TRUE(pair.one.publish("two/", Value(i)));
      pair.one.subscriber({.prefixes = {"one/more"}});
    }
    ASSERT_TRUE(pair.one.flush(kLong));
    done = true;
  });
  while (!done) pair.one.work(1ms);
  other.join();
  int64_t seen = 0;
  while (seen < 300)
    ASSERT_GT(pair.two.inbox().receive(kLong, [&](const Message& m) { EXPECT_EQ(m.value.integer(), seen++); }), 0u);
}

TEST(Work, EndsWhenTheEndpointShutsDown) {
  TwoPeers pair;
  std::promise<void> works;
  std::thread worker([&] {
    pair.one.work(0s);
    works.set_value();
    while (!pair.one.inbox().closed()) {
      pair.one.work(kLong);
      pair.one.inbox().receive(0s, [](const Message&) {});
    }
  });
  works.get_future().get();
  pair.one.shutdown();
  worker.join();
  pair.one.work(kLong);  // returns: nothing will come any more
}

}  // namespace
}  // namespace whimbrel
