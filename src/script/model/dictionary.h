// Dictionary: the slots of a table. It decides in which order a table is walked, and must do as the reference does to
// the letter (docs/formats/iteration-order.md): scripts' output shows the order.
//
// Open addressing in clusters: entries with the same home slot (their bucket) stand side by side, and clusters stand in
// the order of their buckets. Each slot knows how far it is from its bucket. Growing only appends slots; entries are
// then moved to their new buckets a few at a time, from the last slot down to the first (remapping). Until that has
// ended, a look-up tries the buckets of earlier sizes, too.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "script/model/pages.h"
#include "script/model/table_key.h"

namespace whimbrel::script {

/// Keys are given to it with the hash of the order (hashed_for_order()). The entries belong to others.
class Dictionary {
 public:
  using Entry = TableObject::Entry;
  using Walk = TableObject::Walk;

  Dictionary() = default;
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;

  size_t size() const { return size_; }
  bool is_ordered() const { return ordered_; }
  /// Walks go in order of insertion from now on. Only while it is empty.
  void set_ordered(bool ordered) { ordered_ = ordered; }

  Entry* find(const TableKey& key);
  /// Where the key is, or where it would be inserted.
  struct Position {
    size_t slot = 0;
    bool found = false;
  };
  Position locate(const TableKey& key);
  Entry& at(const Position& position) const { return *slots_[position.slot].entry; }
  /// Says that locate() will be called for it soon.
  void fetch(const TableKey& key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[bucket(key.hash, bits_)]);
  }
  /// At the position that locate() has just given for its key.
  void insert(Position position, uint32_t hash, Entry* entry);
  bool is_remapping() const { return remap_end_ >= 0; }
  /// Part of every assignment, also of one that replaces a value.
  void remap_some() {
    if (is_remapping() && !is_walked()) remap_more();
  }
  /// The entry is no longer in the dictionary. Null if there was none.
  Entry* take_out(const TableKey& key);
  void clear();
  std::vector<Entry*> entries() const;  ///< in the order of walks

  // -- walks
  void begin(Walk& walk);
  void end(Walk& walk);
  Entry* next(Walk& walk);
  bool is_walked() const { return !walks_.empty(); }
  /// The first entry in a slot from `place` on, which becomes the next place; null at the end.
  Entry* entry_from(size_t& place) const { return entry_from(place, slots_.size()); }

 private:
  struct Slot {
    Entry* entry;  // null: free
    uint32_t hash;
    uint32_t distance;
  };

  bool is_free(size_t slot) const { return !slots_[slot].entry; }
  /// The bucket that the entry in a slot was put in, maybe at an earlier size.
  size_t bucket_of(size_t slot) const { return slot - slots_[slot].distance; }
  static size_t bucket(uint32_t hash, unsigned bits);
  static bool is_key_of(const TableKey& key, const Slot& slot);
  Position search(const TableKey& key, size_t bucket, size_t end) const;
  size_t end_of_cluster(size_t slot, size_t bucket) const;

  void grow();
  void set_slots(unsigned bits);
  void remap_more();
  bool remap(size_t slot, size_t* moved_to = nullptr);
  size_t put(size_t slot, Slot entry);
  Slot take(size_t slot);

  Entry* entry_from(size_t& place, size_t end) const;
  void moved(Entry* entry, size_t from, size_t to) {
    if (is_walked()) tell_walks(entry, from, to);
  }
  void tell_walks(Entry* entry, size_t from, size_t to);
  void forget(const Entry* entry);
  void compact_order();

  GrowingArray<Slot> slots_;
  size_t most_ = 0;    // entries, before it grows
  unsigned bits_ = 0;  // there are 2^bits_ buckets
  size_t size_ = 0;
  long remap_end_ = -1;                         // slots up to here may hold entries of earlier sizes
  unsigned growths_ = 0;                        // since remapping ended last
  uint64_t displacement_ = 0, insertions_ = 0;  // since the last growth
  std::vector<Walk*> walks_;

  bool ordered_ = false;
  std::vector<Entry*> order_;  // of insertion; null: erased since
  std::unordered_map<const Entry*, size_t> order_places_;
};

}  // namespace whimbrel::script
