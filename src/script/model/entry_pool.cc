#include "script/model/entry_pool.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace whimbrel::script {
namespace {

constexpr size_t kFirstEntries = 2;
constexpr size_t kMostBytes = size_t{4} << 20;  // of a block
constexpr size_t kKeptBlocks = 4;               // of a table that has become empty

static_assert(sizeof(TableObject::Entry) == offsetof(TableObject::Entry, index) + sizeof(TableObject::Index));

}  // namespace

EntryPool::~EntryPool() { release_all(); }

void EntryPool::swap(EntryPool& other) noexcept {
  std::swap(parts_, other.parts_);
  std::swap(cells_, other.cells_);
  std::swap(live_, other.live_);
  std::swap(blocks_, other.blocks_);
  std::swap(next_, other.next_);
  std::swap(free_, other.free_);
}

EntryPool::Entry* EntryPool::make(std::span<const Cell> index, uint32_t hash, const Cell& value,
                                  StringObject* key_bytes) {
  if (blocks_.empty()) {
    parts_ = index.size();
    cells_ = parts_ + (key_bytes ? 1 : 0);
  }
  ++live_;
  Entry* entry = free_;
  if (entry) {
    free_ = entry->next_free;
    entry->accessed = 0;
    std::construct_at(&entry->index, parts_, hash);
    entry->value = value;
    std::copy(index.begin(), index.end(), cells_of(entry));
    if (key_bytes) cells_of(entry)[parts_] = key_bytes;
  } else {
    if (blocks_.empty() || next_ == blocks_.back().end) add_block();
    entry = std::construct_at(reinterpret_cast<Entry*>(next_), value, parts_, hash);
    std::uninitialized_copy(index.begin(), index.end(), cells_of(entry));
    if (key_bytes) std::construct_at(cells_of(entry) + parts_, key_bytes);
    next_ += stride();
  }
  return entry;
}

void EntryPool::add_block() {
  size_t count = kFirstEntries;
  if (!blocks_.empty()) count = 2 * static_cast<size_t>(blocks_.back().end - blocks_.back().begin) / stride();
  count = std::min(count, std::max<size_t>(kMostBytes / stride(), 1));
  next_ = static_cast<std::byte*>(allocate_pages(count * stride()));
  blocks_.push_back({next_, next_ + count * stride()});
}

EntryPool::Entry* EntryPool::next(Mark& mark) const {
  if (blocks_.empty()) return nullptr;
  const bool in_last = mark.block + 1 == blocks_.size();
  if (!in_last && blocks_[mark.block].begin + mark.offset == blocks_[mark.block].end) {
    mark = {mark.block + 1, 0};
    return next(mark);
  }
  std::byte* const at = blocks_[mark.block].begin + mark.offset;
  if (in_last && at == next_) return nullptr;
  mark.offset += stride();
  return reinterpret_cast<Entry*>(at);
}

void EntryPool::destroy(Entry* entry) {
  entry->value = {};
  std::fill_n(cells_of(entry), cells_, Cell());
  entry->next_free = std::exchange(free_, entry);
  if (--live_ == 0 && blocks_.size() > kKeptBlocks) release_all();
}

void EntryPool::release(const Block& block, std::byte* used_end) const {
  for (std::byte* at = block.begin; at != used_end; at += stride()) {
    auto* const entry = reinterpret_cast<Entry*>(at);
    std::destroy_n(cells_of(entry), cells_);
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
