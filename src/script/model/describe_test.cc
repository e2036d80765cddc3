#include "script/model/describe.h"

#include <gtest/gtest.h>

#include "script/model/function.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/model/seeds.h"
#include "script/model/table.h"

namespace whimbrel::script {
namespace {

using Style = Description::Style;

Cell str(std::string text) { return string_cell(std::move(text)); }

Ref<TableObject> make_table(std::vector<TypePtr> index, TypePtr yield = nullptr) {
  return make<TableObject>(make<TableType>(make<ListType>(std::move(index)), std::move(yield)));
}

Ref<TableObject> set_of(const std::vector<Cell>& cells) {
  auto set = make_table({type_of(cells[0])});
  for (const Cell& cell : cells) set->assign({cell}, {});
  return set;
}

Ref<TableObject> table_of(std::vector<Cell> index, const Cell& value) {
  std::vector<TypePtr> types;
  for (const Cell& cell : index) types.push_back(type_of(cell));
  auto table = make_table(std::move(types), type_of(value));
  table->assign(std::move(index), value);
  return table;
}

Ref<VectorObject> vector_of(std::vector<Cell> cells) {
  auto vector = make<VectorObject>(make<VectorType>(base_type(Tag::Any)));
  vector->cells = std::move(cells);
  return vector;
}

Ref<RecordObject> record_of(const std::vector<std::pair<std::string, Cell>>& fields) {
  auto type = make<RecordType>();
  auto record = make<RecordObject>(type);
  for (const auto& [name, cell] : fields) {
    type->fields.push_back({name, type_of(cell), {}, {}});
    record->cells.push_back(cell);
  }
  return record;
}

TEST(Describe, Doubles) {
  const std::pair<double, std::string_view> expected[] = {{0.0, "0.0"},
                                                          {-0.0, "0.0"},
                                                          {1.0, "1.0"},
                                                          {0.5, "0.5"},
                                                          {3.14, "3.14"},
                                                          {1e5, "100000.0"},
                                                          {123456.789, "123456.789"},
                                                          {0.000001, "0.000001"},
                                                          {0.0000015, "0.000002"},
                                                          {0.0000001, "9.9999999999999995e-08"},
                                                          {1e-10, "1e-10"},
                                                          {-1e-10, "-1e-10"},
                                                          {2147483646.0, "2147483646.0"},
                                                          {2147483647.0, "2.147483647e+09"},
                                                          {2147483648.5, "2.1474836485e+09"},
                                                          {1e9, "1000000000.0"},
                                                          {1e10, "1e+10"},
                                                          {-1e20, "-1e+20"},
                                                          {1e100, "1e+100"},
                                                          {1.00001, "1.00001"},
                                                          {1.0000001, "1"},
                                                          {1.00000001, "1"},
                                                          {1.000000001, "1"},
                                                          {0.1 + 0.2, "0.3"},
                                                          {-2.0 / 3, "-0.666667"},
                                                          {99.9999995, "100"},
                                                          {0.9999999, "1"},
                                                          {999999.9999999, "1000000"},
                                                          {1e308 * 10, "inf"},
                                                          {-1e308 * 10, "-inf"},
                                                          {1e308 * 10 - 1e308 * 10, "nan"},
                                                          {1.5e300, "1.5000000000000001e+300"},
                                                          {1234567.891, "1234567.891"},
                                                          {5e-324, "4.9406564584124654e-324"},
                                                          {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                          {1700000000.1234567, "1700000000.123457"},
                                                          {4102444800.25, "4.10244480025e+09"}};
  for (const auto& [x, text] : expected) EXPECT_EQ(text_of_double(x), text);
}

TEST(Describe, Intervals) {
  const std::pair<double, std::string_view> expected[] = {
      {0, "0 secs"},
      {1, "1.0 sec"},
      {59, "59.0 secs"},
      {60, "1.0 min"},
      {61, "1.0 min 1.0 sec"},
      {3600, "1.0 hr"},
      {90061, "1.0 day 1.0 hr 1.0 min 1.0 sec"},
      {1.5, "1.0 sec 500.0 msecs"},
      {0.001, "1.0 msec"},
      {0.0015, "1.0 msec 500.0 usecs"},
      {0.0000015, "1.5 usecs"},
      {1e-6, "1.0 usec"},
      {0.5e-6, "0.5 usecs"},
      {1e-9, "0.001 usecs"},
      {-1, "-1.0 sec"},
      {-90, "-1.0 min -30.0 secs"},
      {-90061.001, "-1.0 day -1.0 hr -1.0 min -1.0 sec -1.0 msec -0.000004 usecs"},
      {1000000 * 86400.0, "1000000.0 days"},
      {1.0 / 3, "333.0 msecs 333.333333 usecs"},
      {2.0 / 3 * 60, "40.0 secs"},
      {0.1, "100.0 msecs"},
      {0.123456789, "123.0 msecs 456.789 usecs"},
      {12.3456789, "12.0 secs 345.0 msecs 678.9 usecs"},
      {1.000001, "1.0 sec 1.0 usec"},
      {0.999999, "999.0 msecs 999.0 usecs"},
      {1e20, "1.157407407407407e+15 days 9.0 hrs 6.0 mins 8.0 secs"}};
  for (const auto& [x, text] : expected) EXPECT_EQ(text_of_interval(x), text);
}

TEST(Describe, StringsByStyle) {
  const Cell cell = str("a\n\"\xc3\xa9\\");
  EXPECT_EQ(text_of(cell, Style::Raw), "a\n\"\xc3\xa9\\");
  EXPECT_EQ(text_of(cell, Style::Print), "a\\x0a\"\\xc3\\xa9\\");
  EXPECT_EQ(text_of(cell, Style::Short), "a\\x0a\"\\xc3\\xa9\\");
  EXPECT_EQ(text_of(str("other\n"), Style::Quoted), "\"other\\x0a\"");
}

TEST(Describe, AtomicValues) {
  EXPECT_EQ(text_of(Cell::integer(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(text_of(Cell::count(UINT64_MAX)), "18446744073709551615");
  EXPECT_EQ(text_of(Cell::port(8, kIcmpPort)), "8/icmp");
  EXPECT_EQ(text_of(Cell::port(0, kUnknownPort)), "0/unknown");
  EXPECT_EQ(text_of(addr_cell(*Address::parse("::ffff:1.2.3.4"))), "1.2.3.4");
  EnumType colours;
  colours.add("M::RED", 0);
  EXPECT_EQ(text_of(Cell::enumeration(0, &colours)), "M::RED");
  EXPECT_EQ(text_of(Cell::enumeration(7, &colours)), "<undefined>");
  EXPECT_EQ(text_of(Cell(make<FileObject>("out.txt", nullptr))), "file \"out.txt\" of string");
  EXPECT_EQ(text_of(Cell(make<TypeObject>(base_type(Tag::Count)))), "count");
  EXPECT_EQ(text_of(Cell()), "<uninitialized>");
}

TEST(Describe, PrintedContainersAreNotIndented) {
  EXPECT_EQ(text_of(make_table({base_type(Tag::Count)}), Style::Print), "{\n\n}");
  EXPECT_EQ(text_of(table_of({str("a")}, table_of({Cell::count(1)}, vector_of({str("x"), str("y")}))), Style::Print),
            "{\n[a] = {\n[1] = [x, y]\n}\n}");
  EXPECT_EQ(text_of(table_of({Cell::count(1), str("b")}, set_of({str("in")})), Style::Print),
            "{\n[1, b] = {\nin\n}\n}");
  EXPECT_EQ(text_of(vector_of({Cell(), Cell(), str("d")}), Style::Print), "[, , d]");
  EXPECT_EQ(text_of(vector_of({}), Style::Print), "[]");
  EXPECT_EQ(text_of(set_of({record_of({{"a", Cell::count(7)}})}), Style::Print), "{\n[a=7]\n}");
}

TEST(Describe, ContainersAsTextAreIndentedExceptBeforeStrings) {
  EXPECT_EQ(text_of(make_table({base_type(Tag::Count)})), "{\n\n}");
  EXPECT_EQ(text_of(set_of({Cell::count(1)})), "{\n\t1\n}");
  EXPECT_EQ(text_of(set_of({str("str")})), "{\nstr\n}");
  EXPECT_EQ(text_of(table_of({str("a")}, table_of({Cell::count(1)}, vector_of({str("x"), str("y")})))),
            "{\n\t[a] = {\n\t\t[1] = [x, y]\n\t}\n}");
  EXPECT_EQ(text_of(table_of({Cell::count(1), str("b")}, set_of({str("in")}))), "{\n\t[1, b] = {\nin\n\t}\n}");
  EXPECT_EQ(text_of(record_of({{"a", Cell::count(1)},
                               {"s", set_of({str("one")})},
                               {"v", vector_of({set_of({Cell::count(1)}), set_of({Cell::count(2)})})}})),
            "[a=1, s={\none\n}, v=[{\n\t1\n}, {\n\t2\n}]]");
  EXPECT_EQ(text_of(set_of({*PatternObject::compile("p")})), "{\n\t/^?(p)$?/\n}");
}

TEST(Describe, SetsOfTuplesHaveABlankBehindEach) {
  auto set = make_table({base_type(Tag::Count), base_type(Tag::Count)});
  set->assign({Cell::count(1), Cell::count(2)}, {});
  EXPECT_EQ(text_of(set), "{\n\t[1, 2] \n}");
}

TEST(Describe, FieldsThatCameWithARedefAreUninitialised) {
  auto record = record_of({{"a", Cell::count(1)}});
  record->type->fields.push_back({"b", base_type(Tag::Count), {}, {}});
  EXPECT_EQ(text_of(record), "[a=1, b=<uninitialized>]");
}

TEST(Describe, ARecordInsideItselfEnds) {
  auto record = record_of({{"next", Cell()}});
  record->cells[0] = record;
  EXPECT_EQ(text_of(record), "[next=<circular>]");
  record->cells.clear();
}

TEST(Describe, FunctionsWithoutBodiesAreTheirName) {
  auto type = make<FuncType>(Flavour::Function, make<RecordType>(), nullptr);
  EXPECT_EQ(text_of(make<FuncObject>(make<Function>("fmt", type))), "fmt");
}

struct NamedStmt : Stmt {
  explicit NamedStmt(std::string name_) : Stmt({}), name(std::move(name_)) {}
  Flow exec(Frame&) const override { return Flow::Next; }
  void describe(Description& out) const override { out.add(name); }
  void visit_parts(Visitor&) const override {}
  std::string name;
};

TEST(Describe, BodiesGoByPriorityAndThenByOrder) {
  Function hook("h", make<FuncType>(Flavour::Hook, make<RecordType>(), base_type(Tag::Bool)));
  for (const auto& [name, priority] :
       {std::pair("a;", 0), std::pair("b;", 5), std::pair("c;", 0), std::pair("d;", -1)}) {
    Body body;
    body.code = make<NamedStmt>(name);
    body.priority = priority;
    hook.add_body(std::move(body));
  }
  Description out(Style::Print);
  describe(out, hook);
  EXPECT_EQ(out.text(), "h\nb;a;c;d;");
}

}  // namespace
}  // namespace whimbrel::script
