#include "base/lane.h"

#include <cstring>

namespace whimbrel {

Lane::Lane(const QueueLimits& limits) : limits_(limits), last_(new Node(kChunkSize)), first_(last_) {
  cursor_ = chunk().data();
  end_ = cursor_ + chunk().capacity();
}

Lane::~Lane() {
  while (first_) delete std::exchange(first_, first_->next.load());
}

bool Lane::full() const {
  return sent_messages_ - taken_messages_.load() >= limits_.messages ||
         sent_bytes_ - taken_bytes_.load() >= limits_.bytes;
}

Result<void> Lane::begin(const std::function<void()>& wake) {
  if (closed_) return ErrorCode::ShuttingDown;
  if (!full()) return {};
  wake();
  if (limits_.overflow != Overflow::Block) return ErrorCode::QueueFull;
  std::unique_lock lock(mutex_);
  waiting_ = true;
  room_.wait(lock, [this] { return closed_ || !full(); });
  waiting_ = false;
  if (closed_) return ErrorCode::ShuttingDown;
  return {};
}

void Lane::commit() {
  sent_bytes_ += frame_size();
  ++sent_messages_;
  frame_ = static_cast<size_t>(cursor_ - chunk().data());
  // Sequentially consistent, like the loop's look at it before it sleeps: one of the two sees the other.
  last_->committed.store(frame_, std::memory_order_seq_cst);
}

// The chunk is used up. What there is of the current frame moves to a new one.
void Lane::grow(size_t n) {
  const size_t have = frame_size();
  Node* const node = new Node(have + n <= kChunkSize ? kChunkSize : 2 * (have + n));
  std::memcpy(node->chunk->data(), frame(), have);
  last_->next.store(node, std::memory_order_release);
  last_ = node;
  frame_ = 0;
  cursor_ = chunk().data() + have;
  end_ = chunk().data() + chunk().capacity();
}

bool Lane::empty() const {
  if (first_->committed.load(std::memory_order_seq_cst) > drained_) return false;
  // A frame that has outgrown two chunks leaves one behind that holds nothing.
  for (const Node* node = first_->next.load(std::memory_order_acquire); node;
       node = node->next.load(std::memory_order_acquire))
    if (node->committed.load(std::memory_order_seq_cst) > 0) return false;
  return true;
}

size_t Lane::drain(size_t bytes, const std::function<size_t(const Span&)>& take) {
  size_t drained = 0, messages = 0;
  while (drained < bytes) {
    Node* const next = first_->next.load(std::memory_order_acquire);  // before committed: then committed is final
    const size_t committed = first_->committed.load(std::memory_order_acquire);
    if (committed > drained_) {
      messages += take({first_->chunk, drained_, committed, 0});
      drained += committed - drained_;
      drained_ = committed;
    } else if (next) {
      delete std::exchange(first_, next);
      drained_ = 0;
    } else {
      break;
    }
  }
  if (drained == 0) return 0;
  taken_messages_.fetch_add(messages);
  taken_bytes_.fetch_add(drained);
  if (waiting_ && taken_bytes_ > 0) {
    std::lock_guard lock(mutex_);
    room_.notify_one();
  }
  return drained;
}

void Lane::close() {
  closed_ = true;
  std::lock_guard lock(mutex_);
  room_.notify_all();
}

}  // namespace whimbrel
