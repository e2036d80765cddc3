#include "script/run/tables.h"

#include <gtest/gtest.h>

#include "script/model/attributes.h"
#include "script/model/objects.h"
#include "script/run/fake_host.h"
#include "script/run/records.h"
#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct TablesTest : testing::Test {
  FakeHost host;
  Runtime runtime{host};
  Frame& frame = runtime.top_frame();
  const TypePtr count = base_type(Tag::Count);
  std::string trace;

  static Ref<Attributes> attributes(AttributeKind kind, ExprPtr value) {
    auto all = make<Attributes>();
    all->all.push_back({kind, std::move(value), {}});
    return all;
  }
  static Ref<TableObject> table(Ref<Attributes> with = nullptr) {
    return make<TableObject>(test_table_type(Tag::Count, Tag::Count), std::move(with));
  }
  Cell get(TableObject& table, uint64_t key) { return table_get(frame, table, std::vector<Cell>{Cell::count(key)}); }
  bool put(TableObject& table, uint64_t key, uint64_t value) {
    return table_put(frame, table, std::vector<Cell>{Cell::count(key)}, Cell::count(value));
  }
};

TEST_F(TablesTest, DefaultsAreGivenAndNotStored) {
  auto t = table(attributes(AttributeKind::Default, test_constant(Cell::count(7))));
  EXPECT_EQ(get(*t, 1).as_count(), 7u);
  EXPECT_EQ(t->size(), 0u);
  EXPECT_FALSE(get(*table(), 1).is_set());
}

TEST_F(TablesTest, DefaultInsertStoresWhatItGives) {
  auto t = table(attributes(AttributeKind::DefaultInsert, test_constant(Cell::count(7))));
  EXPECT_EQ(get(*t, 1).as_count(), 7u);
  EXPECT_EQ(t->size(), 1u);
}

TEST_F(TablesTest, DefaultFunctionsGetTheIndex) {
  FuncObject& f = define(runtime, "f", test_signature(Flavour::Function, {count}, count), [](Frame& called) {
    called.result = Cell::count(called.cells[0].as_count() * 10);
    return Flow::Return;
  });
  auto t = table(attributes(AttributeKind::Default, test_constant(Cell(&f))));
  EXPECT_EQ(get(*t, 4).as_count(), 40u);
}

TEST_F(TablesTest, DefaultsThatAreContainersAreCopied) {
  auto type = make<VectorType>(count);
  auto t = make<TableObject>(make<TableType>(make<ListType>(std::vector<TypePtr>{count}), type),
                             attributes(AttributeKind::Default, test_expr("vector()", Tag::Vector, [&](Frame&) {
                                          return Cell(make<VectorObject>(type));
                                        })));
  get(*t, 1).as<VectorObject>().cells.push_back(Cell::count(1));
  EXPECT_EQ(get(*t, 1).as<VectorObject>().cells.size(), 0u);
}

TEST_F(TablesTest, OnChangeHearsOfNewOldAndRemovedValues) {
  for (const char* name : {"TABLE_ELEMENT_NEW", "TABLE_ELEMENT_CHANGED", "TABLE_ELEMENT_REMOVED"})
    define_variable(runtime, name, string_cell(name + 14));
  Ref<TableObject> t;
  const TypePtr string = base_type(Tag::String);
  FuncObject& f =
      define(runtime, "f", test_signature(Flavour::Function, {count, string, count, count}), [&](Frame& called) {
        trace += called.cells[1].string() + std::to_string(called.cells[3].as_count()) + " ";
        put(*t, 99, 1);  // does not call it again
        return Flow::Next;
      });
  t = table(attributes(AttributeKind::OnChange, test_constant(Cell(&f))));
  put(*t, 1, 5);
  put(*t, 1, 6);
  table_erase(frame, *t, std::vector<Cell>{Cell::count(1)});
  table_erase(frame, *t, std::vector<Cell>{Cell::count(2)});
  table_clear(runtime, *t);
  EXPECT_EQ(trace, "NEW5 CHANGED5 REMOVED6 ");
}

