// Entries: what is in a table, and two ways to it. A Dictionary keeps the order of walks as the reference has it, at a
// price. Scripts seldom walk a table, so for one that has grown a little, and has not lost an entry yet, an EntryIndex
// finds entries, and new ones are put in the Dictionary later, many at a time: when it matters where they are.
#pragma once

#include <vector>

#include "script/model/dictionary.h"
#include "script/model/entry_index.h"
#include "script/model/entry_pool.h"

namespace whimbrel::script {

class Entries {
 public:
  using Entry = TableObject::Entry;

  size_t size() const { return dictionary_.size() + waiting_; }
  void set_ordered(bool ordered) { dictionary_.set_ordered(ordered); }

  Entry* find(const TableKey& key);
  /// As find(), for an assignment: the entry, or where it is to be inserted.
  struct Place {
    Entry* entry = nullptr;
    Dictionary::Position position;
  };
  Place locate(const TableKey& key);
  /// At the place that locate() has just given for its key. Null if an index with so many parts does not go with the
  /// others.
  Entry* insert(const Place& place, const TableKey& key, const Cell& value, StringObject* key_bytes);
  /// The entry is no longer in the table, but still there, until destroy(). Null if there was none.
  Entry* take_out(const TableKey& key);
  void destroy(Entry* entry) { pool_.destroy(entry); }
  /// Makes it empty; what was in it, in the order of walks. Destroying it may come back to this table.
  struct Contents {
    std::vector<Entry*> entries;
    EntryPool pool;
  };
  Contents take_contents();
  void clear() { reset(); }

  /// With all entries.
  Dictionary& dictionary() {
    put_in_order();
    return dictionary_;
  }
  bool is_walked() const { return dictionary_.is_walked(); }

 private:
  EntryPool reset();
  void index_all();
  void give_up_index();
  void found(const TableKey& key);
  void put_in_order() {
    if (waiting_ > 0) put_waiting_in_order();
  }
  void put_waiting_in_order();

  EntryPool pool_;
  Dictionary dictionary_;
  EntryIndex index_;
  bool wants_index_ = true;   // no entry was erased: those of the pool are in the order of their insertion
  EntryPool::Mark in_order_;  // while there is an index: entries of the pool before it are in the dictionary
  size_t waiting_ = 0;        // those behind it
};

}  // namespace whimbrel::script
