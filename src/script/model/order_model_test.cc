// The order of tables against a second implementation that is as plain as docs/formats/iteration-order.md and knows no
// tricks, over random histories of insertions, deletions, look-ups, walks and copies.
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "script/model/objects.h"
#include "script/model/seeds.h"
#include "script/model/table.h"

namespace whimbrel::script {
namespace {

class PlainTable {
 public:
  void insert(uint64_t key) {
    const Place place = find(key);
    if (!place.found) {
      if (place.slot == slots_.size()) grow();
      const size_t last = put(place.slot, {key, place.slot - place.bucket});
      if (static_cast<long>(place.slot) <= remap_end_ && remap_end_ < static_cast<long>(last))
        remap_end_ = static_cast<long>(last);
      if (++size_ > limit()) grow();
    }
    remap();
  }

  void erase(uint64_t key) {
    const Place place = find(key);
    if (!place.found) return;
    take(place.slot);
    --size_;
  }

  bool contains(uint64_t key) { return find(key).found; }

  std::vector<uint64_t> keys() const {
    std::vector<uint64_t> keys;
    for (const Slot& slot : slots_)
      if (slot) keys.push_back(slot->key);
    return keys;
  }

  void hold_still(bool walked) { walked_ = walked; }

 private:
  struct Entry {
    uint64_t key;
    size_t distance;
  };
  using Slot = std::optional<Entry>;
  struct Place {
    size_t slot;
    size_t bucket;
    bool found;
  };

  static size_t bucket(uint64_t key, unsigned bits) {
    const uint64_t hash = siphash(&key, sizeof key) & 0xffffffff;
    return bits == 0 ? 0 : hash * 11400714819323198485u & ((uint64_t{1} << bits) - 1);
  }
  size_t bucket_at(size_t slot) const { return slot - slots_[slot]->distance; }
  size_t limit() const { return bits_ <= 3 ? slots_.size() : slots_.size() * 75 / 100; }

  size_t end_of_run(size_t bucket) const {
    size_t slot = bucket;
    while (slot < slots_.size() && slots_[slot] && bucket_at(slot) <= bucket) ++slot;
    return slot;
  }

  std::optional<size_t> search(uint64_t key, size_t bucket, size_t end) const {
    for (size_t slot = bucket; slot < end && slots_[slot] && bucket_at(slot) <= bucket; ++slot)
      if (bucket_at(slot) == bucket && slots_[slot]->key == key) return slot;
    return {};
  }

  /// Where it is, or where it would go.
  Place find(uint64_t key) {
    const size_t home = bucket(key, bits_);
    if (const auto slot = search(key, home, slots_.size())) return {*slot, home, true};
    for (unsigned i = 1; i <= growths_; ++i) {
      const auto slot = search(key, bucket(key, bits_ - i), static_cast<size_t>(remap_end_ + 1));
      if (!slot) continue;
      if (!walked_) return {move_home(*slot), home, true};
      return {*slot, home, true};
    }
    return {end_of_run(home), home, false};
  }

  /// Gives back the last slot that was filled by it.
  size_t put(size_t slot, Entry entry) {
    for (;;) {
      if (slot == slots_.size()) grow();
      if (!slots_[slot]) break;
      std::swap(*slots_[slot], entry);  // the head of the run that follows goes to that run's end
      const size_t home = slot - entry.distance;
      size_t end = slot + 1;
      while (end < slots_.size() && slots_[end] && bucket_at(end) <= home) ++end;
      entry.distance = end - home;
      slot = end;
    }
    slots_[slot] = entry;
    return slot;
  }

  Entry take(size_t slot) {
    const Entry taken = *slots_[slot];
    slots_[slot].reset();
    for (size_t next = slot + 1; next < slots_.size() && slots_[next] && slots_[next]->distance > 0; next = slot + 1) {
      const size_t home = bucket_at(next);
      size_t last = next;
      while (last + 1 < slots_.size() && slots_[last + 1] && bucket_at(last + 1) == home) ++last;
      slots_[slot] = Entry{slots_[last]->key, slot - home};
      slots_[last].reset();
      slot = last;
    }
    return taken;
  }

  void grow() {
    remap_end_ = static_cast<long>(slots_.size());
    ++bits_;
    ++growths_;
    slots_.resize((size_t{1} << bits_) + bits_);
  }

  size_t move_home(size_t slot) {
    Entry entry = take(slot);
    const size_t home = bucket(entry.key, bits_), end = end_of_run(home);
    entry.distance = end - home;
    put(end, entry);
    return end;
  }

  void remap() {
    if (walked_) return;
    for (int moved = 0; moved < 16 && remap_end_ >= 0;) {
      const size_t slot = static_cast<size_t>(remap_end_);
      if (slots_[slot] && bucket_at(slot) != bucket(slots_[slot]->key, bits_)) {
        move_home(slot);
        ++moved;
      } else {
        --remap_end_;
      }
    }
    if (remap_end_ < 0) growths_ = 0;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1);
  unsigned bits_ = 0, growths_ = 0;
  size_t size_ = 0;
  long remap_end_ = -1;
  bool walked_ = false;
};

/// The same history for both.
class Pair {
 public:
  explicit Pair(uint32_t seed) : random_(seed) {}

