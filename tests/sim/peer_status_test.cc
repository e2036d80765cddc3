// What peers() tells of a peering from when it is asked for, through a loss, until it stands again.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "testing/sim_network.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

class PeerStatusTest : public testing::Test {
 protected:
  /// The different statuses that follow each other within that time.
  std::vector<std::string> statuses(Duration time) {
    std::vector<std::string> seen;
    for (Duration passed{}; passed < time; passed += 1ms) {
      for (const PeerInfo& peer : net_.core(a_).peers()) {
        const std::string status(name_of(peer.status));
        if (seen.empty() || seen.back() != status) seen.push_back(status);
      }
      net_.run_for(1ms);
    }
    return seen;
  }

  using Statuses = std::vector<std::string>;
  SimNetwork net_{1, {}};
  SimNetwork::NodeId a_ = net_.add_node({}, ""), b_ = net_.add_node({}, "");
};

TEST_F(PeerStatusTest, TellsOfConnectionsThatAreMadeLostAndMadeAgain) {
  net_.connect(a_, b_);
  EXPECT_EQ(statuses(5s), (Statuses{"initializing", "connecting", "connected", "peered"}));
  net_.kill(b_);
  const Statuses lost = statuses(20s);
  const Statuses wanted{"peered", "reconnecting", "disconnected", "reconnecting"};
  ASSERT_GE(lost.size(), wanted.size());
  EXPECT_EQ(Statuses(lost.begin(), lost.begin() + 4), wanted);
  net_.restart(b_);
  EXPECT_EQ(statuses(5s).back(), "peered");
}

TEST_F(PeerStatusTest, TellsNothingOfAPeeringThatWasTakenBack) {
  net_.connect(a_, b_);
  net_.run_for(5s);
  net_.disconnect(a_, b_);
  net_.run_for(5s);
  EXPECT_TRUE(net_.core(a_).peers().empty());
  EXPECT_TRUE(net_.core(b_).peers().empty());
}

}  // namespace
}  // namespace whimbrel
