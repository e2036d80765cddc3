#include <gtest/gtest.h>

#include "script/builtins/bloom_filter.h"
#include "script/builtins/cardinality.h"
#include "script/builtins/entropy.h"
#include "script/builtins/topk.h"

namespace whimbrel::script {
namespace {

Ref<BloomFilterObject> counting_filter(unsigned width) {
  BloomFilterObject::Shape shape;
  shape.counting = true;
  shape.hashes = 3;
  shape.cells = 100;
  shape.width = width;
  shape.seed = BloomFilterObject::seed_of("name");
  return make<BloomFilterObject>(shape);
}

TEST(BloomFilter, CountsUpToItsLimitInCellsOfAnyWidth) {
  for (const unsigned width : {1u, 3u, 7u, 33u, 64u}) {
    SCOPED_TRACE(width);
    const auto filter = counting_filter(width);
    const Cell value = Cell::count(7);
    for (int i = 0; i < 10; ++i) filter->add(value);
    EXPECT_EQ(filter->count(value), width == 1 ? 1u : width == 3 ? 7u : 10u);
    EXPECT_TRUE(filter->remove(value));
    EXPECT_FALSE(filter->remove(Cell::count(8)));
    EXPECT_EQ(filter->count(Cell::count(8)), 0u);
  }
}

TEST(BloomFilter, OfANameFindsTheSameCellsInEveryRun) {
  BloomFilterObject::Shape shape;
  shape.hashes = 4;
  shape.cells = 1000;
  shape.seed = BloomFilterObject::seed_of("named");
  BloomFilterObject filter(shape);
  filter.add(Cell::count(1));
  EXPECT_EQ(filter.digest(), 11503757243797811374u);
}

TEST(BloomFilter, MergesAndIntersects) {
  const auto a = counting_filter(2), b = counting_filter(2);
  for (int i = 0; i < 2; ++i) a->add(Cell::count(1));
  for (int i = 0; i < 2; ++i) b->add(Cell::count(1));
  b->add(Cell::count(2));
  const auto both = a->intersection(*b);
  EXPECT_FALSE(both->shape.counting);
  EXPECT_EQ(both->count(Cell::count(1)), 1u);
  EXPECT_EQ(both->count(Cell::count(2)), 0u);
  a->add_all(*b);
  EXPECT_EQ(a->count(Cell::count(1)), 3u);  // the limit of two bits
  EXPECT_EQ(a->count(Cell::count(2)), 1u);
}

TEST(Cardinality, EstimatesWithinItsError) {
  const unsigned bits = CardinalityObject::bits_for(0.02, 0.99);
  CardinalityObject counter(bits);
  EXPECT_EQ(counter.estimate(), 0.0);
  for (const uint64_t n : {100u, 5000u, 300000u}) {
    SCOPED_TRACE(n);
    for (uint64_t i = 0; i < n; ++i) counter.add(Cell::count(i));
    EXPECT_NEAR(counter.estimate(), static_cast<double>(n), 0.02 * static_cast<double>(n));
  }
  EXPECT_FALSE(counter.add_all(CardinalityObject(bits - 1)));
}

TEST(Topk, WhoTakesAPlaceInheritsItsCount) {
  TopkObject topk(2);
  for (const char* const name : {"a", "a", "a", "b", "c"}) {
    const Cell value = string_cell(name);
    ASSERT_TRUE(topk.accepts(value));
    topk.add(value);
  }
  EXPECT_EQ(topk.find(string_cell("b")), nullptr);
  const TopkObject::Place* const c = topk.find(string_cell("c"));
  ASSERT_NE(c, nullptr);
  EXPECT_EQ(c->bucket->count, 2u);
  EXPECT_EQ(c->element->epsilon, 1u);
  EXPECT_EQ(topk.sum(), 5u);
  EXPECT_EQ(topk.top(1).size(), 1u);
}

TEST(Topk, ACopyGoesItsOwnWay) {
  TopkObject topk(3);
  const Cell a = string_cell("a");
  topk.accepts(a);
  topk.add(a);
  const Ref<OpaqueObject> clone = topk.clone();
  auto& copy = static_cast<TopkObject&>(*clone);
  copy.add(a);
  EXPECT_EQ(topk.find(a)->bucket->count, 1u);
  EXPECT_EQ(copy.find(a)->bucket->count, 2u);
}

TEST(Entropy, IsTheSameForBytesInPieces) {
  EntropyTest whole, pieces;
  whole.add("abcdefghijklm");
  for (const char* const piece : {"a", "bcdefg", "", "hijklm"}) pieces.add(piece);
  EXPECT_EQ(whole.result().entropy, pieces.result().entropy);
  EXPECT_EQ(whole.result().serial_correlation, pieces.result().serial_correlation);
  EXPECT_EQ(whole.result().monte_carlo_pi, pieces.result().monte_carlo_pi);
}

}  // namespace
}  // namespace whimbrel::script
