#include "base/span_queue.h"

#include <gtest/gtest.h>

#include <random>

#include "base/big_endian.h"

namespace whimbrel {
namespace {

std::vector<std::byte> frame_of(uint8_t number, size_t size) {
  std::vector<std::byte> frame(4 + size, std::byte{number});
  store_be<uint32_t>(frame.data(), static_cast<uint32_t>(size));
  return frame;
}

/// Takes `most` bytes from the front, as a socket would.
std::vector<std::byte> write_some(SpanQueue& queue, size_t most) {
  iovec pieces[4];
  std::vector<std::byte> out;
  for (size_t i = 0, n = queue.gather(pieces, 4, most); i < n; ++i) {
    const auto* from = static_cast<const std::byte*>(pieces[i].iov_base);
    out.insert(out.end(), from, from + pieces[i].iov_len);
  }
  queue.consume(out.size());
  return out;
}

TEST(SpanQueue, GivesBackTheBytesInOrderHoweverTheyAreWritten) {
  for (size_t step : {1, 3, 5, 64, 1000}) {
    SCOPED_TRACE(step);
    std::mt19937 random(1);
    SpanQueue queue;
    std::vector<std::byte> want, got;
    // A new writer now and then: runs that are not neighbours. More than can wait uncopied.
    std::vector<ChunkWriter> writers(5);
    for (uint8_t n = 0; n < 200; ++n) {
      const auto frame = frame_of(n, random() % 30);
      want.insert(want.end(), frame.begin(), frame.end());
      queue.push(writers[random() % 5].put(frame, 1));
      EXPECT_EQ(queue.messages(), n + 1u);
    }
    EXPECT_EQ(queue.bytes(), want.size());
    while (!queue.empty()) {
      const auto bytes = write_some(queue, step);
      got.insert(got.end(), bytes.begin(), bytes.end());
    }
    EXPECT_EQ(got, want);
    EXPECT_EQ(queue.messages(), 0u);
    EXPECT_EQ(queue.bytes(), 0u);
  }
}

TEST(SpanQueue, DropsWholeFramesButNoneThatIsPartlyWritten) {
  SpanQueue queue;
  ChunkWriter writer;
  for (uint8_t n = 0; n < 6; ++n) queue.push(writer.put(frame_of(n, 10), 1));
  const auto first_half = write_some(queue, 7);
  queue.drop([](const std::byte* frame) { return static_cast<uint8_t>(frame[4]) % 2 == 1; });
  EXPECT_EQ(queue.messages(), 4u);
  auto rest = write_some(queue, 1000);
  rest.insert(rest.begin(), first_half.begin(), first_half.end());
  std::vector<std::byte> want;
  for (uint8_t n : {0, 1, 3, 5}) {
    const auto frame = frame_of(n, 10);
    want.insert(want.end(), frame.begin(), frame.end());
  }
  EXPECT_EQ(rest, want);
  EXPECT_TRUE(queue.empty());
}

TEST(SpanQueue, DoesNotKeepAChunkAliveForEverySmallRun) {
  SpanQueue queue;
  for (uint8_t n = 0; n < 250; ++n) {
    ChunkWriter alone;
    queue.push(alone.put(frame_of(n, 20), 1));
  }
  iovec pieces[250];
  const size_t runs = queue.gather(pieces, 250, SIZE_MAX);
  EXPECT_LT(runs, 70u) << "runs that wait behind many others are copied together";
}

}  // namespace
}  // namespace whimbrel
