// Chunk: a reference-counted block of bytes. All messages, from the encoder to the socket and from the socket to the
// subscriber, lie in chunks; a Span names a run of frames inside one. Passing a run on costs one reference, however
// many messages it holds.
//
// Bytes of a chunk are written once, by one thread, before the span that names them is handed on; from then on they are
// read-only. The reference count may be changed by any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace whimbrel {

/// Size of the blocks that are kept for reuse. Large enough that the cost of handing one over is spread over hundreds
/// of small messages.
inline constexpr size_t kChunkSize = 128 * 1024;

class ChunkRef;

class Chunk {
 public:
  /// A chunk of at least kChunkSize bytes. Blocks of just that size come from a pool.
  static ChunkRef make(size_t capacity = kChunkSize);

  std::byte* data() { return reinterpret_cast<std::byte*>(this + 1); }
  size_t capacity() const { return capacity_; }

 private:
  friend class ChunkRef;
  explicit Chunk(size_t capacity) : capacity_(capacity) {}
  static void release(Chunk* chunk);

  std::atomic<uint32_t> references_{1};
  size_t capacity_;
};

class ChunkRef {
 public:
  ChunkRef() = default;
  ChunkRef(const ChunkRef& other) : chunk_(other.chunk_) {
    if (chunk_) chunk_->references_.fetch_add(1, std::memory_order_relaxed);
  }
  ChunkRef(ChunkRef&& other) noexcept : chunk_(std::exchange(other.chunk_, nullptr)) {}
  ChunkRef& operator=(ChunkRef other) noexcept {
    std::swap(chunk_, other.chunk_);
    return *this;
  }
  ~ChunkRef() {
    if (chunk_ && chunk_->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) Chunk::release(chunk_);
  }

  Chunk* get() const { return chunk_; }
  Chunk* operator->() const { return chunk_; }
  explicit operator bool() const { return chunk_ != nullptr; }
  bool operator==(const ChunkRef&) const = default;

 private:
  friend class Chunk;
  explicit ChunkRef(Chunk* chunk) : chunk_(chunk) {}
  Chunk* chunk_ = nullptr;
};

/// A run of whole frames, each with its four-byte length, that follow each other in one chunk.
struct Span {
  ChunkRef chunk;
  size_t begin = 0;
  size_t end = 0;
  size_t frames = 0;

  size_t size() const { return end - begin; }
  std::byte* data() const { return chunk->data() + begin; }
};

}  // namespace whimbrel
