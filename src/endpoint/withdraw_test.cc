// Endpoint::withdraw(): the end at which nothing is lost on the way.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "testing/two_peers.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

uint64_t receive_until(Endpoint& endpoint, const std::atomic<bool>& over) {
  uint64_t received = 0;
  const auto count = [&](const Message&) { ++received; };
  for (bool was_over = false; !was_over;) {
    was_over = over;
    endpoint.inbox().receive(was_over ? 0s : 5ms, count);
  }
  return received;
}

TEST(Withdraw, BringsAllThatWasSentBeforeThePeerKnew) {
  TwoPeers pair;
  std::atomic<bool> stop = false, is_over = false;
  std::thread publisher([&] {
    for (uint64_t i = 0; !stop; ++i) ASSERT_TRUE(pair.two.publish("one/", Value(i)));
  });
  uint64_t received = pair.one.inbox().receive(
      kLong, [](const Message&) {}, 1);
  pair.one.withdraw([&] { is_over = true; });
  received += receive_until(pair.one, is_over);
  stop = true;
  publisher.join();
  ASSERT_TRUE(pair.two.publish("one/", Value(true)));  // nobody wants it any more
  ASSERT_TRUE(pair.two.flush(kLong));
  const Statistics sent = pair.two.statistics();
  EXPECT_GT(sent.messages_unwanted, 0u);
  EXPECT_EQ(received, sent.messages_published - sent.messages_unwanted);
}

TEST(Withdraw, IsOverAtOnceWithoutPeers) {
  auto endpoint = Endpoint::start({}).value();
  endpoint.subscribe("one/");
  std::atomic<bool> is_over = false;
  endpoint.withdraw([&] { is_over = true; });
  EXPECT_EQ(receive_until(endpoint, is_over), 0u);
}

TEST(Withdraw, IsOverWhenThePeerIsGone) {
  TwoPeers pair;
  std::atomic<bool> is_over = false;
  std::thread leaver([&] { pair.two.shutdown(0s); });
  pair.one.withdraw([&] { is_over = true; });
  receive_until(pair.one, is_over);
  leaver.join();
}

}  // namespace
}  // namespace whimbrel
