#include "script/model/table.h"

#include <functional>
#include <map>

#include "script/model/attributes.h"
#include "script/model/dictionary.h"
#include "script/model/objects.h"
#include "script/model/seeds.h"
#include "script/model/siphash.h"

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

// -- keys

/// Keys of these kinds are compared by their bytes.
bool is_complex(Tag tag) {
  return is_aggregate(tag) || tag == Tag::List || tag == Tag::Pattern || tag == Tag::Void || tag == Tag::File ||
         tag == Tag::Opaque || tag == Tag::Type;
}

bool is_complex(std::span<const Cell> index) {
  for (const Cell& cell : index)
    if (is_complex(cell.tag())) return true;
  return false;
}

bool set_number(Dictionary::Key& key, uint64_t number) {
  key.hash = static_cast<uint32_t>(siphash_word(number));
  return true;
}

bool set_bytes(Dictionary::Key& key, const void* bytes, size_t size) {
  key.hash = static_cast<uint32_t>(siphash(bytes, size));
  return true;
}

/// The key of a single value, where that is possible without copying bytes.
bool make_simple_key(Dictionary::Key& key, const Cell& cell) {
  switch (cell.tag()) {
    case Tag::Bool:
    case Tag::Int:
    case Tag::Count:
    case Tag::Port:
    case Tag::Double:  // by its bits: 0.0 and -0.0 are two keys
    case Tag::Time:
    case Tag::Interval:
      return set_number(key, cell.word());
    case Tag::Enum:
      return set_number(key, static_cast<uint64_t>(cell.enum_value()));
    case Tag::String:
      return set_bytes(key, cell.string().data(), cell.string().size());
    case Tag::Addr:
      return set_bytes(key, cell.as<AddrObject>().address.bytes.data(), sizeof(Address::bytes));
    default:
      return false;
  }
}

/// The key of an index, or false if it cannot be one. `scratch` gets bytes that the key then points to.
bool make_key(Dictionary::Key& key, std::span<const Cell> index, std::string& scratch) {
  key.cells = index;
  if (index.size() == 1 && make_simple_key(key, index[0])) return true;
  scratch.clear();
  if (!append_key(scratch, index)) return false;
  set_bytes(key, scratch.data(), scratch.size());
  if (is_complex(index)) key.bytes = &scratch;
  return true;
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
      dictionary_(std::make_unique<Dictionary>()) {
  if (has(attributes, AttributeKind::Ordered)) dictionary_->set_ordered(true);
  if (type->subnet_index()) prefixes_ = std::make_unique<PrefixIndex>();
}

TableObject::~TableObject() = default;

void TableObject::set_ordered(bool ordered) { dictionary_->set_ordered(ordered); }
size_t TableObject::size() const { return dictionary_->size(); }
bool TableObject::is_walked() const { return dictionary_->is_walked(); }

TableObject::Entry* TableObject::find(std::span<const Cell> index, bool* bad) {
  Dictionary::Key key;
  if (make_key(key, index, scratch_bytes())) return dictionary_->find(key);
  if (bad) *bad = true;
  return nullptr;
}

TableObject::Assigned TableObject::assign(std::span<const Cell> index, const Cell& value) {
  Dictionary::Key key;
  if (!make_key(key, index, scratch_bytes())) return {nullptr, false, {}};
  const Dictionary::Position position = dictionary_->locate(key);
  Assigned result{nullptr, !position.found, {}};
  if (position.found) {
    result.entry = &dictionary_->at(position);
    result.old_value = value;  // which may lie in this very entry
    std::swap(result.old_value, result.entry->value);
  } else {
    Ref<StringObject> bytes;
    std::vector<Cell> own;
    if (key.bytes) {
      bytes = make<StringObject>(*key.bytes);  // before copies of tables in the index use the scratch
      key.cells = own = own_parts(index);
    }
    result.entry = dictionary_->insert(position, key, value, bytes.get());
    if (!result.entry) return result;
    if (prefixes_) prefixes_->add(subnet_of(result.entry->index[0]), result.entry);
  }
  dictionary_->remap_some();
  return result;
}

bool TableObject::erase(std::span<const Cell> index, Gone* gone) {
  Dictionary::Key key;
  if (!make_key(key, index, scratch_bytes())) return false;
  Entry* const entry = dictionary_->take_out(key);
  if (!entry) return false;
  if (prefixes_) prefixes_->remove(subnet_of(entry->index[0]));
  if (gone) *gone = {{entry->index.begin(), entry->index.end()}, std::move(entry->value)};
  dictionary_->destroy(entry);
  return true;
}

void TableObject::clear() {
  if (prefixes_) prefixes_->clear();
  dictionary_->clear();
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
  while (entries.size() < count) {
    Entry* entry = dictionary_->entry_from(place);
    if (!entry) {
      place = 0;
      break;
    }
    entries.push_back(entry);
  }
  return entries;
}

void TableObject::rehash() {
  const Dictionary::Contents contents = dictionary_->take_contents();
  for (Entry* const entry : contents.entries) {
    Dictionary::Key key;
    if (!make_key(key, entry->index, scratch_bytes())) continue;
    const Dictionary::Position position = dictionary_->locate(key);
    if (position.found) continue;
    Ref<StringObject> bytes;
    if (key.bytes) bytes = make<StringObject>(*key.bytes);
    Entry* const moved = dictionary_->insert(position, key, entry->value, bytes.get());
    moved->accessed = entry->accessed;
    dictionary_->remap_some();
  }
}

// -- walks

TableObject::Walk::Walk(TableObject& table) : table_(&table) { table.dictionary_->begin(*this); }
TableObject::Walk::~Walk() { table_->dictionary_->end(*this); }
TableObject::Entry* TableObject::Walk::next() { return table_->dictionary_->next(*this); }

}  // namespace whimbrel::script