TEST_F(TablesTest, GrowthDuringALoopIsNoticed) {
  auto t = table();
  put(*t, 1, 1);
  TableObject::Walk walk(*t);
  bool invalidated = false;
  table_put(frame, *t, std::vector<Cell>{Cell::count(1)}, Cell::count(2), &invalidated);
  EXPECT_FALSE(invalidated);
  table_erase(frame, *t, std::vector<Cell>{Cell::count(5)}, &invalidated);
  EXPECT_FALSE(invalidated);
  table_put(frame, *t, std::vector<Cell>{Cell::count(2)}, Cell::count(2), &invalidated);
  EXPECT_TRUE(invalidated);
}

TEST_F(TablesTest, RecordsWithUnsetFieldsAreNoKeys) {
  auto record_type = make<RecordType>(std::vector<Field>{{"a", count, nullptr, {}}});
  auto index = make<ListType>(std::vector<TypePtr>{record_type});
  index->where = test_place(7);
  auto t = make<TableObject>(make<TableType>(index, nullptr));
  auto record = make<RecordObject>(record_type);
  record->cells.resize(1);
  EXPECT_FALSE(table_put(frame, *t, std::vector<Cell>{Cell(record)}));
  EXPECT_FALSE(table_contains(frame, *t, std::vector<Cell>{Cell(record)}));
  EXPECT_TRUE(
      host.errors.starts_with("error in <no location> and ./test.zeek, line 7: index type doesn't match table "
                              "([a=<uninitialized>] and "))
      << host.errors;
}

TEST_F(TablesTest, SetAlgebra) {
  const auto set = [&](std::initializer_list<uint64_t> keys) {
    auto made = make<TableObject>(test_table_type(Tag::Count, Tag::Void));
    for (const uint64_t key : keys) table_put(frame, *made, std::vector<Cell>{Cell::count(key)});
    return made;
  };
  auto a = set({1, 2, 3}), b = set({2, 3, 4});
  EXPECT_EQ(table_union(frame, *a, *b)->size(), 4u);
  EXPECT_EQ(table_difference(frame, *a, *b)->size(), 1u);
  auto both = table_intersection(frame, *a, *b);
  EXPECT_EQ(both->size(), 2u);
  EXPECT_TRUE(table_is_subset(*both, *a));
  EXPECT_FALSE(table_is_subset(*a, *b));
  table_remove_all(frame, *a, *a);
  EXPECT_EQ(a->size(), 0u);
}

struct ExpiryTest : TablesTest {
  ExpiryTest() { runtime.set_network_time(1000); }
  void pass(double seconds) {
    for (double end = runtime.network_time() + seconds; runtime.network_time() < end;) {
      runtime.set_network_time(std::min(end, std::max(runtime.network_time(), runtime.next_timer().value_or(end))));
      runtime.expire_timers(1);
    }
  }
};

TEST_F(ExpiryTest, ElementsGoOnceTheirTimeIsOver) {
  auto t = table(attributes(AttributeKind::CreateExpire, test_constant(Cell::interval(15))));
  put(*t, 1, 1);
  pass(9);
  put(*t, 1, 2);  // &create_expire: its time goes on
  pass(9);
  EXPECT_EQ(t->size(), 1u);
  pass(9);
  EXPECT_EQ(t->size(), 0u);
}

TEST_F(ExpiryTest, ReadingKeepsElementsWithReadExpire) {
  auto t = table(attributes(AttributeKind::ReadExpire, test_constant(Cell::interval(15))));
  put(*t, 1, 1);
  put(*t, 2, 1);
  for (int i = 0; i < 5; ++i) {
    pass(9);
    get(*t, 1);
  }
  EXPECT_EQ(t->size(), 1u);
  EXPECT_TRUE(get(*t, 1).is_set());
}

TEST_F(ExpiryTest, AnExpireFunctionMayKeepAnElement) {
  const auto signature = test_signature(Flavour::Function, {base_type(Tag::Any), count}, base_type(Tag::Interval));
  FuncObject& f = define(runtime, "f", signature, [&](Frame& called) {
    trace += std::to_string(called.cells[1].as_count()) + " ";
    called.result = Cell::interval(trace.size() == 2 ? 25 : 0);
    return Flow::Return;
  });
  auto all = attributes(AttributeKind::CreateExpire, test_constant(Cell::interval(5)));
  all->all.push_back({AttributeKind::ExpireFunc, test_constant(Cell(&f)), {}});
  auto t = table(all);
  put(*t, 8, 1);
  pass(11);
  EXPECT_EQ(trace, "8 ");
  EXPECT_EQ(t->size(), 1u);
  pass(40);
  EXPECT_EQ(trace, "8 8 ");
  EXPECT_EQ(t->size(), 0u);
}

