#include "whimbrel/value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "testing/random_value.h"

namespace whimbrel {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Value, IsNoneByDefault) {
  EXPECT_TRUE(Value().is_none());
  EXPECT_EQ(Value().kind(), Kind::None);
}

TEST(Value, TakesItsKindFromTheType) {
  EXPECT_EQ(Value(true).kind(), Kind::Boolean);
  EXPECT_EQ(Value(1u).kind(), Kind::Count);
  EXPECT_EQ(Value(1).kind(), Kind::Integer);
  EXPECT_EQ(Value(1.0).kind(), Kind::Real);
  EXPECT_EQ(Value("x").kind(), Kind::String);
  EXPECT_EQ(Value(EnumValue{"x"}).kind(), Kind::EnumValue);
  EXPECT_EQ(Value(Vector{1, 2}).kind(), Kind::Vector);
  EXPECT_EQ(name_of(Kind::EnumValue), "enum-value");
}

TEST(Value, GivesItsContentToTheRightTypeOnly) {
  const Value value = 5u;
  ASSERT_NE(value.get_if<uint64_t>(), nullptr);
  EXPECT_EQ(*value.get_if<uint64_t>(), 5u);
  EXPECT_EQ(value.get_if<int64_t>(), nullptr);
}

TEST(Value, OfAnotherKindIsNeverEqual) {
  EXPECT_NE(Value(1u), Value(1));
  EXPECT_NE(Value(1), Value(1.0));
  EXPECT_NE(Value("a"), Value(EnumValue{"a"}));
  EXPECT_LT(Value(9u), Value(1));
}

TEST(Value, OrdersRealsTotally) {
  const Value nan = NAN;
  EXPECT_EQ(nan, Value(-std::nan("7")));
  EXPECT_LT(Value(kInfinity), nan);
  EXPECT_LT(Value(-kInfinity), Value(-1.0));
  EXPECT_LT(nan, Value(""));
  EXPECT_EQ(std::hash<Value>()(nan), std::hash<Value>()(-std::nan("7")));
}

TEST(Value, TakesBothZerosAsEqual) {
  EXPECT_EQ(Value(0.0), Value(-0.0));
  EXPECT_EQ(std::hash<Value>()(0.0), std::hash<Value>()(-0.0));
}

TEST(Value, OrdersTextBytewise) {
  EXPECT_LT(Value("B"), Value("a"));
  EXPECT_LT(Value("a"), Value("aa"));
  EXPECT_LT(Value("z"), Value("\xc3\xa9"));
}

TEST(Value, OrdersContainersElementByElement) {
  EXPECT_LT(Value(Vector{}), Value(Vector{1}));
  EXPECT_LT(Value(Vector{1, 2}), Value(Vector{2}));
  EXPECT_LT(Value(Vector{1}), Value(Vector{1, 0}));
  EXPECT_LT(Value(Table{{1, 1}}), Value(Table{{1, 2}}));
  EXPECT_LT(Value(Table{{1, 9}}), Value(Table{{2, 1}}));
  EXPECT_LT(Value(Set{1, 2}), Value(Set{1, 3}));
}

TEST(Set, SortsAndDropsRepeatedElements) {
  EXPECT_EQ(to_string(Set{3, 1, 2, 1, 3}), "{1, 2, 3}");
  EXPECT_EQ((Set{2, 1}), (Set{1, 2}));
}

TEST(Set, InsertsAndErases) {
  Set set;
  EXPECT_TRUE(set.insert(2));
  EXPECT_TRUE(set.insert(1));
  EXPECT_FALSE(set.insert(2));
  EXPECT_TRUE(set.contains(1));
  EXPECT_FALSE(set.contains(1u));
  EXPECT_TRUE(set.erase(1));
  EXPECT_FALSE(set.erase(1));
  EXPECT_EQ(set.size(), 1u);
}

