#include "store/entry_table.h"

#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <string_view>

#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr size_t kFirstBuckets = 16;

uint32_t hash_of(BytesView key) {
  const std::string_view text(reinterpret_cast<const char*>(key.data()), key.size());
  const uint64_t hash = std::hash<std::string_view>()(text);
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

bool equal(BytesView a, BytesView b) { return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0; }

/// Is the size behind the tag written in as few bytes as possible?
bool has_shortest_size(BytesView text) {
  size_t last = 1;
  while ((static_cast<uint8_t>(text[last]) & 0x80) != 0) ++last;
  return last == 1 || text[last] != std::byte{0};
}

}  // namespace

BytesView canonical_key(const ValueView& key, std::vector<std::byte>& scratch) {
  switch (key.kind()) {
    case Kind::String:
    case Kind::EnumValue:
      if (has_shortest_size(key.bytes())) return key.bytes();
      break;
    case Kind::Set:
    case Kind::Table:
    case Kind::Vector:
      break;
    default:
      return key.bytes();
  }
  const auto owned = key.to_value(kMaxOwnedSize);
  if (!owned) return key.bytes();  // nobody will look for it by its content
  scratch = encode(*owned);
  return scratch;
}

/// One piece of memory: this, the key, the value.
struct EntryTable::Block {
  int64_t expiry;
  uint32_t key_size, value_size;
  std::byte* bytes() { return reinterpret_cast<std::byte*>(this + 1); }
  const std::byte* bytes() const { return reinterpret_cast<const std::byte*>(this + 1); }
};

void EntryTable::Free::operator()(Block* block) const { std::free(block); }

EntryTable::BlockPtr EntryTable::make_block(BytesView key, BytesView value, std::optional<Timestamp> expiry) {
  void* const memory = std::malloc(sizeof(Block) + key.size() + value.size());
  if (!memory) throw std::bad_alloc();
  auto* const block = new (memory)
      Block{expiry ? expiry->ns : kNever, static_cast<uint32_t>(key.size()), static_cast<uint32_t>(value.size())};
  std::memcpy(block->bytes(), key.data(), key.size());
  std::memcpy(block->bytes() + key.size(), value.data(), value.size());
  return BlockPtr(block);
}

EntryView EntryTable::view_of(const Block& block) {
  EntryView entry{{block.bytes(), block.key_size}, {block.bytes() + block.key_size, block.value_size}, {}};
  if (block.expiry != kNever) entry.expiry = Timestamp{block.expiry};
  return entry;
}

size_t EntryTable::bucket_of(BytesView key, uint32_t hash) const {
  const size_t mask = buckets_.size() - 1;
  size_t at = hash & mask;
  for (; buckets_[at].slot != kNone; at = (at + 1) & mask)
    if (buckets_[at].hash == hash && equal(view_of(*slots_[buckets_[at].slot]).key, key)) break;
  return at;
}

std::optional<EntryView> EntryTable::find(BytesView key) const {
  if (buckets_.empty()) return std::nullopt;
  const uint32_t slot = buckets_[bucket_of(key, hash_of(key))].slot;
  return slot == kNone ? std::nullopt : std::optional(view_of(*slots_[slot]));
}

bool EntryTable::put(BytesView key, BytesView value, std::optional<Timestamp> expiry) {
  if (4 * (size_ + 1) > 3 * buckets_.size()) grow();
  const uint32_t hash = hash_of(key);
  Bucket& bucket = buckets_[bucket_of(key, hash)];
  if (bucket.slot == kNone) {
    bucket.slot = add_slot(make_block(key, value, expiry));
    bucket.hash = hash;
    ++size_;
    return true;
  }
  BlockPtr& block = slots_[bucket.slot];
  if (block->value_size == value.size()) {
    block->expiry = expiry ? expiry->ns : kNever;
    std::memmove(block->bytes() + block->key_size, value.data(), value.size());
  } else {
    block = make_block(key, value, expiry);
  }
  return false;
}

uint32_t EntryTable::add_slot(BlockPtr block) {
  if (free_slots_.empty()) {
    slots_.push_back(std::move(block));
    return static_cast<uint32_t>(slots_.size() - 1);
  }
  const uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  slots_[slot] = std::move(block);
  return slot;
}

bool EntryTable::erase(BytesView key) {
  if (buckets_.empty()) return false;
  const size_t mask = buckets_.size() - 1;
  size_t hole = bucket_of(key, hash_of(key));
  const uint32_t slot = buckets_[hole].slot;
  if (slot == kNone) return false;
  slots_[slot].reset();
  free_slots_.push_back(slot);
  --size_;
  // What stands behind moves up, unless it would get in front of where it belongs.
  for (size_t at = (hole + 1) & mask; buckets_[at].slot != kNone; at = (at + 1) & mask) {
    const size_t home = buckets_[at].hash & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    buckets_[hole] = buckets_[at];
    hole = at;
  }
  buckets_[hole] = {};
  return true;
}

void EntryTable::clear() { *this = EntryTable(); }

void EntryTable::grow() {
  std::vector<Bucket> old(std::max(kFirstBuckets, 2 * buckets_.size()));
  old.swap(buckets_);
  const size_t mask = buckets_.size() - 1;
  for (const Bucket& bucket : old) {
    if (bucket.slot == kNone) continue;
    size_t at = bucket.hash & mask;
    while (buckets_[at].slot != kNone) at = (at + 1) & mask;
    buckets_[at] = bucket;
  }
}

uint64_t EntryTable::visit(uint64_t position, const EntryVisitor& visitor) const {
  for (uint64_t i = position; i < slots_.size(); ++i)
    if (slots_[i] && !visitor(view_of(*slots_[i]))) return i;
  return 0;
}

}  // namespace whimbrel
