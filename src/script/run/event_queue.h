// EventQueue: events that wait for their handlers. They lie one behind the other in blocks, each with its arguments, so
// queueing one is no call to the allocator.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <span>

#include "script/model/function.h"

namespace whimbrel::script {

/// Where an event comes from.
enum class Origin : uint8_t { Here, Peer };

struct Event {
  Ref<Function> handler;
  std::span<const Cell> arguments;
  double time = 0;
  Origin origin = Origin::Here;
};

class EventQueue {
 public:
  EventQueue() = default;
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;
  ~EventQueue();

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  /// Moves the arguments out of the span.
  void push(const Ref<Function>& handler, std::span<Cell> arguments, double time, Origin origin);
  /// The oldest one. It stays where it is while others are pushed.
  const Event& front() const { return *reinterpret_cast<const Event*>(blocks_.front().read); }
  void pop();

 private:
  // From `read` to `write` there are events.
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::byte* read;
    std::byte* write;
    std::byte* end;
  };
  void add_block(size_t needed);

  std::deque<Block> blocks_;
  size_t size_ = 0;
};

}  // namespace whimbrel::script
