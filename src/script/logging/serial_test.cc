#include "script/logging/serial.h"

#include <gtest/gtest.h>

#include "script/logging/format.h"
#include "script/model/table.h"

namespace whimbrel::script::logging {
namespace {

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

/// Rows with their columns; keeps the cells.
struct Rows {
  std::vector<Cell> cells;
  Columns columns;
  void add(Tag tag, Cell cell, Tag element = Tag::Void) {
    cells.push_back(std::move(cell));
    columns.push_back({"c" + std::to_string(cells.size()), tag, element, true});
  }
  std::string encoded() const {
    std::vector<const Cell*> row;
    for (const Cell& cell : cells) row.push_back(&cell);
    std::string bytes;
    append_serial(bytes, row, columns);
    return bytes;
  }
};

Rows all_kinds() {
  Rows rows;
  rows.add(Tag::Bool, Cell::boolean(true));
  rows.add(Tag::Int, Cell::integer(-7));
  rows.add(Tag::Count, Cell::count(~uint64_t{0}));
  rows.add(Tag::Double, Cell::real(-2.5));
  rows.add(Tag::Time, Cell::time(1700000000.25));
  rows.add(Tag::Interval, Cell::interval(90));
  rows.add(Tag::String, string_cell(std::string("a\0b\tc", 5)));
  rows.add(Tag::Enum, string_cell("Log::UNKNOWN"));
  rows.add(Tag::Port, Cell::port(53, kUdpPort));
  rows.add(Tag::Addr, addr_cell(Address::v4(10, 0, 0, 1)));
  rows.add(Tag::Addr, addr_cell(*Address::parse("2001:db8::1")));
  rows.add(Tag::Subnet, subnet_cell(*Subnet::parse("10.1.0.0/16")));
  rows.add(Tag::Count, Cell());
  auto set = make<TableObject>(make<TableType>(make<ListType>(std::vector<TypePtr>{base_type(Tag::Count)}), nullptr));
  set->assign(std::vector<Cell>{Cell::count(3)}, Cell());
  set->assign(std::vector<Cell>{Cell::count(4)}, Cell());
  rows.add(Tag::Table, set, Tag::Count);
  auto vector = make<VectorObject>(make<VectorType>(base_type(Tag::String)));
  vector->cells = {string_cell("a"), Cell()};
  rows.add(Tag::Vector, vector, Tag::String);
  return rows;
}

std::string line_of(Row row) {
  std::string line;
  make_tsv_format({}, {}, "")->append(line, row);
  return line;
}

TEST(LogSerial, WritesTheBytesThatPeersWrite) {
  Rows rows;
  rows.add(Tag::Time, Cell::time(1700000000.5));
  rows.add(Tag::String, string_cell("abc"));
  rows.add(Tag::Port, Cell::port(80, kTcpPort));
  rows.add(Tag::Count, Cell());
  EXPECT_EQ(rows.encoded(), bytes_of("00000004"
                                     "000000050000000001"
                                     "41d954fc40200000"
                                     "000000070000000001"
                                     "00000003616263"
                                     "0000000a0000000001"
                                     "000000000000005000000001"
                                     "000000030000000000"));
}

TEST(LogSerial, WritesNetworksAndContainersAsPeersDo) {
  Rows rows;
  rows.add(Tag::Subnet, subnet_cell(*Subnet::parse("10.1.0.0/16")));
  auto vector = make<VectorObject>(make<VectorType>(base_type(Tag::String)));
  vector->cells = {string_cell("a"), Cell()};
  rows.add(Tag::Vector, vector, Tag::String);
  EXPECT_EQ(rows.encoded(), bytes_of("00000002"
                                     "0000000c000000000170040a010000"
                                     "0000001300000000010000000000000002"
                                     "0000000700000000010000000161"
                                     "000000070000000000"));
}

TEST(LogSerial, ReadsWhatItHasWritten) {
  const Rows rows = all_kinds();
  std::vector<const Cell*> row;
  for (const Cell& cell : rows.cells) row.push_back(&cell);
  const ReadRow read = read_serial(rows.encoded());
  ASSERT_TRUE(read.is_good());
  EXPECT_EQ(line_of(read.row), line_of(row));
  std::string again;
  append_serial(again, read.row, rows.columns);
  EXPECT_EQ(again, rows.encoded());
}

TEST(LogSerial, RefusesEveryTruncationAndTellsTheField) {
  const std::string bytes = all_kinds().encoded();
  for (size_t size = 0; size < bytes.size(); ++size) {
    const ReadRow read = read_serial(std::string_view(bytes).substr(0, size));
    ASSERT_FALSE(read.is_good()) << size;
    if (read.bad_field) {
      EXPECT_LT(*read.bad_field, all_kinds().cells.size());
    }
  }
  EXPECT_FALSE(read_serial(bytes + 'x').is_good());
}

TEST(LogSerial, DoesNotBelieveCounts) {
  EXPECT_TRUE(read_serial(bytes_of("ffffffff000000030000000000")).bad_count);
  const ReadRow set = read_serial(bytes_of("000000010000000e0000000001ffffffffffffffff000000030000000000"));
  EXPECT_EQ(set.bad_field, 0u);
  const ReadRow text = read_serial(bytes_of("00000001000000070000000001ffffffff61"));
  EXPECT_EQ(text.bad_field, 0u);
}

TEST(LogSerial, RefusesKindsThatNoLogHas) {
  EXPECT_EQ(read_serial(bytes_of("0000000100000008000000000100000001")).bad_field, 0u);    // a pattern
  EXPECT_EQ(read_serial(bytes_of("000000010000000b0000000001050a000001")).bad_field, 0u);  // a family of addresses
  EXPECT_EQ(read_serial(bytes_of("00000001ffffffff000000000100000001")).bad_field, 0u);
  // A vector in a vector.
  EXPECT_EQ(
      read_serial(bytes_of("0000000100000013000000000100000000000000010000001300000000010000000000000000")).bad_field,
      0u);
}

}  // namespace
}  // namespace whimbrel::script::logging
