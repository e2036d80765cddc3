// Pings between simulated endpoints.
#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "testing/sim_network.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

class PingTest : public testing::Test {
 protected:
  PingTest() {
    options_.max_frame_size = 1024;
    a_ = net_.add_node(options_, ""), b_ = net_.add_node(options_, "");
    net_.connect(a_, b_);
    net_.run_for(5s);
  }
  /// What comes of a ping with so many bytes; nothing if it is never answered.
  std::optional<Result<Duration>> ping(size_t bytes) {
    std::optional<Result<Duration>> answer;
    net_.ping(a_, b_, bytes, [&](const Result<Duration>& round_trip) { answer = round_trip; });
    net_.run_for(5s);
    return answer;
  }

  static constexpr size_t kLargest = 1024 - 40;  // beside the envelope and the topic
  EndpointOptions options_;
  SimNetwork net_{1, {}};
  SimNetwork::NodeId a_, b_;
};

TEST_F(PingTest, OfTheLargestSizeThatPeersTakeIsAnswered) {
  const auto answer = ping(kLargest);
  ASSERT_TRUE(answer && *answer);
  EXPECT_GT(**answer, 0s);
}

TEST_F(PingTest, ThatNoPeerWouldTakeIsRefusedAndCostsNoPeering) {
  for (const size_t bytes : {kLargest + 1, size_t{1} << 32, std::numeric_limits<size_t>::max()}) {
    const auto answer = ping(bytes);
    ASSERT_TRUE(answer && !*answer) << bytes;
    EXPECT_EQ(answer->error().code(), ErrorCode::TooLarge);
    EXPECT_NE(answer->error().message().find("max_frame_size 1024"), std::string::npos) << answer->error().message();
  }
  EXPECT_TRUE(ping(8)->ok());
}

}  // namespace
}  // namespace whimbrel
