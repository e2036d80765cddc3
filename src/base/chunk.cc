#include "base/chunk.h"

#include <mutex>
#include <new>
#include <vector>

namespace whimbrel {

namespace {

// Blocks of kChunkSize that nobody uses at the moment. Taken and given back once per some hundred messages, so a mutex
// will do.
class Pool {
 public:
  ~Pool() {
    for (void* block : blocks_) ::operator delete(block);
  }

  void* take() {
    std::lock_guard lock(mutex_);
    if (blocks_.empty()) return nullptr;
    void* block = blocks_.back();
    blocks_.pop_back();
    return block;
  }

  bool give(void* block) {
    std::lock_guard lock(mutex_);
    if (blocks_.size() == kMost) return false;
    blocks_.push_back(block);
    return true;
  }

 private:
  static constexpr size_t kMost = 64;
  std::mutex mutex_;
  std::vector<void*> blocks_;
};

// Never destroyed: threads may still release chunks while the process ends.
Pool& pool() {
  static Pool* const instance = new Pool;
  return *instance;
}

}  // namespace

ChunkRef Chunk::make(size_t capacity) {
  if (capacity <= kChunkSize) {
    capacity = kChunkSize;
    if (void* block = pool().take()) return ChunkRef(new (block) Chunk(capacity));
  }
  return ChunkRef(new (::operator new(sizeof(Chunk) + capacity)) Chunk(capacity));
}

void Chunk::release(Chunk* chunk) {
  const bool standard = chunk->capacity_ == kChunkSize;
  chunk->~Chunk();
  if (!standard || !pool().give(chunk)) ::operator delete(chunk);
}

}  // namespace whimbrel
