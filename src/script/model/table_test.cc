#include "script/model/table.h"

#include <gtest/gtest.h>

#include <set>

#include "script/model/attributes.h"
#include "script/model/describe.h"
#include "script/model/objects.h"

namespace whimbrel::script {
namespace {

Ref<TableObject> make_table(const TypePtr& index) {
  return make<TableObject>(make<TableType>(make<ListType>(std::vector<TypePtr>{index}), base_type(Tag::Count)));
}
Ref<TableObject> make_table(Tag index) { return make_table(base_type(index)); }

void put(TableObject& table, const Cell& key, uint64_t value = 0) { table.assign({key}, Cell::count(value)); }
TableObject::Entry* get(TableObject& table, const Cell& key) { return table.find({&key, 1}); }
bool erase(TableObject& table, const Cell& key) { return table.erase({&key, 1}); }

TEST(Table, AssignFindErase) {
  auto table = make_table(Tag::Count);
  for (uint64_t i = 0; i < 1000; ++i) put(*table, Cell::count(i), i * i);
  EXPECT_EQ(table->size(), 1000u);
  for (uint64_t i = 0; i < 1000; ++i) ASSERT_EQ(get(*table, Cell::count(i))->value.as_count(), i * i);
  EXPECT_EQ(get(*table, Cell::count(1000)), nullptr);
  const auto assigned = table->assign({Cell::count(3)}, Cell::count(7));
  EXPECT_FALSE(assigned.is_new);
  EXPECT_EQ(assigned.old_value.as_count(), 9u);
  for (uint64_t i = 0; i < 1000; i += 2) {
    const Cell key = Cell::count(i);
    TableObject::Gone gone;
    EXPECT_TRUE(table->erase({&key, 1}, &gone));
    EXPECT_EQ(gone.index[0].as_count(), i);
    EXPECT_EQ(gone.value.as_count(), i == 3 ? 7u : i * i);
  }
  EXPECT_FALSE(erase(*table, Cell::count(0)));
  for (uint64_t i = 0; i < 1000; ++i) ASSERT_EQ(get(*table, Cell::count(i)) != nullptr, i % 2 == 1);
  table->clear();
  EXPECT_EQ(table->size(), 0u);
  EXPECT_EQ(get(*table, Cell::count(1)), nullptr);
}

TEST(Table, OrderedTablesKeepTheOrderOfInsertion) {
  auto attributes = make<Attributes>();
  attributes->all.push_back({AttributeKind::Ordered, {}, {}});
  auto table = make<TableObject>(make_table(Tag::Count)->type, attributes);
  for (uint64_t i = 100; i > 0; --i) put(*table, Cell::count(i));
  for (uint64_t i = 1; i <= 97; ++i) erase(*table, Cell::count(i));
  put(*table, Cell::count(99), 5);
  put(*table, Cell::count(1));
  EXPECT_EQ(text_of(table, Description::Style::Print), "{\n[100] = 0,\n[99] = 5,\n[98] = 0,\n[1] = 0\n}");
}

TEST(Table, AWalkSeesWhatStaysExactlyOnceWhateverHappensMeanwhile) {
  for (uint64_t size : {3, 20, 100, 700}) {
    auto table = make_table(Tag::Count);
    for (uint64_t i = 0; i < size; ++i) put(*table, Cell::count(i));
    std::multiset<uint64_t> seen;
    std::set<uint64_t> erased;
    uint64_t next = size;
    TableObject::Walk walk(*table);
    while (const TableObject::Entry* entry = walk.next()) {
      const uint64_t key = entry->index[0].as_count();
      seen.insert(key);
      if (next < 4 * size) put(*table, Cell::count(next++));
      const uint64_t victim = key * 31 % size;
      if (key % 3 == 0) {
        erase(*table, Cell::count(victim));
        erased.insert(victim);
      }
    }
    for (uint64_t i = 0; i < size; ++i) {
      EXPECT_LE(seen.count(i), 1u);
      EXPECT_TRUE(erased.contains(i) || seen.contains(i)) << i;
    }
  }
}

TEST(Table, ClearingDuringAWalkEndsIt) {
  auto table = make_table(Tag::Count);
  for (uint64_t i = 0; i < 10; ++i) put(*table, Cell::count(i));
  TableObject::Walk walk(*table);
  walk.next();
  table->clear();
  EXPECT_EQ(walk.next(), nullptr);
}

TEST(Table, SomeEntriesGoesOnWhereItStopped) {
  auto table = make_table(Tag::Count);
  for (uint64_t i = 0; i < 10; ++i) put(*table, Cell::count(i));
  std::set<const TableObject::Entry*> all;
  size_t place = 0;
  for (int round = 0; round < 3; ++round)
    for (const TableObject::Entry* entry : table->some_entries(place, 4)) all.insert(entry);
  EXPECT_EQ(all.size(), 10u);
  EXPECT_EQ(place, 0u);
}

TEST(Table, TheLongestPrefixWins) {
  const auto net = [](std::string_view text) { return subnet_cell(*Subnet::parse(text)); };
  const auto host = [](std::string_view text) { return addr_cell(*Address::parse(text)); };
  auto table = make_table(Tag::Subnet);
  put(*table, net("10.0.0.0/8"), 8);
  put(*table, net("10.1.0.0/16"), 16);
  put(*table, net("2001:db8::/32"), 32);
  EXPECT_EQ(table->find_prefix(host("10.2.0.1"))->value.as_count(), 8u);
  EXPECT_EQ(table->find_prefix(host("10.1.2.3"))->value.as_count(), 16u);
  EXPECT_EQ(table->find_prefix(host("2001:db8::5"))->value.as_count(), 32u);
  EXPECT_EQ(table->find_prefix(host("11.0.0.1")), nullptr);
  EXPECT_EQ(table->find_prefix(net("10.1.2.0/24"))->value.as_count(), 16u);
  EXPECT_EQ(table->find_prefix(net("10.0.0.0/7")), nullptr);
  ASSERT_EQ(table->matching_prefixes(net("10.1.2.3/32")).size(), 2u);
  EXPECT_EQ(table->matching_prefixes(net("10.1.2.3/32"))[0]->value.as_count(), 16u);
  erase(*table, net("10.1.0.0/16"));
  EXPECT_EQ(table->find_prefix(host("10.1.2.3"))->value.as_count(), 8u);
  table->clear();
  EXPECT_EQ(table->find_prefix(host("10.1.2.3")), nullptr);
}

struct RecordIndex : testing::Test {
  const Ref<RecordType> type = make<RecordType>(std::vector<Field>{{"a", base_type(Tag::Count), {}, {}}});
  Ref<TableObject> table = make_table(type);

