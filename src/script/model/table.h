// TableObject: a table or set. Its order of iteration is that of the reference, entry for entry
// (docs/formats/iteration-order.md), so recorded output and scripts that (unwisely) depend on it come out the same.
//
// This class knows keys, values and order. Defaults, expiry and &on_change are run/tables.h, which calls it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "script/model/cell.h"

namespace whimbrel::script {

class Attributes;
class Entries;      // entries.h: where the entries are, and in which order
class PrefixIndex;  // table.cc: which subnets there are, by length
struct StringObject;

class TableObject final : public Object {
 public:
  /// `attributes`: those of the variable or constructor that made it (default, expiry, on_change, ordered); may be
  /// null.
  explicit TableObject(Ref<TableType> type, Ref<Attributes> attributes = nullptr);
  ~TableObject() override;

  Ref<TableType> type;
  Ref<Attributes> attributes;
  // What run/tables.cc and run/table_expiry.cc keep here.
  Cell default_value;           ///< of &default, once it has been needed
  bool reports_changes = true;  ///< to &on_change. False while that function runs, and in copies
  bool has_expiry_timer = false;
  size_t expiry_place = 0;         ///< where the next portion of a scan begins
  void set_ordered(bool ordered);  ///< while it is empty

  /// A cell for each part of an entry's index. They lie behind the entry.
  class Index {
   public:
    Index(size_t parts, uint32_t hash) : hash_(hash), parts_(static_cast<uint32_t>(parts)) {}
    Index(const Index&) = delete;
    Index& operator=(const Index&) = delete;
    size_t size() const { return parts_; }
    const Cell* data() const { return reinterpret_cast<const Cell*>(this + 1); }
    const Cell* begin() const { return data(); }
    const Cell* end() const { return data() + parts_; }
    const Cell& operator[](size_t part) const { return data()[part]; }
    operator std::span<const Cell>() const { return {data(), parts_}; }
    uint32_t hash() const { return hash_; }  ///< of its TableKey (table_key.h)

   private:
    const uint32_t hash_;
    const uint32_t parts_;
  };
  /// Made by a pool (entry_pool.h), which has room for the cells of the index, and for a string if a part of the index
  /// is an aggregate or pattern: the bytes of the key.
  struct Entry {
    Cell value;  ///< of a set: unset
    union {
      double accessed = 0;  ///< network time; 0: never expires until it is touched
      Entry* next_free;     ///< the pool's own, once it is gone
    };
    Index index;
    Entry(const Cell& value_, size_t parts, uint32_t hash) : value(value_), index(parts, hash) {}
  };

  size_t size() const;
  /// Null if there is none. Also null, with `*bad` set, if the index cannot be a key (a record with an unset field).
  Entry* find(std::span<const Cell> index, bool* bad = nullptr);
  /// Inserts or replaces the value. The entry, and whether it is new; null if the index cannot be a key.
  struct Assigned {
    Entry* entry;
    bool is_new;
    Cell old_value;  ///< of an entry that was there
  };
  Assigned assign(std::span<const Cell> index, const Cell& value);
  Assigned assign(std::initializer_list<Cell> index, const Cell& value) {
    return assign(std::span<const Cell>(index.begin(), index.size()), value);
  }
  /// False if it was not there. `gone`: what was.
  struct Gone {
    std::vector<Cell> index;
    Cell value;
  };
  bool erase(std::span<const Cell> index, Gone* gone = nullptr);
  void clear();

  /// Longest prefix that contains it, for tables indexed by subnet: what `a in t` and t[a] mean. Null if none.
  Entry* find_prefix(const Cell& addr_or_subnet);
  /// All entries whose subnet contains the given one, longest prefix first.
  std::vector<Entry*> matching_prefixes(const Cell& subnet);

  /// Walks the entries in order. While a Walk exists, growth does not move entries around; inserting or erasing during
  /// it is what the reference calls undefined: here, entries that stay are seen once, new ones perhaps, and it ends.
  class Walk {
   public:
    explicit Walk(TableObject& table);
    ~Walk();
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;
    Entry* next();  ///< null at the end

   private:
    friend class Dictionary;
    Ref<TableObject> table_;
    size_t place_ = 0;
    size_t end_ = 0;               // slots that there were in the beginning: what is put behind them is not seen
    std::vector<Entry*> seen_;     // that insertions have moved to places still to come
    std::vector<Entry*> skipped_;  // that deletions have moved to places already passed
  };
  bool is_walked() const;

  /// Slots from `place` on, for expiry that goes on later: up to `count` entries; `place` is where to go on, 0 at the
  /// end.
  std::vector<Entry*> some_entries(size_t& place, size_t count);
  /// After records that are keys have got more fields.
  void rehash();

 private:
  std::unique_ptr<Entries> entries_;
  std::unique_ptr<PrefixIndex> prefixes_;  // of tables indexed by subnet
};

/// The bytes that are hashed for an index (docs/formats/iteration-order.md). False if the index cannot be a key.
bool append_key(std::string& bytes, std::span<const Cell> index);

}  // namespace whimbrel::script
