#include "proto/frame_reader.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "base/big_endian.h"
#include "base/span_queue.h"

namespace whimbrel {
namespace {

using Frames = std::vector<std::vector<std::byte>>;

std::vector<std::byte> frame_of(size_t size, uint8_t fill) {
  std::vector<std::byte> frame(4 + size, std::byte{fill});
  store_be<uint32_t>(frame.data(), static_cast<uint32_t>(size));
  return frame;
}

std::vector<std::byte> joined(const Frames& frames) {
  std::vector<std::byte> stream;
  for (const auto& frame : frames) stream.insert(stream.end(), frame.begin(), frame.end());
  return stream;
}

void take_all(FrameReader& reader, Frames& out) {
  for (;;) {
    auto span = reader.next();
    ASSERT_TRUE(span) << span.error().message();
    if (span->frames == 0) break;
    size_t frames = 0;
    for (const std::byte* at = span->data(); at != span->data() + span->size(); ++frames) {
      const size_t size = frame_size_at(at);
      out.emplace_back(at, at + size);
      at += size;
    }
    EXPECT_EQ(frames, span->frames);
  }
  reader.set_aside();
}

Frames read_in_steps(const std::vector<std::byte>& stream, size_t step) {
  ReadArena arena;
  FrameReader reader(arena);
  reader.set_limit(1 << 24);
  Frames out;
  for (size_t at = 0; at < stream.size();) {
    const auto room = reader.room();
    const size_t n = std::min({step, room.size(), stream.size() - at});
    std::memcpy(room.data(), stream.data() + at, n);
    at += n;
    reader.received(n);
    take_all(reader, out);
  }
  return out;
}

TEST(FrameReader, CutsTheSameFramesWhereverTheStreamIsSplit) {
  Frames frames;
  for (size_t size : {0, 1, 3, 40, 0, 7, 300}) frames.push_back(frame_of(size, static_cast<uint8_t>(size)));
  const auto stream = joined(frames);
  for (size_t step = 1; step <= stream.size(); ++step) {
    SCOPED_TRACE(step);
    EXPECT_EQ(read_in_steps(stream, step), frames);
  }
}

TEST(FrameReader, TakesFramesLargerThanAChunk) {
  Frames frames;
  for (size_t size : {100, 3 * 1024 * 1024, 5, 70 * 1024, 200 * 1024, 1}) frames.push_back(frame_of(size, 7));
  const auto stream = joined(frames);
  for (size_t step : {4096, 65536, 1 << 20, 1 << 24}) {
    SCOPED_TRACE(step);
    EXPECT_EQ(read_in_steps(stream, step), frames);
  }
}

TEST(FrameReader, KeepsApartTheConnectionsThatShareAnArena) {
  std::mt19937 random(1);
  ReadArena arena;
  std::vector<std::unique_ptr<FrameReader>> readers;
  std::vector<Frames> want(5), got(5);
  std::vector<std::vector<std::byte>> streams;
  std::vector<size_t> at(5);
  for (uint8_t i = 0; i < 5; ++i) {
    for (int j = 0; j < 200; ++j) want[i].push_back(frame_of(random() % 2000, i));
    streams.push_back(joined(want[i]));
    readers.push_back(std::make_unique<FrameReader>(arena));
    readers.back()->set_limit(1 << 20);
  }
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < 5; ++i) {
      const auto room = readers[i]->room();
      const size_t n = std::min({room.size(), streams[i].size() - at[i], size_t{random() % 5000}});
      std::memcpy(room.data(), streams[i].data() + at[i], n);
      at[i] += n;
      readers[i]->received(n);
      take_all(*readers[i], got[i]);
      more = more || at[i] < streams[i].size();
    }
  }
  EXPECT_EQ(got, want);
}

TEST(FrameReader, RefusesALengthBeyondTheLimitBeforeTheBytesCome) {
  ReadArena arena;
  FrameReader reader(arena);
  reader.set_limit(1000);
  const auto room = reader.room();
  store_be<uint32_t>(room.data(), 1001);
  reader.received(4);
  EXPECT_EQ(reader.next().error().code(), ErrorCode::TooLarge);
}

TEST(FrameReader, NeverHoldsMuchMoreMemoryThanHasArrived) {
  ReadArena arena;
  FrameReader reader(arena);
  reader.set_limit(size_t{1} << 30);
  size_t arrived = 0;
  for (int i = 0; i < 100; ++i) {
    const auto room = reader.room();
    EXPECT_LE(room.size(), std::max(kChunkSize, 2 * arrived + 64 * 1024));
    if (i == 0) store_be<uint32_t>(room.data(), 1 << 29);
    const size_t n = std::min<size_t>(room.size(), 10000);
    arrived += n;
    reader.received(n);
    EXPECT_EQ(reader.next()->frames, 0u);
    reader.set_aside();
  }
}

}  // namespace
}  // namespace whimbrel
