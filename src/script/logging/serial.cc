#include "script/logging/serial.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <utility>

#include "base/big_endian.h"
#include "script/logging/format.h"
#include "script/model/table.h"

namespace whimbrel::script::logging {

namespace {

// -- writing. All numbers are big endian.

/// Collects small pieces before they are appended to a string.
class Out {
 public:
  explicit Out(std::string& to) : to_(to) {}
  ~Out() { to_.append(bytes_, used_); }
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;

  /// Room for a few bytes.
  char* take(size_t size) {
    if (size > sizeof bytes_ - used_) flush();
    return bytes_ + std::exchange(used_, used_ + size);
  }
  void text(std::string_view text) {
    if (text.size() > sizeof bytes_ / 2) {
      flush();
      to_ += text;
    } else if (!text.empty()) {
      std::memcpy(take(text.size()), text.data(), text.size());
    }
  }

 private:
  void flush() {
    to_.append(bytes_, used_);
    used_ = 0;
  }
  std::string& to_;
  size_t used_ = 0;
  char bytes_[1024];
};

template <class T>
void put(Out& out, T x) {
  store_be(out.take(sizeof x), x);
}

void put_text(Out& out, std::string_view text) {
  put(out, static_cast<uint32_t>(text.size()));
  out.text(text);
}

void put_address(Out& out, const Address& address) {
  const bool is_v4 = address.is_v4();
  *out.take(1) = is_v4 ? '\4' : '\6';
  const auto* const bytes = reinterpret_cast<const char*>(address.bytes.data());
  out.text({bytes + (is_v4 ? 12 : 0), is_v4 ? size_t{4} : size_t{16}});
}

constexpr size_t kHeader = 9;

void store_header(char* to, Tag tag, bool present) {
  store_be(to, static_cast<uint32_t>(tag));
  store_be(to + 4, uint32_t{0});
  to[8] = present ? '\1' : '\0';
}

void put_header(Out& out, Tag tag, bool present) { store_header(out.take(kHeader), tag, present); }

void put_field(Out& out, const Cell* cell, Tag tag, Tag element);

void put_set(Out& out, TableObject& set, Tag element) {
  put(out, uint64_t{set.size()});
  TableObject::Walk walk(set);
  while (const TableObject::Entry* entry = walk.next()) put_field(out, &entry->index[0], element, Tag::Void);
}

void put_vector(Out& out, const VectorObject& vector, Tag element) {
  put(out, uint64_t{vector.cells.size()});
  for (const Cell& cell : vector.cells) put_field(out, &cell, element, Tag::Void);
}

/// The column's type, not the cell's: rows from peers have strings for enums, and vectors for sets.
void put_value(Out& out, const Cell& cell, Tag tag, Tag element) {
  switch (tag) {
    case Tag::Port:
      put(out, uint64_t{cell.port_code() & 0xffff});
      return put(out, cell.port_code() >> 16);
    case Tag::Addr:
      return put_address(out, cell.as<AddrObject>().address);
    case Tag::Subnet: {
      const Subnet& subnet = cell.as<SubnetObject>().subnet;
      *out.take(1) = static_cast<char>(subnet.bits);
      return put_address(out, subnet.network);
    }
    case Tag::Table:
    case Tag::Vector:
      if (cell.tag() == Tag::Table) return put_set(out, cell.as<TableObject>(), element);
      return put_vector(out, cell.as<VectorObject>(), element);
    default:
      std::string scratch;
      put_text(out, text_of_name(cell, scratch));
  }
}

/// One that travels as its 64 bits.
bool is_number(Tag tag) {
  return tag == Tag::Bool || tag == Tag::Int || tag == Tag::Count || tag == Tag::Double || tag == Tag::Time ||
         tag == Tag::Interval;
}

/// Can a value stand in a column? Rows from peers may have anything.
bool fits(const Cell& cell, Tag tag) {
  if (is_number(tag)) return cell.tag() == tag;
  switch (tag) {
    case Tag::Port:
    case Tag::Addr:
    case Tag::Subnet:
      return cell.tag() == tag;
    case Tag::Table:
    case Tag::Vector:
      return cell.tag() == Tag::Vector || cell.tag() == Tag::Table;
    default:
      return cell.tag() != Tag::Vector && cell.tag() != Tag::Table;
  }
}

void put_field(Out& out, const Cell* cell, Tag tag, Tag element) {
  const bool present = cell && fits(*cell, tag) && cell->is_set();
  if (present && is_number(tag)) {  // at once, since most are
    char* const bytes = out.take(kHeader + sizeof(uint64_t));
    store_header(bytes, tag, true);
    return store_be(bytes + kHeader, cell->word());
  }
  put_header(out, tag, present);
  if (present) put_value(out, *cell, tag, element);
}

// -- reading

struct BadBytes {};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  T number() {
    return load_be<T>(take(sizeof(T)).data());
  }

