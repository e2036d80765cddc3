#include "script/logging/serial.h"

#include <bit>
#include <cstring>

#include "script/logging/format.h"
#include "script/model/table.h"

namespace whimbrel::script::logging {

namespace {

// -- writing. All numbers are big endian.

template <class T>
void put(std::string& out, T x) {
  char bytes[sizeof(T)];
  for (size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(x >> (8 * (sizeof(T) - 1 - i)));
  out.append(bytes, sizeof bytes);
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<uint32_t>(text.size()));
  out += text;
}

void put_address(std::string& out, const Address& address) {
  const bool is_v4 = address.is_v4();
  out += is_v4 ? '\4' : '\6';
  const auto* const bytes = reinterpret_cast<const char*>(address.bytes.data());
  out.append(bytes + (is_v4 ? 12 : 0), is_v4 ? 4 : 16);
}

void put_header(std::string& out, Tag tag, bool present) {
  put(out, static_cast<uint32_t>(tag));
  put(out, uint32_t{0});
  out += present ? '\1' : '\0';
}

void put_field(std::string& out, const Cell* cell, Tag tag, Tag element);

void put_set(std::string& out, TableObject& set, Tag element) {
  put(out, uint64_t{set.size()});
  TableObject::Walk walk(set);
  while (const TableObject::Entry* entry = walk.next()) put_field(out, &entry->index[0], element, Tag::Void);
}

void put_vector(std::string& out, const VectorObject& vector, Tag element) {
  put(out, uint64_t{vector.cells.size()});
  for (const Cell& cell : vector.cells) put_field(out, &cell, element, Tag::Void);
}

/// The column's type, not the cell's: rows from peers have strings for enums, and vectors for sets.
void put_value(std::string& out, const Cell& cell, Tag tag, Tag element) {
  switch (tag) {
    case Tag::Bool:
    case Tag::Int:
    case Tag::Count:
      return put(out, cell.word());
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return put(out, std::bit_cast<uint64_t>(cell.as_double()));
    case Tag::Port:
      put(out, uint64_t{cell.port_code() & 0xffff});
      return put(out, cell.port_code() >> 16);
    case Tag::Addr:
      return put_address(out, cell.as<AddrObject>().address);
    case Tag::Subnet: {
      const Subnet& subnet = cell.as<SubnetObject>().subnet;
      out += static_cast<char>(subnet.bits);
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

void put_field(std::string& out, const Cell* cell, Tag tag, Tag element) {
  const bool present = cell && cell->is_set();
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
    T x = 0;
    for (const char c : take(sizeof(T))) x = static_cast<T>(x << 8 | static_cast<unsigned char>(c));
    return x;
  }

  Cell field(bool in_container) {
    const auto tag = static_cast<Tag>(std::min<uint32_t>(number<uint32_t>(), 0xff));
    number<uint32_t>();  // a subtype, which nobody fills
    const bool present = take(1)[0] == '\1';
    return present ? value(tag, in_container) : Cell();
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

  Cell text() { return string_cell(std::string(take(number<uint32_t>()))); }

  Address address() {
    Address address = Address::v4(0, 0, 0, 0);
    const char family = take(1)[0];
    if (family != '\4' && family != '\6') throw BadBytes{};
    const std::string_view bytes = take(family == '\4' ? 4 : 16);
    std::memcpy(address.bytes.data() + 16 - bytes.size(), bytes.data(), bytes.size());
    return address;
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
    vector->cells.reserve(count);
    for (uint64_t i = 0; i < count; ++i) vector->cells.push_back(field(true));
    return vector;
  }

  Cell value(Tag tag, bool in_container) {
    switch (tag) {
      case Tag::Bool:
        return Cell::boolean(number<uint64_t>() != 0);
      case Tag::Int:
      case Tag::Count:
        return Cell::word_of(tag, number<uint64_t>());
      case Tag::Double:
      case Tag::Time:
      case Tag::Interval:
        return Cell::real_of(tag, std::bit_cast<double>(number<uint64_t>()));
      case Tag::String:
      case Tag::Enum:
      case Tag::Func:
      case Tag::File:
        return text();
      case Tag::Port:
        return port();
      case Tag::Addr:
        return addr_cell(address());
      case Tag::Subnet:
        return subnet();
      case Tag::Table:
      case Tag::Vector:
        if (in_container) throw BadBytes{};
        return elements();
      default:
        throw BadBytes{};
    }
  }

  std::string_view rest_;
};

}  // namespace

void append_serial(std::string& out, Row row, const Columns& columns) {
  put(out, static_cast<uint32_t>(row.size()));
  for (size_t i = 0; i < row.size(); ++i) put_field(out, row[i], columns[i].tag, columns[i].element);
}

ReadRow read_serial(std::string_view bytes) {
  constexpr size_t kSmallest = 9;
  ReadRow result;
  Reader reader(bytes);
  try {
    const auto count = reader.number<uint32_t>();
    if (count > reader.size() / kSmallest) throw BadBytes{};
    result.cells.reserve(count);
    while (result.cells.size() < count) {
      result.bad_field = result.cells.size();
      result.cells.push_back(reader.field(false));
    }
    if (!reader.is_at_end()) throw BadBytes{};
    result.bad_field.reset();
  } catch (const BadBytes&) {
    result.bad_count = !result.bad_field;
  }
  for (const Cell& cell : result.cells) result.row.push_back(&cell);
  return result;
}

}  // namespace whimbrel::script::logging
