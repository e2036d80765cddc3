// SpanQueue: frames waiting to be written to one connection, in order, counted in messages and bytes.
//
// Adjacent runs of one chunk merge, so a steady stream becomes a few large writes. Owned by one link, one thread at a
// time.
#pragma once

#include <sys/uio.h>

#include <deque>
#include <functional>

#include "base/chunk_writer.h"

namespace whimbrel {

/// Size of the frame that starts here, its length field included.
size_t frame_size_at(const std::byte* frame);

class SpanQueue {
 public:
  using FrameSize = size_t (*)(const std::byte* frame);
  /// For frames of another kind, whose size something else tells.
  explicit SpanQueue(FrameSize size_of = frame_size_at) : size_of_(size_of) {}

  void push(const Span& run);
  bool empty() const { return runs_.empty(); }
  size_t messages() const { return messages_; }
  size_t bytes() const { return bytes_; }

  /// Fills in up to `most` pieces of what waits, at most `bytes` together; returns how many.
  size_t gather(iovec* pieces, size_t most, size_t bytes) const;
  /// The first n bytes have been written. Returns how many messages that completed.
  size_t consume(size_t n);

  /// Takes out every waiting frame for which keep(frame) is false. A frame of which a part has been written stays
  /// without being asked for.
  void drop(const std::function<bool(const std::byte* frame)>& keep);

 private:
  void append(const Span& run);

  FrameSize size_of_;
  std::deque<Span> runs_;
  ChunkWriter writer_;  // small runs, when many wait; each would keep a whole chunk alive
  size_t partial_ = 0;  // bytes of the first frame that have been written
  size_t messages_ = 0;
  size_t bytes_ = 0;
};

}  // namespace whimbrel
