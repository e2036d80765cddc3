// Lane: the way of messages from one publishing thread to the loop, without locks, system calls, or allocations per
// message.
//
//   publishing thread:  begin() ... writes a frame into the lane as a ByteSink ... commit()
//   loop:               drain()   hands out everything committed, as spans in the publisher's own memory
//
// Frames are encoded right where they stay: the loop sends the same bytes to the sockets. One thread publishes, one
// drains. When more than the limit is on its way, begin() waits or refuses.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "base/chunk.h"
#include "whimbrel/bytes.h"
#include "whimbrel/options.h"
#include "whimbrel/result.h"

namespace whimbrel {

class Lane final : public ByteSink {
 public:
  explicit Lane(const QueueLimits& limits);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // -- publishing thread

  /// Waits for room. QueueFull if the limits say not to wait, ShuttingDown after close(). `wake` makes the loop drain.
  Result<void> begin(const std::function<void()>& wake);
  /// What was written since begin().
  std::byte* frame() { return chunk().data() + frame_; }
  size_t frame_size() { return static_cast<size_t>(cursor_ - frame()); }
  /// The frame is complete: the loop may have it.
  void commit();
  /// The frame is not wanted after all.
  void cancel() { cursor_ = frame(); }

  // -- loop

  bool empty() const;
  /// Calls take(span) for what is committed, at most about `bytes` of it. The spans do not know how many frames they
  /// hold.
  size_t drain(size_t bytes, const std::function<size_t(const Span&)>& take);

  // -- any thread

  /// Publishing ends; whoever waits in begin() gives up.
  void close();
  /// The publishing thread is gone: once empty, the lane can go too.
  void abandon() { abandoned_ = true; }
  bool abandoned() const { return abandoned_; }

 private:
  // Chunks form a list: the publisher appends, the loop takes from the front.
  struct Node {
    explicit Node(size_t capacity) : chunk(Chunk::make(capacity)) {}
    ChunkRef chunk;
    std::atomic<size_t> committed{0};
    std::atomic<Node*> next{nullptr};
  };

  Chunk& chunk() { return *last_->chunk.get(); }
  void grow(size_t n) override;
  bool full() const;

  const QueueLimits limits_;

  // publishing thread
  Node* last_;
  size_t frame_ = 0;  // where the frame being written begins
  uint64_t sent_bytes_ = 0, sent_messages_ = 0;

  // loop
  Node* first_;
  size_t drained_ = 0;  // of first_

  // both
  alignas(64) std::atomic<uint64_t> taken_bytes_{0};
  std::atomic<uint64_t> taken_messages_{0};
  std::atomic<bool> waiting_{false};
  std::atomic<bool> closed_{false};
  std::atomic<bool> abandoned_{false};
  std::mutex mutex_;
  std::condition_variable room_;
};

}  // namespace whimbrel