  Ref<RecordObject> record(std::vector<Cell> cells) const {
    auto result = make<RecordObject>(type);
    result->cells = std::move(cells);
    return result;
  }
};

TEST_F(RecordIndex, ByContent) {
  put(*table, record({Cell::count(1)}), 7);
  EXPECT_EQ(get(*table, record({Cell::count(1)}))->value.as_count(), 7u);
  EXPECT_EQ(get(*table, record({Cell::count(2)})), nullptr);
}

TEST_F(RecordIndex, WithAnUnsetFieldIsNoKey) {
  const Cell key = record({Cell()});
  bool bad = false;
  EXPECT_EQ(table->find({&key, 1}, &bad), nullptr);
  EXPECT_TRUE(bad);
  EXPECT_EQ(table->assign({key}, Cell::count(1)).entry, nullptr);
}

TEST_F(RecordIndex, IsTheTablesOwn) {
  const auto key = record({Cell::count(1)});
  put(*table, key);
  key->cells[0] = Cell::count(2);
  EXPECT_EQ(text_of(table, Description::Style::Print), "{\n[[a=1]] = 0\n}");
  EXPECT_NE(get(*table, record({Cell::count(1)})), nullptr);
}

TEST_F(RecordIndex, OfATypeThatWasExtended) {
  put(*table, record({Cell::count(1)}), 7);
  put(*table, record({Cell::count(2)}), 8);
  auto optional = make<Attributes>();
  optional->all.push_back({AttributeKind::Optional, {}, {}});
  type->fields.push_back({"b", base_type(Tag::Count), optional, {}});
  table->rehash();
  EXPECT_EQ(get(*table, record({Cell::count(1), Cell()}))->value.as_count(), 7u);
  EXPECT_EQ(get(*table, record({Cell::count(2), Cell::count(1)})), nullptr);
  EXPECT_EQ(table->size(), 2u);
}

TEST(Table, ZeroAndMinusZeroAreTwoKeys) {
  auto table = make_table(Tag::Double);
  put(*table, Cell::real(0.0));
  put(*table, Cell::real(-0.0));
  EXPECT_EQ(table->size(), 2u);
}

}  // namespace
}  // namespace whimbrel::script
