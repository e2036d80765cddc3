#include "script/model/entries.h"

#include <array>

namespace whimbrel::script {

namespace {

constexpr size_t kFewest = 32;                    // entries for which an index pays
constexpr size_t kMostWaiting = size_t{1} << 20;  // so that putting them in order takes no more than some 0.2 s
constexpr size_t kAtOnce = 16;                    // whose slots are fetched together

}  // namespace

// -- look-up

Entries::Entry* Entries::find(const TableKey& key) {
  if (!index_.exists()) return dictionary_.find(hashed_for_order(key));
  Entry* const entry = index_.find(key);
  if (entry) found(key);
  return entry;
}

/// While the dictionary is being remapped, who finds an entry moves it.
void Entries::found(const TableKey& key) {
  put_in_order();
  if (dictionary_.is_remapping()) dictionary_.locate(hashed_for_order(key));
}

Entries::Place Entries::locate(const TableKey& key) {
  Place place;
  if (index_.exists()) {
    place.entry = find(key);
  } else {
    place.position = dictionary_.locate(hashed_for_order(key));
    if (place.position.found) place.entry = &dictionary_.at(place.position);
  }
  if (place.entry) dictionary_.remap_some();
  return place;
}

// -- changes

Entries::Entry* Entries::insert(const Place& place, const TableKey& key, const Cell& value, StringObject* key_bytes) {
  if (!pool_.fits(key.cells, key_bytes != nullptr)) return nullptr;
  Entry* const entry = pool_.make(key.cells, key.hash, value, key_bytes);
  if (!index_.exists()) {
    dictionary_.insert(place.position, hashed_for_order(key).hash, entry);
    dictionary_.remap_some();
    if (wants_index_ && size() == kFewest) {
      in_order_ = pool_.end();
      index_all();
    }
    return entry;
  }
  ++waiting_;
  if (index_.is_full())
    index_all();
  else if (!index_.add(entry))
    give_up_index();
  if (is_walked() || waiting_ == kMostWaiting) put_in_order();
  return entry;
}

void Entries::index_all() {
  index_.make_room(size());
  EntryPool::Mark mark;
  while (Entry* const entry = pool_.next(mark))
    if (!index_.add(entry)) return give_up_index();
}

void Entries::give_up_index() {
  put_in_order();
  index_.drop();
  wants_index_ = false;
}

void Entries::put_waiting_in_order() {
  struct Waiting {
    Entry* entry;
    TableKey key;
  };
  std::array<Waiting, kAtOnce> some;
  while (waiting_ > 0) {
    size_t count = 0;
    for (Waiting& each : some) {
      each.entry = pool_.next(in_order_);
      if (!each.entry) break;
      each.key = hashed_for_order(key_of(*each.entry, pool_.keeps_key_bytes()));
      dictionary_.fetch(each.key);
      ++count;
    }
    waiting_ -= count;
    for (const Waiting& each : std::span(some).first(count)) {
      dictionary_.insert(dictionary_.locate(each.key), each.key.hash, each.entry);
      dictionary_.remap_some();
    }
  }
}

Entries::Entry* Entries::take_out(const TableKey& key) {
  give_up_index();
  return dictionary_.take_out(hashed_for_order(key));
}

Entries::Contents Entries::take_contents() {
  Contents contents;
  contents.entries = dictionary().entries();
  contents.pool = reset();
  return contents;
}

/// Makes it empty. The entries live on in their pool.
EntryPool Entries::reset() {
  dictionary_.clear();
  index_.drop();
  wants_index_ = true;
  waiting_ = 0;
  return std::move(pool_);
}

}  // namespace whimbrel::script
