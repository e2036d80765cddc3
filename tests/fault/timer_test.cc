// The n-th timer of a small network goes wrong, for every n until the whole run has fewer: its node wakes up minutes
// late, as on a machine that slept, or before the timer is due. (A timer that never comes is no fault that happens:
// whoever sleeps wakes up some time.) The run needs timers of every kind: connections that are tried again, handshakes
// and goodbyes that nobody answers, queues that stay full. Whatever the moment, the network comes together, nothing is
// lost silently, a goodbye ends, and then all is quiet.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/sim_network.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLate = 10min;
constexpr Duration kRecovery = kLate + 20s;

class Run {
 public:
  Run(uint64_t seed, const std::function<void(SimNetwork&)>& fault) : net_(seed, {.delay_max = 3ms, .window = 2048}) {
    options_.forward_messages = true;
    options_.handshake_timeout = options_.unpeer_timeout = options_.linger = 1s;
    options_.peer_stall_timeout = 100ms;
    options_.peer_queue = {16, 1 << 20, Overflow::DropOldest};
    fault(net_);
    for (SimNetwork::NodeId* node : {&a_, &hub_, &b_}) *node = net_.add_node(options_, "t/");
  }

  /// True if the fault has happened.
  bool go() {
    connect_late();
    leave_without_an_answer();
    outpace_b();
    const bool failed = net_.timer_failed();
    net_.delay_timer(0, 0s);
    net_.hasten_timer(0);
    net_.run_for(kRecovery);
    publish(3);
    net_.run_for(10s);
    expect_nothing_lost_silently();
    expect_quiet();
    expect_end();
    return failed;
  }

 private:
  void connect_late() {
    net_.kill(b_);
    net_.connect(a_, hub_);
    net_.connect(hub_, b_);
    net_.run_for(3500ms);
    net_.restart(b_);
    net_.run_for(5s);
  }
  void leave_without_an_answer() {
    net_.partition({b_});
    net_.disconnect(hub_, b_);
    net_.run_for(5s);
    net_.heal();
    net_.connect(hub_, b_);
    net_.run_for(6ms);  // into the handshake
    net_.partition({b_});
    net_.run_for(3s);
    net_.heal();
    net_.run_for(5s);
  }
  void outpace_b() {
    net_.slow_down(b_, 300ms);
    publish(150);
    net_.run_for(500ms);
    net_.slow_down(b_, 0s);
    net_.run_for(5s);
  }
  void publish(int rounds) {
    for (int i = 0; i < rounds; ++i) {
      net_.publish(a_, "t/x");
      net_.run_for(2ms);
    }
  }

  void expect_nothing_lost_silently() {
    EXPECT_TRUE(net_.filters_agree());
    for (const auto node : {hub_, b_}) {
      uint64_t last = 0;
      bool told = true;  // nobody promised anything before the first message
      for (const Seen& seen : net_.seen(node)) {
        if (seen.publisher.empty()) told = true;
        if (seen.publisher != net_.publisher(a_)) continue;
        EXPECT_GT(seen.number, last) << "twice or out of order";
        EXPECT_TRUE(seen.number == last + 1 || told) << "node " << node << ": silent loss before " << seen.number;
        last = seen.number;
        told = false;
      }
      EXPECT_EQ(last, net_.published(net_.publisher(a_))) << "node " << node << " is cut off for good";
    }
  }
  void expect_quiet() {
    const uint64_t before = net_.turns();
    net_.run_for(60s);
    EXPECT_LE(net_.turns() - before, 10u) << "somebody is busy with nothing";
  }
  void expect_end() {
    net_.partition({b_});
    net_.shut_down(hub_);
    net_.run_for(options_.linger + 100ms);
    EXPECT_TRUE(net_.core(hub_).idle());
  }

  EndpointOptions options_;
  SimNetwork net_;
  SimNetwork::NodeId a_, hub_, b_;
};

void for_every_timer(void (*fault)(SimNetwork& net, uint64_t n)) {
  for (uint64_t n = 1;; ++n) {
    SCOPED_TRACE(fmt::format("timer {}", n));
    ASSERT_LT(n, 5000u);
    if (!Run(n, [&](SimNetwork& net) { fault(net, n); }).go()) {
      EXPECT_GT(n, 10u) << "the run has hardly any timers";
      return;
    }
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Timers, MayComeMinutesLateAtAnyMoment) {
  for_every_timer([](SimNetwork& net, uint64_t n) { net.delay_timer(n, kLate); });
}

TEST(Timers, MayWakeTheirNodeTooEarly) {
  for_every_timer([](SimNetwork& net, uint64_t n) { net.hasten_timer(n); });
}

}  // namespace
}  // namespace whimbrel
