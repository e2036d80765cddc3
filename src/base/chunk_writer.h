// ChunkWriter: turns small pieces of bytes into spans, many to a chunk. For frames that the loop makes itself:
// handshakes, pings, routing updates. One thread.
#pragma once

#include <cstring>
#include <span>

#include "base/chunk.h"

namespace whimbrel {

class ChunkWriter {
 public:
  /// Copies the bytes, which hold this many frames.
  Span put(std::span<const std::byte> bytes, size_t frames) {
    if (!chunk_ || chunk_->capacity() - used_ < bytes.size()) {
      chunk_ = Chunk::make(bytes.size());
      used_ = 0;
    }
    std::memcpy(chunk_->data() + used_, bytes.data(), bytes.size());
    used_ += bytes.size();
    return {chunk_, used_ - bytes.size(), used_, frames};
  }

 private:
  ChunkRef chunk_;
  size_t used_ = 0;
};

}  // namespace whimbrel
