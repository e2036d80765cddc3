#include "script/model/entry_pool.h"

#include <algorithm>
#include <utility>

#include "script/model/objects.h"

namespace whimbrel::script {
namespace {

constexpr size_t kFirstEntries = 2;
constexpr size_t kMostBytes = size_t{4} << 20;  // of a block
constexpr size_t kKeptBlocks = 4;               // of a table that has become empty

std::span<Cell> cells_of(TableObject::Entry& entry) {
  return {const_cast<Cell*>(entry.index.data()), entry.index.size()};
}

}  // namespace

EntryPool::~EntryPool() { release_all(); }

void EntryPool::swap(EntryPool& other) noexcept {
  std::swap(parts_, other.parts_);
  std::swap(live_, other.live_);
  std::swap(blocks_, other.blocks_);
  std::swap(next_, other.next_);
  std::swap(free_, other.free_);
}

EntryPool::Entry* EntryPool::make(std::span<const Cell> index, Cell value) {
  Entry* entry = free_;
  if (entry)
    free_ = entry->next_free;
  else
    entry = fresh(index.size());
  entry->accessed = 0;
  entry->value = std::move(value);
  std::copy(index.begin(), index.end(), cells_of(*entry).begin());
  ++live_;
  return entry;
}

/// An empty entry, where there was none before.
EntryPool::Entry* EntryPool::fresh(size_t parts) {
  if (blocks_.empty()) parts_ = parts;
  if (blocks_.empty() || next_ == blocks_.back().end) add_block();
  Entry* const entry = std::construct_at(reinterpret_cast<Entry*>(next_));
  Cell* const cells = reinterpret_cast<Cell*>(next_ + sizeof(Entry));
  std::uninitialized_default_construct_n(cells, parts_);
  entry->index = {cells, parts_};
  next_ += stride();
  return entry;
}

void EntryPool::add_block() {
  size_t count = kFirstEntries;
  if (!blocks_.empty()) count = 2 * static_cast<size_t>(blocks_.back().end - blocks_.back().begin) / stride();
  count = std::min(count, std::max<size_t>(kMostBytes / stride(), 1));
  next_ = static_cast<std::byte*>(allocate_pages(count * stride()));
  blocks_.push_back({next_, next_ + count * stride()});
}

void EntryPool::destroy(Entry* entry) {
  entry->value = {};
  entry->key = nullptr;
  for (Cell& cell : cells_of(*entry)) cell = {};
  entry->next_free = std::exchange(free_, entry);
  if (--live_ == 0 && blocks_.size() > kKeptBlocks) release_all();
}

void EntryPool::release(const Block& block, std::byte* used_end) const {
  for (std::byte* at = block.begin; at != used_end; at += stride()) {
    auto* const entry = reinterpret_cast<Entry*>(at);
    std::destroy_n(cells_of(*entry).data(), parts_);
    std::destroy_at(entry);
  }
  free_pages(block.begin);
}

void EntryPool::release_all() {
  for (const Block& block : blocks_) release(block, &block == &blocks_.back() ? next_ : block.end);
  blocks_.clear();
  next_ = nullptr;
  free_ = nullptr;
}

}  // namespace whimbrel::script