  void insert(uint64_t key) {
    table_->assign({Cell::count(key)}, {});
    plain_.insert(key);
  }
  void erase(uint64_t key) {
    const Cell cell = Cell::count(key);
    table_->erase({&cell, 1});
    plain_.erase(key);
  }
  void look_up(uint64_t key) {
    const Cell cell = Cell::count(key);
    EXPECT_EQ(table_->find({&cell, 1}) != nullptr, plain_.contains(key));
  }
  /// What happens to tables that only grow: numbers in a row or at random, some found again, some walked, none erased.
  void grow(uint64_t first, int count) {
    const uint32_t looks = random_() % 3;
    for (int i = 0; i < count; ++i) {
      insert(random_() % 2 ? first + static_cast<uint64_t>(i) : random_());
      if (random_() % 200 < looks) look_up(first + random_() % count);
      if (random_() % 500 < looks) insert(first + random_() % count);
    }
  }
  /// One random step, with a key below `range`; `growing` of 10 steps insert.
  void step(uint64_t range, uint32_t growing) {
    const uint64_t key = random_() % range;
    const uint32_t what = random_() % 10;
    if (what < growing)
      insert(key);
    else if (what < 9)
      erase(key);
    else
      look_up(key);
  }
  /// While somebody walks the table, entries are not moved to the places of its new size.
  void insert_while_walked(uint64_t range, int count) {
    {
      const TableObject::Walk walk(*table_);
      plain_.hold_still(true);
      for (int i = 0; i < count; ++i) insert(random_() % range);
      for (int i = 0; i < count; ++i) look_up(random_() % range);
    }
    plain_.hold_still(false);
  }
  void copy() {
    const Cell copy = deep_copy(table_);
    table_ = Ref<TableObject>(&copy.as<TableObject>());
    PlainTable other;
    for (const uint64_t key : plain_.keys()) other.insert(key);
    plain_ = other;
  }
  void clear() {
    table_->clear();
    plain_ = {};
  }

  std::vector<uint64_t> keys() const {
    std::vector<uint64_t> keys;
    TableObject::Walk walk(*table_);
    while (const TableObject::Entry* entry = walk.next()) keys.push_back(entry->index[0].as_count());
    return keys;
  }
  std::vector<uint64_t> plain_keys() const { return plain_.keys(); }
  bool agree() const { return keys() == plain_keys(); }

 private:
  std::mt19937 random_;
  PlainTable plain_;
  Ref<TableObject> table_ =
      make<TableObject>(make<TableType>(make<ListType>(std::vector<TypePtr>{base_type(Tag::Count)}), nullptr));
};

class OrderOfHistories : public testing::TestWithParam<uint32_t> {
 protected:
  OrderOfHistories() {
    Seeds seeds;
    seeds.words.fill(GetParam());
    set_seeds(seeds);
  }
  ~OrderOfHistories() override { set_seeds({}); }
  Pair pair_{GetParam()};
};

TEST_P(OrderOfHistories, SmallTablesAgreeAfterEveryStep) {
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 200; ++i) {
      pair_.step(1 + GetParam() % 40, 5);
      ASSERT_EQ(pair_.keys(), pair_.plain_keys()) << "round " << round << ", step " << i;
    }
    pair_.clear();
  }
}

TEST_P(OrderOfHistories, GrowingAndShrinkingTablesAgree) {
  for (const uint32_t growing : {8, 2, 6, 4, 9, 1, 7}) {
    for (int i = 0; i < 3000; ++i) {
      pair_.step(5000, growing);
      if (i % 50 == 0) {
        ASSERT_TRUE(pair_.agree()) << "growing " << growing << ", step " << i;
      }
    }
  }
  ASSERT_EQ(pair_.keys(), pair_.plain_keys());
}

TEST_P(OrderOfHistories, TablesThatOnlyGrowAgree) {
  for (int round = 0; round < 4; ++round) {
    for (const int count : {20, 100, 1000, 3000}) {
      pair_.grow(static_cast<uint64_t>(round) << 30, count);
      if (round % 2) {
        ASSERT_EQ(pair_.keys(), pair_.plain_keys()) << "round " << round << ", count " << count;
      }
      pair_.insert_while_walked(100000, 20);
    }
    ASSERT_EQ(pair_.keys(), pair_.plain_keys()) << "round " << round;
    for (int i = 0; i < 50; ++i) pair_.step(5000, 3);
    ASSERT_TRUE(pair_.agree()) << "round " << round;
    pair_.clear();
  }
}

TEST_P(OrderOfHistories, NumbersThatFallTogetherAgree) {
  const uint64_t low = GetParam();
  for (uint64_t high = 0; high < 1000; ++high) pair_.insert(high << 32 | (high ^ low));
  for (uint64_t high = 0; high < 1200; ++high) pair_.look_up(high << 32 | (high ^ low));
  ASSERT_EQ(pair_.keys(), pair_.plain_keys());
}

TEST_P(OrderOfHistories, CopiesAgree) {
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 300; ++i) pair_.step(1000, 6);
    pair_.copy();
    ASSERT_EQ(pair_.keys(), pair_.plain_keys()) << "round " << round;
  }
}

TEST_P(OrderOfHistories, TablesThatGrewWhileTheyWereWalkedAgree) {
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 30; ++i) pair_.step(4000, 5);
    pair_.insert_while_walked(4000, 100);
    ASSERT_EQ(pair_.keys(), pair_.plain_keys()) << "round " << round << ", after walking";
    for (int i = 0; i < 60; ++i) {
      pair_.step(4000, 4);
      ASSERT_TRUE(pair_.agree()) << "round " << round << ", step " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrderOfHistories, testing::Range(1u, 41u, 3u));

}  // namespace
}  // namespace whimbrel::script
