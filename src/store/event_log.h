// EventLog: events in bytes, one after the other. New ones come at the end, old ones go at the beginning.
#pragma once

#include <cstring>
#include <deque>
#include <memory>

#include "whimbrel/bytes.h"

namespace whimbrel {

class EventLog {
 public:
  size_t size() const { return events_.size(); }
  bool empty() const { return events_.empty(); }
  /// Of all events together.
  size_t bytes() const { return bytes_; }
  BytesView operator[](size_t i) const { return events_[i]; }

  void push_back(BytesView event) {
    if (blocks_.empty() || blocks_.back().size - blocks_.back().used < event.size()) add_block(event.size());
    Block& block = blocks_.back();
    std::byte* const at = block.memory.get() + block.used;
    if (!event.empty()) std::memcpy(at, event.data(), event.size());
    block.used += event.size();
    ++block.events;
    bytes_ += event.size();
    events_.push_back({at, event.size()});
  }

  void pop_front() {
    bytes_ -= events_.front().size();
    events_.pop_front();
    Block& block = blocks_.front();
    if (--block.events > 0) return;
    if (blocks_.size() > 1)
      blocks_.pop_front();
    else
      block.used = 0;
  }

 private:
  static constexpr size_t kBlockSize = 64 * 1024;
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    size_t size, used, events;
  };
  void add_block(size_t event) {
    const size_t size = event > kBlockSize ? event : kBlockSize;
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size, 0, 0});
  }

  std::deque<Block> blocks_;
  std::deque<BytesView> events_;
  size_t bytes_ = 0;
};

}  // namespace whimbrel
