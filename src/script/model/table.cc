#include "script/model/table.h"

#include <functional>
#include <map>

#include "script/model/attributes.h"
#include "script/model/entries.h"
#include "script/model/objects.h"

namespace whimbrel::script {

// -- prefixes

/// The subnets of a table by length, the longest first. It stands beside the dictionary, since a look-up there may
/// change the order of entries, and looking for prefixes does not do so.
class PrefixIndex {
 public:
  void add(const Subnet& subnet, TableObject::Entry* entry) { by_length_[subnet.bits][subnet.network] = entry; }

  void remove(const Subnet& subnet) {
    const auto length = by_length_.find(subnet.bits);
    if (length == by_length_.end()) return;
    length->second.erase(subnet.network);
    if (length->second.empty()) by_length_.erase(length);
  }

  void clear() { by_length_.clear(); }

  /// Calls `see` for those that contain the subnet, the longest first, until it returns false.
  template <class See>
  void containing(const Subnet& subnet, See see) const {
    for (auto length = by_length_.lower_bound(subnet.bits); length != by_length_.end(); ++length) {
      const auto found = length->second.find(subnet.network.masked(length->first));
      if (found != length->second.end() && !see(found->second)) return;
    }
  }

 private:
  std::map<uint8_t, std::map<Address, TableObject::Entry*>, std::greater<>> by_length_;
};

namespace {

Subnet subnet_of(const Cell& cell) {
  if (cell.tag() == Tag::Subnet) return cell.as<SubnetObject>().subnet;
  return {cell.as<AddrObject>().address, 128};
}

/// Kept, so that a look-up by several atomic values does not allocate either. append_key() of an index with tables in
/// it does not come back here.
std::string& scratch_bytes() {
  thread_local std::string bytes;
  return bytes;
}

/// An aggregate in an index is the table's own: who changes it later does not change the table.
std::vector<Cell> own_parts(std::span<const Cell> index) {
  std::vector<Cell> parts(index.begin(), index.end());
  for (Cell& cell : parts)
    if (is_complex(cell.tag())) cell = deep_copy(cell);
  return parts;
}

}  // namespace

// -- the table

TableObject::TableObject(Ref<TableType> type_, Ref<Attributes> attributes_)
    : Object(Tag::Table),
      type(std::move(type_)),
      attributes(std::move(attributes_)),
      entries_(std::make_unique<Entries>()) {
  if (has(attributes, AttributeKind::Ordered)) entries_->set_ordered(true);
  if (type->subnet_index()) prefixes_ = std::make_unique<PrefixIndex>();
}

TableObject::~TableObject() = default;

void TableObject::set_ordered(bool ordered) { entries_->set_ordered(ordered); }
size_t TableObject::size() const { return entries_->size(); }
bool TableObject::is_walked() const { return entries_->is_walked(); }

TableObject::Entry* TableObject::find(std::span<const Cell> index, bool* bad) {
  TableKey key;
  if (make_key(key, index, scratch_bytes())) return entries_->find(key);
  if (bad) *bad = true;
  return nullptr;
}

TableObject::Assigned TableObject::assign(std::span<const Cell> index, const Cell& value) {
  TableKey key;
  if (!make_key(key, index, scratch_bytes())) return {nullptr, false, {}};
  const Entries::Place place = entries_->locate(key);
  Assigned result{place.entry, !place.entry, {}};
  if (place.entry) {
    result.old_value = value;  // which may lie in this very entry
    std::swap(result.old_value, result.entry->value);
    return result;
  }
  Ref<StringObject> bytes;
  std::vector<Cell> own;
  if (key.bytes) {
    bytes = make<StringObject>(*key.bytes);  // before copies of tables in the index use the scratch
    key.cells = own = own_parts(index);
  }
  result.entry = entries_->insert(place, key, value, bytes.get());
  if (result.entry && prefixes_) prefixes_->add(subnet_of(result.entry->index[0]), result.entry);
  return result;
}

bool TableObject::erase(std::span<const Cell> index, Gone* gone) {
  TableKey key;
  if (!make_key(key, index, scratch_bytes())) return false;
  Entry* const entry = entries_->take_out(key);
  if (!entry) return false;
  if (prefixes_) prefixes_->remove(subnet_of(entry->index[0]));
  if (gone) *gone = {{entry->index.begin(), entry->index.end()}, std::move(entry->value)};
  entries_->destroy(entry);
  return true;
}

void TableObject::clear() {
  if (prefixes_) prefixes_->clear();
  entries_->clear();
}

TableObject::Entry* TableObject::find_prefix(const Cell& addr_or_subnet) {
  Entry* best = nullptr;
  if (prefixes_)
    prefixes_->containing(subnet_of(addr_or_subnet), [&](Entry* entry) {
      best = entry;
      return false;
    });
  return best;
}

std::vector<TableObject::Entry*> TableObject::matching_prefixes(const Cell& subnet) {
  std::vector<Entry*> entries;
  if (prefixes_)
    prefixes_->containing(subnet_of(subnet), [&](Entry* entry) {
      entries.push_back(entry);
      return true;
    });
  return entries;
}

std::vector<TableObject::Entry*> TableObject::some_entries(size_t& place, size_t count) {
  std::vector<Entry*> entries;
  const Dictionary& dictionary = entries_->dictionary();
  while (entries.size() < count) {
    Entry* entry = dictionary.entry_from(place);
    if (!entry) {
      place = 0;
      break;
    }
    entries.push_back(entry);
  }
  return entries;
}

void TableObject::rehash() {
  const Entries::Contents contents = entries_->take_contents();
  for (Entry* const entry : contents.entries) {
    TableKey key;
    if (!make_key(key, entry->index, scratch_bytes())) continue;
    const Entries::Place place = entries_->locate(key);
    if (place.entry) continue;
    Ref<StringObject> bytes;
    if (key.bytes) bytes = make<StringObject>(*key.bytes);
    entries_->insert(place, key, entry->value, bytes.get())->accessed = entry->accessed;
  }
}

// -- walks

TableObject::Walk::Walk(TableObject& table) : table_(&table) { table.entries_->dictionary().begin(*this); }
TableObject::Walk::~Walk() { table_->entries_->dictionary().end(*this); }
TableObject::Entry* TableObject::Walk::next() { return table_->entries_->dictionary().next(*this); }

}  // namespace whimbrel::script
