// FrameReader: cuts the bytes of one connection into frames, without copying those that arrive whole.
//
// Bytes are read into a ReadArena shared by all connections of a loop, so that an idle connection holds no buffer. A
// frame that is only partly there is set aside and put in front of what comes next. A frame larger than a chunk gets
// one of its own, which grows with what has arrived, never with what was announced.
#pragma once

#include <span>
#include <vector>

#include "base/chunk.h"
#include "whimbrel/bytes.h"
#include "whimbrel/result.h"

namespace whimbrel {

/// Where all connections of a loop read into, one after the other. One thread.
class ReadArena {
 public:
  /// At least `least` bytes of room, contiguous.
  std::span<std::byte> room(size_t least);
  const ChunkRef& chunk() const { return chunk_; }
  size_t used() const { return used_; }
  /// Everything before this place of the chunk is taken for good.
  void take_until(size_t place) { used_ = place; }

 private:
  ChunkRef chunk_;
  size_t used_ = 0;
};

class FrameReader {
 public:
  explicit FrameReader(ReadArena& arena) : arena_(arena) {}

  /// Frames whose length field exceeds this are refused.
  void set_limit(size_t bytes) { limit_ = bytes; }

  /// Memory for the next bytes of the connection, at least one. Must be followed by received() before another
  /// connection uses the arena.
  std::span<std::byte> room();
  /// The first n bytes of that room have been filled; n may be 0.
  void received(size_t n);
  /// The next whole frames, at most `most` of them, as one span (of 0 frames if none is whole), or TooLarge.
  Result<Span> next(size_t most = SIZE_MAX);
  /// What next() has not handed out: the beginning of a frame. Valid between received() and set_aside().
  BytesView rest() const { return {chunk_ ? chunk_->data() + begin_ : nullptr, end_ - begin_}; }
  /// Ends the reading that room() began: what next() has not handed out is kept for later.
  void set_aside();

 private:
  void move_to_own_chunk(size_t capacity);

  ReadArena& arena_;
  size_t limit_ = 0;
  ChunkRef chunk_;              // where begin_ and end_ point into, between room() and set_aside(), or as long as own_
  size_t begin_ = 0, end_ = 0;  // bytes not handed out yet
  bool own_ = false;            // chunk_ holds the beginning of one large frame, and nothing else
  std::vector<std::byte> aside_;
};

}  // namespace whimbrel