TEST_F(ExpiryTest, ATableThatNobodyHoldsIsGivenUp) {
  put(*table(attributes(AttributeKind::CreateExpire, test_constant(Cell::interval(5)))), 1, 1);
  EXPECT_TRUE(runtime.next_timer());
  runtime.expire_timers(10);
  EXPECT_FALSE(runtime.next_timer());
}

TEST_F(ExpiryTest, NothingExpiresAtTheEndOfTheProcess) {
  auto t = table(attributes(AttributeKind::CreateExpire, test_constant(Cell::interval(0))));
  put(*t, 1, 1);
  runtime.expire_all_timers();
  EXPECT_EQ(t->size(), 1u);
}

// -- records

TEST_F(TablesTest, RecordsAreFilledWithDefaultsAndEmptyContainers) {
  uint64_t made = 0;
  auto type = make<RecordType>();
  type->fields.push_back({"a", count, attributes(AttributeKind::Default, test_constant(Cell::count(5))), {}});
  type->fields.push_back(
      {"b",
       count,
       attributes(AttributeKind::Default, test_expr("next()", Tag::Count, [&](Frame&) { return Cell::count(++made); })),
       {}});
  type->fields.push_back({"v", make<VectorType>(count), nullptr, {}});
  type->fields.push_back({"o", make<VectorType>(count), attributes(AttributeKind::Optional, nullptr), {}});
  auto first = make_record(frame, type), second = make_record(frame, type);
  EXPECT_EQ(text_of(Cell(first)), "[a=5, b=1, v=[], o=<uninitialized>]");
  EXPECT_EQ(text_of(Cell(second)), "[a=5, b=2, v=[], o=<uninitialized>]");

  type->fields.push_back({"late", count, attributes(AttributeKind::Default, test_constant(Cell::count(9))), {}});
  EXPECT_EQ(record_field(frame, *first, 4).as_count(), 9u);
  EXPECT_EQ(text_of(record_field(frame, *make_record(frame, type), 4)), "9");

  set_record_field(frame, *first, 0, Cell::count(1));
  erase_record_field(frame, *first, 0);
  erase_record_field(frame, *first, 1);
  EXPECT_EQ(text_of(Cell(first)), "[a=5, b=<uninitialized>, v=[], o=<uninitialized>, late=9]");
}

TEST_F(TablesTest, RecordsAreCoercedByName) {
  auto from = make<RecordType>(std::vector<Field>{{"c", count, nullptr, {}}, {"a", count, nullptr, {}}});
  auto to = make<RecordType>(
      std::vector<Field>{{"a", base_type(Tag::Double), nullptr, {}},
                         {"d", count, attributes(AttributeKind::Default, test_constant(Cell::count(3))), {}},
                         {"c", base_type(Tag::Int), nullptr, {}},
                         {"o", count, attributes(AttributeKind::Optional, nullptr), {}}});
  auto record = make<RecordObject>(from);
  record->cells = {Cell::count(1), Cell::count(2)};
  EXPECT_EQ(text_of(Cell(coerce_record(frame, *record, to))), "[a=2.0, d=3, c=1, o=<uninitialized>]");
}

TEST_F(TablesTest, ValuesOfAnyAreNotConverted) {
  std::string why;
  EXPECT_EQ(coerce(frame, Cell::count(5), base_type(Tag::Int), &why).tag(), Tag::Int);
  EXPECT_FALSE(coerce_from_any(frame, Cell::count(5), base_type(Tag::Int), &why).is_set());
  EXPECT_EQ(why, "incompatible \"any\" type");
  EXPECT_FALSE(coerce(frame, Cell::integer(-1), count, &why).is_set());
  EXPECT_EQ(why, "overflow promoting from signed/double to unsigned arithmetic value");
}

}  // namespace
}  // namespace whimbrel::script
