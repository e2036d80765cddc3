#include "script/run/event_queue.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace whimbrel::script {
namespace {

constexpr size_t kSmallBlock = 1024;
constexpr size_t kLargeBlock = 64 * 1024;

size_t bytes_of(size_t arguments) { return sizeof(Event) + arguments * sizeof(Cell); }

}  // namespace

EventQueue::~EventQueue() {
  while (!empty()) pop();
}

void EventQueue::push(const Ref<Function>& handler, std::span<Cell> arguments, double time, Origin origin) {
  const size_t bytes = bytes_of(arguments.size());
  if (blocks_.empty() || blocks_.back().end - blocks_.back().write < static_cast<std::ptrdiff_t>(bytes))
    add_block(bytes);
  std::byte*& write = blocks_.back().write;
  auto* const cells = reinterpret_cast<Cell*>(write + sizeof(Event));
  std::uninitialized_move(arguments.begin(), arguments.end(), cells);
  ::new (write) Event{handler, {cells, arguments.size()}, time, origin};
  write += bytes;
  ++size_;
}

void EventQueue::pop() {
  Block& block = blocks_.front();
  auto* const event = reinterpret_cast<Event*>(block.read);
  auto* const cells = const_cast<Cell*>(event->arguments.data());
  const size_t count = event->arguments.size();
  std::destroy_n(cells, count);
  std::destroy_at(event);
  block.read += bytes_of(count);
  --size_;
  if (block.read != block.write) return;
  if (blocks_.size() > 1)
    blocks_.pop_front();
  else
    block.read = block.write = block.memory.get();  // used again
}

/// The first one is small, since most queues stay short.
void EventQueue::add_block(size_t needed) {
  const size_t size = std::max(blocks_.empty() ? kSmallBlock : kLargeBlock, needed);
  std::unique_ptr<std::byte[]> memory(new std::byte[size]);
  std::byte* const begin = memory.get();
  blocks_.push_back({std::move(memory), begin, begin, begin + size});
}

}  // namespace whimbrel::script
