// The bytes that stand for an index, which decide the order of iteration (docs/formats/iteration-order.md). A single
// value has its plain bytes; several, or aggregates, are laid out one behind the other, each aligned as counted from
// the start.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <tuple>

#include "script/model/attributes.h"
#include "script/model/function.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/model/seeds.h"
#include "script/model/stack.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

/// &default makes a field &optional.
bool may_be_unset(const Field& field) {
  return has(field.attributes, AttributeKind::Optional) || has(field.attributes, AttributeKind::Default);
}

class KeyWriter {
 public:
  explicit KeyWriter(std::string& bytes) : bytes_(bytes), start_(bytes.size()) {}

  /// A single value that is the whole key.
  bool add_alone(const Cell& cell) {
    switch (cell.tag()) {
      case Tag::String:
        bytes_ += cell.string();
        return true;
      case Tag::Pattern:
        bytes_ += cell.as<PatternObject>().text() + '\0' + cell.as<PatternObject>().anywhere_text() + '\0';
        return true;
      default:
        return add(cell);
    }
  }

  bool add_all(std::span<const Cell> cells) {
    return std::all_of(cells.begin(), cells.end(), [this](const Cell& cell) { return add(cell); });
  }

  /// One part of a key. What lies inside itself has none.
  bool add(const Cell& cell) {
    if (cell.is_object() && stack_is_short()) return false;
    switch (cell.tag()) {
      case Tag::Enum:
        add_number<uint64_t>(static_cast<uint64_t>(cell.enum_value()));
        return true;
      case Tag::String:
        add_number<uint32_t>(cell.string().size());
        bytes_ += cell.string();
        return true;
      case Tag::Addr:
        add_address(cell.as<AddrObject>().address);
        return true;
      case Tag::Subnet:
        add_address(cell.as<SubnetObject>().subnet.network);
        add_number<uint32_t>(static_cast<uint32_t>(cell.as<SubnetObject>().subnet.length()));
        return true;
      case Tag::Func:
        add_number<uint32_t>(cell.as<FuncObject>().function->id);
        return true;
      case Tag::Pattern:
        add_pattern(cell.as<PatternObject>());
        return true;
      case Tag::List:
        add_number<uint32_t>(cell.as<ListObject>().cells.size());
        return add_all(cell.as<ListObject>().cells);
      case Tag::Record:
        return add_record(cell.as<RecordObject>());
      case Tag::Vector:
        return add_vector(cell.as<VectorObject>());
      case Tag::Table:
        return add_table(cell.as<TableObject>());
      case Tag::Void:
      case Tag::File:
      case Tag::Opaque:
      case Tag::Type:
        return false;
      default:
        add_number<uint64_t>(cell.word());
        return true;
    }
  }

 private:
  void align(size_t size) {
    if (const size_t beyond = (bytes_.size() - start_) % size) bytes_.append(size - beyond, '\0');
  }

  template <class T>
  void add_number(T x) {
    align(sizeof x);
    std::array<char, sizeof x> raw;
    std::memcpy(raw.data(), &x, sizeof x);
    if (std::endian::native != std::endian::little) std::ranges::reverse(raw);
    bytes_.append(raw.data(), sizeof x);
  }

  void add_address(const Address& address) {
    align(4);
    bytes_.append(reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size());
  }

  void add_pattern(const PatternObject& pattern) {
    add_number<uint64_t>(pattern.text().size());
    add_number<uint64_t>(pattern.anywhere_text().size());
    bytes_ += pattern.text();
    bytes_ += pattern.anywhere_text();
  }

  /// Whether something follows, for what may be left out.
  void add_presence(bool present) { bytes_ += static_cast<char>(present); }

  bool add_record(const RecordObject& record) {
    const std::vector<Field>& fields = record.type->fields;
    for (size_t i = 0; i < fields.size(); ++i) {
      const Cell value = i < record.cells.size() ? record.cells[i] : Cell();
      if (may_be_unset(fields[i])) {
        add_presence(value.is_set());
        if (!value.is_set()) continue;
      }
      if (!add(value)) return false;
    }
    return true;
  }

  bool add_vector(const VectorObject& vector) {
    add_number<uint32_t>(vector.cells.size());
    for (uint32_t i = 0; i < vector.cells.size(); ++i) {
      add_number<uint32_t>(i);
      add_presence(vector.cells[i].is_set());
      if (vector.cells[i].is_set() && !add(vector.cells[i])) return false;
    }
    return true;
  }

  /// The elements in an order that does not depend on how the table came about.
  bool add_table(TableObject& table) {
    using Element = std::tuple<uint64_t, size_t, std::string, TableObject::Entry*>;
    std::vector<Element> elements;
    TableObject::Walk walk(table);
    while (TableObject::Entry* entry = walk.next()) {
      std::string key;
      if (!append_key(key, entry->index)) return false;
      const uint64_t hash = siphash(key.data(), key.size());
      const size_t size = key.size();
      elements.emplace_back(hash, size, std::move(key), entry);
    }
    std::sort(elements.begin(), elements.end());
    add_number<uint32_t>(elements.size());
    for (const Element& element : elements) {
      const TableObject::Entry& entry = *std::get<3>(element);
      if (!add_all(entry.index)) return false;
      if (!table.type->is_set() && !add(entry.value)) return false;
    }
    return true;
  }

  std::string& bytes_;
  const size_t start_;
};

}  // namespace

bool append_key(std::string& bytes, std::span<const Cell> index) {
  KeyWriter writer(bytes);
  return index.size() == 1 ? writer.add_alone(index[0]) : writer.add_all(index);
}

}  // namespace whimbrel::script
