// The n-th read or write of a small network fails, for every n until the whole run has fewer. Whatever the moment (in
// the handshake, between messages, during a goodbye), the network recovers by itself and nothing is lost silently.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/sim_network.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

/// Three nodes in a row; messages from both ends; the middle one unpeers and peers again. True if no failure came.
bool run(uint64_t n) {
  SimNetwork net(n, {.delay_max = 3ms, .window = 2048});
  EndpointOptions options;
  options.forward_messages = true;
  options.handshake_timeout = 1s;
  net.fail_transfer(n);
  const auto a = net.add_node(options, "t/"), hub = net.add_node(options, "t/"), b = net.add_node(options, "t/");
  net.connect(a, hub);
  net.connect(hub, b);
  net.run_for(5s);
  const auto publish = [&](int rounds) {
    for (int i = 0; i < rounds; ++i) {
      net.publish(a, "t/x");
      net.publish(b, "t/y");
      net.run_for(2ms);
    }
  };
  publish(5);
  net.disconnect(hub, b);
  net.run_for(5s);
  net.connect(hub, b);
  net.run_for(5s);
  const uint64_t before = net.published(net.publisher(a));
  publish(5);
  net.run_for(10s);
  const bool failed = net.transfer_failed();
  net.fail_transfer(0);
  publish(3);
  net.run_for(10s);
  EXPECT_TRUE(net.filters_agree());
  for (const auto node : {hub, b}) {
    uint64_t last = 0;
    bool told = true;
    for (const Seen& seen : net.seen(node)) {
      if (seen.publisher.empty()) told = true;
      if (seen.publisher != net.publisher(a)) continue;
      EXPECT_GT(seen.number, last) << "twice or out of order";
      EXPECT_TRUE(seen.number == last + 1 || told || last < before) << "silent loss before " << seen.number;
      last = seen.number;
      told = false;
    }
    EXPECT_EQ(last, net.published(net.publisher(a))) << "node " << node << " is cut off for good";
  }
  return !failed;
}

TEST(Transfers, MayFailAtAnyMoment) {
  for (uint64_t n = 1;; ++n) {
    SCOPED_TRACE(fmt::format("transfer {}", n));
    ASSERT_LT(n, 5000u);
    if (run(n)) break;
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace whimbrel
