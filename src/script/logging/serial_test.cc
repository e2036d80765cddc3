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
  RowReader reader;
  ASSERT_TRUE(reader.read(rows.encoded()));
  EXPECT_EQ(line_of(reader.row()), line_of(row));
  std::string again;
  append_serial(again, reader.row(), rows.columns);
  EXPECT_EQ(again, rows.encoded());
}

TEST(LogSerial, LeavesNothingOfTheRowBefore) {
  const Rows rows = all_kinds();
  Rows empty, other;
  for (const Column& column : rows.columns) empty.add(column.tag, Cell(), column.element);
  other.add(Tag::String, string_cell("a string where there was none"));
  other.add(Tag::Addr, addr_cell(*Address::parse("2001:db8::1")));
  RowReader reader;
  for (const Rows* one : std::vector<const Rows*>{&rows, &empty, &other, &rows, &other, &empty, &rows}) {
    ASSERT_TRUE(reader.read(one->encoded()));
    std::vector<const Cell*> row;
    for (const Cell& cell : one->cells) row.push_back(&cell);
    EXPECT_EQ(line_of(reader.row()), line_of(row));
    EXPECT_FALSE(reader.read(one->encoded() + "x"));
  }
}

TEST(LogSerial, WritesNothingForValuesOfAnotherType) {
  Rows rows;
  rows.add(Tag::Count, Cell::count(7));
  rows.add(Tag::String, string_cell("a"));
  std::vector<const Cell*> row = {&rows.cells[0], &rows.cells[1]};
  std::string bytes;
  append_serial(bytes, row, {{"a", Tag::Addr, {}, false}, {"b", Tag::Table, Tag::String, false}});
  EXPECT_EQ(bytes, bytes_of("000000020000000b00000000000000000e0000000000"));
}

TEST(LogSerial, RefusesEveryTruncationAndTellsTheField) {
  const std::string bytes = all_kinds().encoded();
  RowReader reader;
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(reader.read(std::string_view(bytes).substr(0, size))) << size;
    if (!reader.bad_count()) {
      EXPECT_LT(reader.bad_field(), all_kinds().cells.size());
    }
  }
  EXPECT_FALSE(reader.read(bytes + 'x'));
}

/// The field that is wrong; -1: the number of fields is.
int bad_field(std::string_view hex) {
  RowReader reader;
  EXPECT_FALSE(reader.read(bytes_of(hex)));
  return reader.bad_count() ? -1 : static_cast<int>(reader.bad_field());
}

TEST(LogSerial, DoesNotBelieveCounts) {
  EXPECT_EQ(bad_field("ffffffff000000030000000000"), -1);
  EXPECT_EQ(bad_field("7fffffff000000030000000000"), 1);                                    // one is there
  EXPECT_EQ(bad_field("000000010000000e0000000001ffffffffffffffff000000030000000000"), 0);  // a set
  EXPECT_EQ(bad_field("00000001000000070000000001ffffffff61"), 0);                          // a string
}

TEST(LogSerial, RefusesKindsThatNoLogHas) {
  EXPECT_EQ(bad_field("0000000100000008000000000100000001"), 0);    // a pattern
  EXPECT_EQ(bad_field("000000010000000b0000000001050a000001"), 0);  // a family of addresses
  EXPECT_EQ(bad_field("00000001ffffffff000000000100000001"), 0);
  // A vector in a vector.
  EXPECT_EQ(bad_field("0000000100000013000000000100000000000000010000001300000000010000000000000000"), 0);
}

}  // namespace
}  // namespace whimbrel::script::logging
