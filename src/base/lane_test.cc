#include "base/lane.h"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>

#include "base/big_endian.h"
#include "base/span_queue.h"

namespace whimbrel {
namespace {

void put(Lane& lane, uint32_t number, size_t size) {
  std::byte* at = lane.take(4);
  std::memset(at, 0, 4);
  store_be<uint32_t>(lane.take(4), number);
  for (size_t i = 0; i < size; ++i) *lane.take(1) = static_cast<std::byte>(number);
  store_be<uint32_t>(lane.frame(), static_cast<uint32_t>(lane.frame_size() - 4));
}

/// Takes everything there is and checks that it goes on from `next`.
size_t drain_all(Lane& lane, uint32_t& next) {
  return lane.drain(SIZE_MAX, [&next](const Span& span) {
    size_t frames = 0;
    for (const std::byte* at = span.data(); at != span.data() + span.size();
         at += frame_size_at(at), ++frames, ++next) {
      EXPECT_EQ(load_be<uint32_t>(at + 4), next);
      bool same = true;
      for (const std::byte* b = at + 8; b != at + frame_size_at(at); ++b)
        same = same && *b == static_cast<std::byte>(next);
      EXPECT_TRUE(same) << "frame " << next << " is damaged";
    }
    return frames;
  });
}

TEST(Lane, HandsOverFramesOfAllSizesInOrderWhileBothThreadsWork) {
  constexpr uint32_t kFrames = 20000;
  Lane lane({1 << 20, 1 << 20, Overflow::Block});
  std::thread publisher([&lane] {
    for (uint32_t n = 0; n < kFrames; ++n) {
      ASSERT_TRUE(lane.begin([] {}));
      put(lane, n, n % 1000 == 0 ? 300000 : n % 97);
      lane.commit();
    }
  });
  uint32_t next = 0;
  while (next < kFrames) {
    if (lane.empty()) std::this_thread::yield();
    drain_all(lane, next);
  }
  publisher.join();
  EXPECT_TRUE(lane.empty());
}

TEST(Lane, ShowsNothingOfAFrameBeforeItIsComplete) {
  Lane lane({100, 1 << 20, Overflow::Block});
  ASSERT_TRUE(lane.begin([] {}));
  put(lane, 0, 200000);  // more than a chunk
  EXPECT_TRUE(lane.empty());
  lane.cancel();
  ASSERT_TRUE(lane.begin([] {}));
  put(lane, 0, 3);
  lane.commit();
  uint32_t next = 0;
  drain_all(lane, next);
  EXPECT_EQ(next, 1u);
}

// The loop sleeps when all lanes are empty: one that is not must never look so.
TEST(Lane, IsNotEmptyWhenTheNextFrameHasOutgrownTwoChunks) {
  Lane lane({1 << 20, 1 << 20, Overflow::Block});
  const auto put_in_two_parts = [&lane](size_t first, size_t second) {
    ASSERT_TRUE(lane.begin([] {}));
    std::memset(lane.take(first), 0, first);
    std::memset(lane.take(second), 0, second);
    store_be<uint32_t>(lane.frame(), static_cast<uint32_t>(lane.frame_size() - 4));
    lane.commit();
  };
  put_in_two_parts(kChunkSize - 20, 10);
  put_in_two_parts(20, 3 * kChunkSize);  // the first part goes to a new chunk, the second to yet another one
  EXPECT_EQ(lane.drain(1, [](const Span&) { return size_t{1}; }), kChunkSize - 10);
  EXPECT_FALSE(lane.empty());
  EXPECT_EQ(lane.drain(1, [](const Span&) { return size_t{1}; }), 3 * kChunkSize + 20);
  EXPECT_TRUE(lane.empty());
}

TEST(Lane, RefusesWhenFullIfItMayNotWait) {
  Lane lane({3, 1 << 20, Overflow::DropNewest});
  int woken = 0;
  const auto wake = [&woken] { ++woken; };
  for (uint32_t n = 0; n < 3; ++n) {
    ASSERT_TRUE(lane.begin(wake));
    put(lane, n, 1);
    lane.commit();
  }
  EXPECT_EQ(lane.begin(wake).error().code(), ErrorCode::QueueFull);
  EXPECT_EQ(woken, 1);
  uint32_t next = 0;
  drain_all(lane, next);
  EXPECT_TRUE(lane.begin(wake));
}

TEST(Lane, LetsAWaitingPublisherGoWhenItCloses) {
  Lane lane({1, 1 << 20, Overflow::Block});
  ASSERT_TRUE(lane.begin([] {}));
  put(lane, 0, 1);
  lane.commit();
  std::thread closer;
  const auto result = lane.begin([&] { closer = std::thread([&lane] { lane.close(); }); });
  closer.join();
  EXPECT_EQ(result.error().code(), ErrorCode::ShuttingDown);
}

}  // namespace
}  // namespace whimbrel
