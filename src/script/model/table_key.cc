#include "script/model/table_key.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <string_view>

#include "script/model/function.h"
#include "script/model/objects.h"
#include "script/model/seeds.h"
#include "script/model/siphash.h"

namespace whimbrel::script {
namespace {

/// Hashes words by multiplication. Who knows the seeds can find words that collide: see EntryIndex::add().
class QuickHash {
 public:
  void add(uint64_t word) {
    const auto product = static_cast<unsigned __int128>(hash_ ^ word) * 0x9e3779b97f4a7c15u;
    hash_ = static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
  }
  void add(const Address& address) {
    std::array<uint64_t, 2> words;
    std::memcpy(words.data(), address.bytes.data(), sizeof words);
    add(words[0]);
    add(words[1]);
  }
  /// False if it is not atomic.
  bool add(const Cell& cell);
  uint32_t hash() const { return static_cast<uint32_t>(hash_ ^ hash_ >> 32); }

 private:
  uint64_t hash_ = siphash_key[0];
};

bool QuickHash::add(const Cell& cell) {
  if (is_complex(cell.tag())) return false;
  switch (cell.tag()) {
    case Tag::String:
      add(std::hash<std::string_view>()(cell.string()));
      break;
    case Tag::Addr:
      add(cell.as<AddrObject>().address);
      break;
    case Tag::Subnet:
      add(cell.as<SubnetObject>().subnet.network);
      add(cell.as<SubnetObject>().subnet.bits);
      break;
    case Tag::Func:
      add(cell.as<FuncObject>().function->id);
      break;
    default:  // doubles by their bits: 0.0 and -0.0 are two keys
      add(number_of(cell));
  }
  return true;
}

bool same_atomic(const Cell& a, const Cell& b) {
  if (a.tag() == Tag::Enum) return b.tag() == Tag::Enum && a.enum_value() == b.enum_value();
  if (a.word() == b.word()) return true;  // doubles by their bits, as they are hashed; one object is itself
  if (!a.is_object() || a.tag() != b.tag()) return false;
  if (a.tag() == Tag::Func) return a.as<FuncObject>().function == b.as<FuncObject>().function;
  return equal(a, b);
}

/// Of an atomic index.
uint64_t siphash_of(std::span<const Cell> index) {
  const Cell& first = index[0];
  if (index.size() == 1 && !first.is_object()) return siphash_word(number_of(first));
  if (index.size() == 1 && first.tag() == Tag::String) return siphash(first.string().data(), first.string().size());
  thread_local std::string bytes;  // kept, so that a look-up does not allocate
  bytes.clear();
  append_key(bytes, index);
  return siphash(bytes.data(), bytes.size());
}

const std::string& key_bytes(const TableObject::Entry& entry) { return entry.index.end()->string(); }

}  // namespace

bool is_complex(Tag tag) {
  return is_aggregate(tag) || tag == Tag::List || tag == Tag::Pattern || tag == Tag::Void || tag == Tag::File ||
         tag == Tag::Opaque || tag == Tag::Type;
}

bool make_key(TableKey& key, std::span<const Cell> index, std::string& scratch) {
  key.cells = index;
  if (index.size() == 1 && is_number(index[0].tag())) {  // as it is: EntryIndex puts neighbours side by side
    const uint64_t number = number_of(index[0]);
    key.hash = static_cast<uint32_t>(number ^ number >> 32);
    return true;
  }
  QuickHash hash;
  if (std::all_of(index.begin(), index.end(), [&](const Cell& cell) { return hash.add(cell); })) {
    key.hash = hash.hash();
    return true;
  }
  scratch.clear();
  if (!append_key(scratch, index)) return false;
  key.bytes = &scratch;
  key.hash = static_cast<uint32_t>(siphash(scratch.data(), scratch.size()));
  return true;
}

TableKey key_of(const TableObject::Entry& entry, bool has_bytes) {
  return {entry.index, has_bytes ? &key_bytes(entry) : nullptr, entry.index.hash()};
}

TableKey hashed_for_order(TableKey key) {
  if (!key.bytes) key.hash = static_cast<uint32_t>(siphash_of(key.cells));
  return key;
}

bool same_key(const TableKey& key, const TableObject::Entry& entry) {
  if (key.bytes) return key_bytes(entry) == *key.bytes;
  if (key.cells.size() != entry.index.size()) return false;
  for (size_t i = 0; i < key.cells.size(); ++i)
    if (!same_atomic(key.cells[i], entry.index[i])) return false;
  return true;
}

}  // namespace whimbrel::script
