// EntryIndex: finds the entries of a table by their index, and knows no order. It is quicker than a Dictionary, which
// has to keep the order of the reference: numbers that follow each other lie side by side, and nothing is moved.
#pragma once

#include <cstdint>

#include "script/model/pages.h"
#include "script/model/table_key.h"

namespace whimbrel::script {

class EntryIndex {
 public:
  using Entry = TableObject::Entry;

  bool exists() const { return !slots_.empty(); }
  bool is_full() const { return count_ >= most_; }
  /// Empty, with room for more than `count` entries.
  void make_room(size_t count);
  void drop() { *this = {}; }

  Entry* find(const TableKey& key) const;
  /// One that is not there yet. False if too many others are where it should be: the keys do not suit this index.
  bool add(Entry* entry);

 private:
  static constexpr unsigned kNeighbours = 3;  // 2^3 numbers in a row lie in 8 slots in a row: one line of the cache
  static constexpr size_t kMostSteps = 64;

  size_t first_slot(uint32_t hash) const {
    constexpr uint64_t kFibonacci = 11400714819323198485u;  // 2^64 divided by the golden ratio
    const size_t line = (hash >> kNeighbours) * kFibonacci >> shift_;
    return line << kNeighbours | (hash & ((1u << kNeighbours) - 1));
  }

  GrowingArray<Entry*> slots_;  // 2^n
  unsigned shift_ = 0;          // of a product, to have the number of a line
  size_t count_ = 0;
  size_t most_ = 0;
};

inline EntryIndex::Entry* EntryIndex::find(const TableKey& key) const {
  Entry* const* const slots = slots_.begin();
  const size_t mask = slots_.size() - 1;
  size_t slot = first_slot(key.hash);
  for (size_t step = 1; Entry* const entry = slots[slot]; ++step) {
    if (entry->index.hash() == key.hash && same_key(key, *entry)) return entry;
    slot = (slot + step) & mask;  // triangular numbers: every slot in the end
  }
  return nullptr;
}

}  // namespace whimbrel::script
