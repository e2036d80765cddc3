#include "whimbrel/subscriber.h"

#include <gtest/gtest.h>

#include "whimbrel/endpoint.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

TEST(Subscriber, GivesMessagesThatAreTooLargeToCopyWithoutTheirValueAndSaysSo) {
  auto endpoint = Endpoint::start({}).value();
  endpoint.subscribe("t/");
  std::vector<std::byte> nones;
  {
    ByteBuffer buffer;
    Encoder e(buffer);
    constexpr size_t kMany = kMaxOwnedSize / sizeof(Value);
    e.vector(kMany);
    for (size_t i = 0; i < kMany; ++i) e.none();
    nones.assign(buffer.bytes().begin(), buffer.bytes().end());
  }
  ASSERT_TRUE(endpoint.publish(endpoint.node_id(), "t/large", ValueView::over_valid(nones)));
  ASSERT_TRUE(endpoint.publish(endpoint.node_id(), "t/small", Value(1)));
  const auto large = endpoint.inbox().next(20s), small = endpoint.inbox().next(20s);
  ASSERT_TRUE(large && small);
  EXPECT_EQ(large->topic, "t/large");
  EXPECT_TRUE(large->value.is_none());
  EXPECT_EQ(large->error.code(), ErrorCode::TooLarge);
  EXPECT_EQ(small->value, Value(1));
  EXPECT_FALSE(small->error);
}

}  // namespace
}  // namespace whimbrel
