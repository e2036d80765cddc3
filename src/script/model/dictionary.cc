#include "script/model/dictionary.h"

#include <algorithm>

namespace whimbrel::script {

namespace {

constexpr uint64_t kFibonacci = 11400714819323198485u;  // 2^64 divided by the golden ratio
constexpr unsigned kSmallBits = 3;                      // up to here a table may be full
constexpr size_t kFullPercent = 75;
constexpr int kRemapsAtOnce = 16;
// Long searches make it grow before it is full.
constexpr uint64_t kMinInsertions = 128, kMaxDisplacement = 32;
constexpr size_t kMinPercent = 25;

size_t capacity(unsigned bits) { return (size_t{1} << bits) + bits; }

/// Removes one occurrence; false if there is none.
bool remove(std::vector<Dictionary::Entry*>& entries, const Dictionary::Entry* entry) {
  const auto found = std::find(entries.begin(), entries.end(), entry);
  if (found == entries.end()) return false;
  entries.erase(found);
  return true;
}

}  // namespace

// -- look-up

size_t Dictionary::bucket(uint32_t hash, unsigned bits) { return (hash * kFibonacci) & ((uint64_t{1} << bits) - 1); }

bool Dictionary::is_key_of(const TableKey& key, const Slot& slot) {
  return slot.hash == key.hash && same_key(key, *slot.entry);
}

Dictionary::Position Dictionary::search(const TableKey& key, size_t bucket, size_t end) const {
  const Slot* const slots = slots_.begin();
  size_t slot = bucket;
  for (; slot < end && slots[slot].entry; ++slot) {
    const size_t other = slot - slots[slot].distance;
    if (other > bucket) break;
    if (other == bucket && is_key_of(key, slots[slot])) return {slot, true};
  }
  return {slot, false};
}

Dictionary::Position Dictionary::locate(const TableKey& key) {
  if (slots_.empty()) return {};
  const Position position = search(key, bucket(key.hash, bits_), slots_.size());
  if (position.found || !is_remapping()) return position;
  const size_t mixed_end = std::min(static_cast<size_t>(remap_end_) + 1, slots_.size());
  for (unsigned i = 1; i <= growths_; ++i) {
    const size_t earlier = bucket(key.hash, bits_ - i);
    if (earlier >= mixed_end) continue;
    Position old = search(key, earlier, mixed_end);
    if (!old.found) continue;
    if (!is_walked()) remap(old.slot, &old.slot);
    return old;
  }
  return position;
}

Dictionary::Entry* Dictionary::find(const TableKey& key) {
  const Position position = locate(key);
  return position.found ? slots_[position.slot].entry : nullptr;
}

/// The first slot from there on that is free or has an entry of a larger bucket.
size_t Dictionary::end_of_cluster(size_t slot, size_t bucket) const {
  const Slot* const slots = slots_.begin();
  const size_t end = slots_.size();
  while (slot < end && slots[slot].entry && slot - slots[slot].distance <= bucket) ++slot;
  return slot;
}

// -- changes

void Dictionary::insert(Position position, uint32_t hash, Entry* entry) {
  if (slots_.empty()) set_slots(bits_);
  const size_t slot = position.slot;
  const size_t last = put(slot, {entry, hash, static_cast<uint32_t>(slot - bucket(hash, bits_))});
  // Entries of earlier sizes may have been pushed over the border.
  if (static_cast<long>(slot) <= remap_end_ && remap_end_ < static_cast<long>(last))
    remap_end_ = static_cast<long>(last);
  if (ordered_) {
    order_places_[entry] = order_.size();
    order_.push_back(entry);
  }
  ++size_;
  ++insertions_;
  displacement_ += last - slot;
  if (size_ > most_) grow();
  if (displacement_ > insertions_ * kMaxDisplacement && insertions_ > kMinInsertions &&
      size_ > slots_.size() * kMinPercent / 100)
    grow();
}

/// Puts an entry in a slot. Whoever is there, the first of the next cluster, goes to the end of his cluster, and so on.
/// The last slot that was written.
size_t Dictionary::put(size_t slot, Slot entry) {
  for (;;) {
    if (slot == slots_.size()) grow();
    Slot* const slots = slots_.begin();
    if (!slots[slot].entry) {
      slots[slot] = entry;
      return slot;
    }
    const size_t cluster = bucket_of(slot);
    const size_t end = end_of_cluster(slot, cluster);
    std::swap(slots[slot], entry);
    entry.distance += static_cast<uint32_t>(end - slot);
    moved(entry.entry, slot, end);
    slot = end;
  }
}

/// Empties a slot. The last of the next cluster fills the hole, the last of the one behind fills his, and so on.
Dictionary::Slot Dictionary::take(size_t slot) {
  Slot* const slots = slots_.begin();
  const Slot taken = slots[slot];
  for (;;) {
    const size_t next = slot + 1;
    if (next == slots_.size() || slots[next].distance == 0) break;  // of a free slot it is 0, too
    const size_t last = end_of_cluster(next, bucket_of(next)) - 1;
    slots[slot] = slots[last];
    slots[slot].distance -= static_cast<uint32_t>(last - slot);
    moved(slots[slot].entry, last, slot);
    slot = last;
  }
  slots[slot] = {};
  return taken;
}

Dictionary::Entry* Dictionary::take_out(const TableKey& key) {
  const Position position = locate(key);
  if (!position.found) return nullptr;
  Entry* const entry = take(position.slot).entry;
  --size_;
  forget(entry);
  return entry;
}

std::vector<Dictionary::Entry*> Dictionary::entries() const {
  std::vector<Entry*> entries;
  entries.reserve(size_);
  if (ordered_) {
    for (Entry* entry : order_)
      if (entry) entries.push_back(entry);
  } else {
    for (const Slot& slot : slots_)
      if (slot.entry) entries.push_back(slot.entry);
  }
  return entries;
}

void Dictionary::clear() {
  slots_ = {};
  most_ = 0;
  bits_ = 0;
  size_ = 0;
  remap_end_ = -1;
  growths_ = 0;
  displacement_ = insertions_ = 0;
  order_.clear();
  order_places_.clear();
  for (Walk* walk : walks_) {
    walk->seen_.clear();
    walk->skipped_.clear();
  }
}

// -- growth

void Dictionary::set_slots(unsigned bits) {
  bits_ = bits;
  slots_.grow(capacity(bits));
  most_ = bits <= kSmallBits ? slots_.size() : slots_.size() * kFullPercent / 100;
}

void Dictionary::grow() {
  remap_end_ = static_cast<long>(slots_.size());  // one more: put() may be about to use the first new slot
  set_slots(bits_ + 1);
  ++growths_;
  displacement_ = insertions_ = 0;
}

void Dictionary::remap_more() {
  for (int left = kRemapsAtOnce; is_remapping() && left > 0;) {
    const size_t slot = static_cast<size_t>(remap_end_);
    if (!is_free(slot) && remap(slot))
      --left;
    else
      --remap_end_;
  }
  if (!is_remapping()) growths_ = 0;
}

/// Moves the entry to its bucket of the present size. False if it is there.
bool Dictionary::remap(size_t slot, size_t* moved_to) {
  const size_t wanted = bucket(slots_[slot].hash, bits_);
  if (bucket_of(slot) == wanted) return false;
  Slot entry = take(slot);
  const size_t place = end_of_cluster(wanted, wanted);
  entry.distance = static_cast<uint32_t>(place - wanted);
  put(place, entry);
  if (moved_to) *moved_to = place;
  return true;
}

// -- walks

void Dictionary::begin(Walk& walk) {
  walk.end_ = slots_.size();
  walks_.push_back(&walk);
}

void Dictionary::end(Walk& walk) {
  walks_.erase(std::find(walks_.begin(), walks_.end(), &walk));
  if (ordered_ && walks_.empty()) compact_order();
}

Dictionary::Entry* Dictionary::next(Walk& walk) {
  if (ordered_) {
    while (walk.place_ < order_.size())
      if (Entry* entry = order_[walk.place_++]) return entry;
    return nullptr;
  }
  while (Entry* entry = entry_from(walk.place_, walk.end_))
    if (walk.seen_.empty() || !remove(walk.seen_, entry)) return entry;
  if (walk.skipped_.empty()) return nullptr;
  Entry* entry = walk.skipped_.back();
  walk.skipped_.pop_back();
  return entry;
}

Dictionary::Entry* Dictionary::entry_from(size_t& place, size_t end) const {
  end = std::min(end, slots_.size());
  while (place < end)
    if (Entry* entry = slots_[place++].entry) return entry;
  return nullptr;
}

void Dictionary::tell_walks(Entry* entry, size_t from, size_t to) {
  for (Walk* walk : walks_) {
    const auto is_to_come = [walk](size_t slot) { return slot >= walk->place_ && slot < walk->end_; };
    if (is_to_come(from) == is_to_come(to)) continue;
    if (is_to_come(to)) {
      if (!remove(walk->skipped_, entry)) walk->seen_.push_back(entry);
    } else {
      if (!remove(walk->seen_, entry)) walk->skipped_.push_back(entry);
    }
  }
}

void Dictionary::forget(const Entry* entry) {
  for (Walk* walk : walks_) {
    remove(walk->seen_, entry);
    remove(walk->skipped_, entry);
  }
  if (!ordered_) return;
  const auto found = order_places_.find(entry);
  order_[found->second] = nullptr;
  order_places_.erase(found);
  if (walks_.empty()) compact_order();
}

void Dictionary::compact_order() {
  if (order_.size() < 2 * size_ + 16) return;
  std::erase(order_, nullptr);
  for (size_t i = 0; i < order_.size(); ++i) order_places_[order_[i]] = i;
}

}  // namespace whimbrel::script
