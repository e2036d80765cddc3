// EntryPool: the memory of a table's entries. They lie side by side in blocks, in the order in which they were made, so
// a large table is made and destroyed without a call to the allocator for each entry.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "script/model/objects.h"
#include "script/model/pages.h"
#include "script/model/table.h"

namespace whimbrel::script {

class EntryPool {
 public:
  using Entry = TableObject::Entry;

  EntryPool() = default;
  EntryPool(EntryPool&& other) noexcept { swap(other); }
  EntryPool& operator=(EntryPool&& other) noexcept {
    EntryPool taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~EntryPool();

  /// Can it make such an entry? All that are there have the same number of parts, and key bytes or not.
  bool fits(std::span<const Cell> index, bool key_bytes) const {
    return blocks_.empty() || (index.size() == parts_ && key_bytes == (cells_ > parts_));
  }
  Entry* make(std::span<const Cell> index, uint32_t hash, const Cell& value, StringObject* key_bytes = nullptr);
  /// Its memory is used again. When no entry is left, all but a little is given back.
  void destroy(Entry* entry);

  /// A way through the entries in the order in which they were made, as long as none has been destroyed.
  struct Mark {
    size_t block = 0;
    size_t offset = 0;
  };
  Mark end() const {
    if (blocks_.empty()) return {};
    return {blocks_.size() - 1, static_cast<size_t>(next_ - blocks_.back().begin)};
  }
  /// The entry at the mark, which then is one further; null at the end.
  Entry* next(Mark& mark) const;
  bool keeps_key_bytes() const { return cells_ > parts_; }

 private:
  struct Block {
    std::byte* begin;
    std::byte* end;
  };

  void swap(EntryPool& other) noexcept;
  static Cell* cells_of(Entry* entry) { return reinterpret_cast<Cell*>(entry + 1); }
  size_t stride() const { return sizeof(Entry) + cells_ * sizeof(Cell); }
  void add_block();
  void release(const Block& block, std::byte* used_end) const;
  void release_all();

  size_t parts_ = 0;  // of an index
  size_t cells_ = 0;  // behind an entry
  size_t live_ = 0;
  std::vector<Block> blocks_;
  std::byte* next_ = nullptr;  // the first byte of the last block that has not been used yet
  Entry* free_ = nullptr;      // entries that were destroyed, linked by next_free
};

}  // namespace whimbrel::script
