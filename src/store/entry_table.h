// EntryTable: encoded keys, and for each an encoded value and the time when it expires, if it does. Equal keys must
// have equal bytes (see canonical_key()).
//
// Entries can be visited in pieces while others come, go and change: one that is there all the time is visited once.
// Owned by a master's backend or a clone, and used by its thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "whimbrel/bytes.h"
#include "whimbrel/value.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// An entry in bytes, which somebody else holds.
struct EntryView {
  BytesView key, value;
  std::optional<Timestamp> expiry;
};

/// False ends a visit.
using EntryVisitor = std::function<bool(const EntryView&)>;

/// The bytes by which a key is known: senders may write sets, tables and sizes in more than one way. `scratch` holds
/// them if they are not the key's own.
BytesView canonical_key(const ValueView& key, std::vector<std::byte>& scratch);

class EntryTable {
 public:
  EntryTable() = default;
  EntryTable(EntryTable&&) = default;
  EntryTable& operator=(EntryTable&&) = default;

  /// Valid until the next change.
  std::optional<EntryView> find(BytesView key) const;
  /// True if there was no such entry.
  bool put(BytesView key, BytesView value, std::optional<Timestamp> expiry);
  /// False if there was none.
  bool erase(BytesView key);
  void clear();
  size_t size() const { return size_; }

  /// Visits entries from a position on, 0 at first, until the visitor returns false for one, which does not count as
  /// visited then. Returns where to go on, or 0 at the end.
  uint64_t visit(uint64_t position, const EntryVisitor& visitor) const;

 private:
  struct Block;
  struct Free {
    void operator()(Block* block) const;
  };
  using BlockPtr = std::unique_ptr<Block, Free>;
  /// Where a key may be found.
  struct Bucket {
    uint32_t hash = 0;
    uint32_t slot = kNone;
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  static BlockPtr make_block(BytesView key, BytesView value, std::optional<Timestamp> expiry);
  static EntryView view_of(const Block& block);
  /// The bucket of the key, or the free one where it belongs.
  size_t bucket_of(BytesView key, uint32_t hash) const;
  void grow();
  uint32_t add_slot(BlockPtr block);

  std::vector<BlockPtr> slots_;
  std::vector<uint32_t> free_slots_;
  std::vector<Bucket> buckets_;  // a power of two, at most three quarters full
  size_t size_ = 0;
};

}  // namespace whimbrel