  /// Into a cell, whose object is used again if that is possible.
  void field(Cell& cell, bool in_container) {
    const std::string_view header = take(9);  // with a subtype, which nobody fills
    const uint32_t tag = load_be<uint32_t>(header.data());
    if (header[8] == '\1')
      value(cell, static_cast<Tag>(std::min<uint32_t>(tag, 0xff)), in_container);
    else if (cell.is_set())
      cell = Cell();
  }

  bool is_at_end() const { return rest_.empty(); }
  size_t size() const { return rest_.size(); }

 private:
  std::string_view take(size_t size) {
    if (size > rest_.size()) throw BadBytes{};
    const std::string_view piece = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return piece;
  }

  /// The object of a cell, if it is one of that kind that nobody else has.
  template <class T>
  static T* own(const Cell& cell, Tag tag) {
    return cell.tag() == tag && cell.object()->refs == 1 ? &cell.as<T>() : nullptr;
  }

  void text(Cell& cell) {
    const std::string_view text = take(number<uint32_t>());
    if (auto* const string = own<StringObject>(cell, Tag::String))
      string->bytes.assign(text);
    else
      cell = string_cell(std::string(text));
  }

  Address address() {
    Address address = Address::v4(0, 0, 0, 0);
    const char family = take(1)[0];
    if (family != '\4' && family != '\6') throw BadBytes{};
    const std::string_view bytes = take(family == '\4' ? 4 : 16);
    std::memcpy(address.bytes.data() + 16 - bytes.size(), bytes.data(), bytes.size());
    return address;
  }

  void address(Cell& cell) {
    const Address read = address();
    if (auto* const object = own<AddrObject>(cell, Tag::Addr)) {
      std::destroy_at(object);  // it never changes, but nobody else has seen it
      std::construct_at(object, read)->refs = 1;
    } else {
      cell = addr_cell(read);
    }
  }

  Cell subnet() {
    const auto bits = number<uint8_t>();
    const Address network = address();
    if (bits > 128) throw BadBytes{};
    return subnet_cell({network.masked(bits), bits});
  }

  Cell port() {
    const auto number_of_it = number<uint64_t>();
    const auto protocol = number<uint32_t>();
    if (number_of_it > 0xffff || protocol > 3) throw BadBytes{};
    return Cell::port(static_cast<uint32_t>(number_of_it), protocol << 16);
  }

  Cell elements() {
    constexpr size_t kSmallest = 9;  // the header of an element
    const auto count = number<uint64_t>();
    if (count > rest_.size() / kSmallest) throw BadBytes{};
    auto vector = make<VectorObject>(Ref<VectorType>());
    vector->cells.resize(count);
    for (Cell& cell : vector->cells) field(cell, true);
    return vector;
  }

  void value(Cell& cell, Tag tag, bool in_container) {
    switch (tag) {
      case Tag::Bool:
        cell = Cell::boolean(number<uint64_t>() != 0);
        return;
      case Tag::Int:
      case Tag::Count:
        cell = Cell::word_of(tag, number<uint64_t>());
        return;
      case Tag::Double:
      case Tag::Time:
      case Tag::Interval:
        cell = Cell::real_of(tag, std::bit_cast<double>(number<uint64_t>()));
        return;
      case Tag::String:
      case Tag::Enum:
      case Tag::Func:
      case Tag::File:
        return text(cell);
      case Tag::Port:
        cell = port();
        return;
      case Tag::Addr:
        return address(cell);
      case Tag::Subnet:
        cell = subnet();
        return;
      case Tag::Table:
      case Tag::Vector:
        if (in_container) throw BadBytes{};
        cell = elements();
        return;
      default:
        throw BadBytes{};
    }
  }

  std::string_view rest_;
};

}  // namespace

void append_serial(std::string& to, Row row, const Columns& columns) {
  Out out(to);
  put(out, static_cast<uint32_t>(row.size()));
  for (size_t i = 0; i < row.size(); ++i) put_field(out, row[i], columns[i].tag, columns[i].element);
}

bool RowReader::read(std::string_view bytes) {
  constexpr size_t kSmallest = 9;
  bad_field_.reset();
  Reader reader(bytes);
  try {
    const auto announced = reader.number<uint32_t>();
    if (announced > INT32_MAX) throw BadBytes{};
    // With more than there is room for, one of them will be cut off.
    const size_t count = std::min<size_t>(announced, reader.size() / kSmallest + 1);
    if (cells_.size() != count) {
      cells_.resize(count);
      row_.resize(count);
      for (size_t i = 0; i < count; ++i) row_[i] = &cells_[i];
    }
    for (size_t i = 0; i < count; ++i) {
      bad_field_ = i;
      reader.field(cells_[i], false);
    }
    if (!reader.is_at_end()) throw BadBytes{};
    return true;
  } catch (const BadBytes&) {
    return false;
  }
}

}  // namespace whimbrel::script::logging