TEST(Table, SortsByKeyAndKeepsTheFirstOfRepeatedOnes) {
  EXPECT_EQ(to_string(Table{{2, "x"}, {1, "a"}, {2, "y"}, {1, "b"}}), "{1 -> a, 2 -> x}");
}

TEST(Table, InsertsAssignsFindsAndErases) {
  Table table;
  EXPECT_TRUE(table.insert("k", 1));
  EXPECT_FALSE(table.insert("k", 2));
  EXPECT_EQ(*table.find("k"), Value(1));
  table.assign("k", 3);
  table.assign("a", 4);
  EXPECT_EQ(to_string(table), "{a -> 4, k -> 3}");
  EXPECT_EQ(table.find("z"), nullptr);
  EXPECT_TRUE(table.erase("k"));
  EXPECT_FALSE(table.erase("k"));
  EXPECT_EQ(table.size(), 1u);
}

TEST(ValueText, ShowsEveryKind) {
  EXPECT_EQ(to_string(Value()), "nil");
  EXPECT_EQ(to_string(Value(true)), "T");
  EXPECT_EQ(to_string(Value(18446744073709551615u)), "18446744073709551615");
  EXPECT_EQ(to_string(Value(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(to_string(Value(1.5)), "1.500000");
  EXPECT_EQ(to_string(Value(-kInfinity)), "-inf");
  EXPECT_EQ(to_string(Value(-NAN)), "nan");
  EXPECT_EQ(to_string(Value("a\"b")), "a\"b");
  EXPECT_EQ(to_string(Value(Timespan{90})), "90ns");
  EXPECT_EQ(to_string(Value(Timestamp{-1})), "-1ns");
  EXPECT_EQ(to_string(Value(Vector{"x", Value()})), "(x, nil)");
  EXPECT_EQ(to_string(Value(Vector{})), "()");
  EXPECT_EQ(to_string(Value(Table{})), "{}");
}

int sign(std::weak_ordering order) { return order < 0 ? -1 : order > 0; }

TEST(ValueProperties, OrderIsTotalAndEqualValuesHashEqually) {
  RandomValues random(1);
  std::vector<Value> values;
  for (int i = 0; i < 300; ++i) values.push_back(random.any());
  for (const Value& a : values) {
    EXPECT_EQ(sign(a <=> a), 0);
    for (const Value& b : values) {
      ASSERT_EQ(sign(a <=> b), -sign(b <=> a)) << to_string(a) << " and " << to_string(b);
      ASSERT_EQ(a == b, sign(a <=> b) == 0);
      ASSERT_TRUE(a != b || hash_of(a) == hash_of(b)) << to_string(a);
    }
  }
  // Only a transitive order puts every pair into place.
  std::sort(values.begin(), values.end());
  for (size_t i = 0; i < values.size(); ++i)
    for (size_t j = i; j < values.size(); ++j) ASSERT_LE(values[i], values[j]);
}

TEST(ValueProperties, ContainersDoNotDependOnTheOrderOfInsertion) {
  RandomValues random(2);
  for (int i = 0; i < 300; ++i) {
    std::vector<Value> elements;
    std::vector<Table::Entry> entries;
    for (size_t n = random.below(8); n > 0; --n) {
      elements.push_back(random.any(2));
      entries.emplace_back(elements.back(), hash_of(elements.back()));
    }
    Set one_by_one;
    for (const Value& element : elements) one_by_one.insert(element);
    Table table_by_one;
    for (const auto& [key, value] : entries) table_by_one.insert(key, value);
    EXPECT_EQ(Set(elements), one_by_one);
    EXPECT_EQ(Table(entries), table_by_one);
    std::shuffle(elements.begin(), elements.end(), random.engine());
    std::shuffle(entries.begin(), entries.end(), random.engine());
    EXPECT_EQ(Set(elements), one_by_one);
    EXPECT_EQ(Table(entries), table_by_one);
  }
}

}  // namespace
}  // namespace whimbrel
