// TableKey: an index of a table, made ready for a look-up.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "script/model/table.h"

namespace whimbrel::script {

struct TableKey {
  std::span<const Cell> cells;
  const std::string* bytes = nullptr;  ///< where cells cannot be compared. All keys of a table are of the same sort
  uint32_t hash = 0;                   ///< quick to make, or that of the order
};

/// What is a number for keys and for `switch`: bool, int, count, port, enum.
inline bool is_number(Tag tag) {
  return tag == Tag::Bool || tag == Tag::Int || tag == Tag::Count || tag == Tag::Port || tag == Tag::Enum;
}
inline uint64_t number_of(const Cell& cell) {
  return cell.tag() == Tag::Enum ? static_cast<uint64_t>(cell.enum_value()) : cell.word();
}

/// With the quick hash. False if the index cannot be a key. `scratch` gets bytes that the key then may point to.
bool make_key(TableKey& key, std::span<const Cell> index, std::string& scratch);
/// The key of what is in a table, with the quick hash.
TableKey key_of(const TableObject::Entry& entry, bool has_bytes);
/// The same key with the hash that decides on the order: the lower half of SipHash-2-4.
TableKey hashed_for_order(TableKey key);
bool same_key(const TableKey& key, const TableObject::Entry& entry);
/// Compared and hashed by its bytes.
bool is_complex(Tag tag);

}  // namespace whimbrel::script
