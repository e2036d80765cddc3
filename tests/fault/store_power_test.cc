// Power goes at every write and sync of a store's file, and leaves any part of what was not synced: what
// docs/features/stores.md promises for each setting is there afterwards.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "lossy_disk.h"
#include "store/backend.h"
#include "testing/temporary_folder.h"
#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

using Synchronous = SqliteOptions::Synchronous;
using Journal = SqliteOptions::Journal;
using Content = std::map<Value, Value>;

constexpr uint64_t kSeeds = 5;  // what is left, at each moment

/// What a setting promises.
struct Promise {
  Synchronous synchronous;
  Journal journal;
  bool is_never_damaged;  ///< each transaction is there as a whole or not at all
  uint64_t may_lose;      ///< transactions that were told
};
constexpr uint64_t kAny = 1000;

constexpr Promise kPromises[] = {
    {Synchronous::Off, Journal::Delete, false, kAny}, {Synchronous::Off, Journal::Wal, false, kAny},
    {Synchronous::Normal, Journal::Delete, true, 1},  {Synchronous::Normal, Journal::Wal, true, kAny},
    {Synchronous::Full, Journal::Delete, true, 1},    {Synchronous::Full, Journal::Wal, true, 0},
    {Synchronous::Extra, Journal::Delete, true, 0},   {Synchronous::Extra, Journal::Wal, true, 0}};

Result<Content> content(const Backend& backend) {
  Content all;
  const auto done = backend.visit(0, [&](const EntryView& entry) {
    all[*decode(entry.key)] = *decode(entry.value);
    return true;
  });
  return done ? Result<Content>(all) : done.error();
}

class StorePowerTest : public testing::TestWithParam<Promise> {
 protected:
  StorePowerTest() {
    options_.path = folder_.path + "/s.sqlite";
    options_.synchronous = GetParam().synchronous;
    options_.journal = GetParam().journal;
    options_.integrity_check = true;
  }

  /// What may be on the disk when power goes, and how many transactions had been told by then.
  using Loss = std::pair<LossyDisk::Image, size_t>;

  static void put_all(Backend& backend, const Content& entries) {
    for (const auto& [key, value] : entries) ASSERT_TRUE(backend.put(encode(key), encode(value), {}));
  }

  /// Transactions that fill pages, replace, erase, and give room back. States after each go to states_.
  void work() {
    states_ = {{}};
    auto backend = open_sqlite_backend(options_, [](const std::string&) {});
    ASSERT_TRUE(backend) << backend.error().message();
    for (uint64_t round = 0; round < 4; ++round) {
      Content now = states_.back();
      for (uint64_t key = round; key < round + 4; ++key) {
        now[key] = std::string(1500, static_cast<char>('a' + round));
        ASSERT_TRUE((*backend)->put(encode(Value(key)), encode(now[key]), {}));
      }
      ASSERT_TRUE((*backend)->erase(encode(Value(round))));
      now.erase(Value(round));
      states_.push_back(now);
      ASSERT_TRUE((*backend)->commit());
      told_ = states_.size() - 1;
      if (round == 1) {
        ASSERT_TRUE((*backend)->compact());
      }
    }
  }

  void lose_power_everywhere() {
    LossyDisk disk;
    disk.before_each = [&] {
      ++moments_;
      for (uint64_t seed = 0; seed < kSeeds; ++seed)
        losses_.emplace(disk.lose_power(seed < 2 ? seed : moments_ * kSeeds + seed), told_);
    };
    work();
    disk.before_each = nullptr;
  }

  void check(const Loss& loss) {
    const auto& [image, told] = loss;
    SCOPED_TRACE(testing::Message() << "told " << told);
    const TemporaryFolder folder;
    for (const auto& [name, bytes] : image) std::ofstream(folder.path + "/" + name, std::ios::binary) << bytes;
    SqliteOptions options = options_;
    options.path = folder.path + "/s.sqlite";
    auto backend = open_sqlite_backend(options, [](const std::string&) {});
    auto there = backend ? content(**backend) : backend.error();
    if (!there) return check_damage(std::move(options), there.error());
    const auto at = std::ranges::find(states_, *there);
    if (at == states_.end()) {
      EXPECT_FALSE(GetParam().is_never_damaged) << "a part of a transaction";
      ++damaged_;
      return;
    }
    const auto seen = static_cast<size_t>(at - states_.begin());
    EXPECT_LE(seen, told + 1);
    EXPECT_GE(seen + GetParam().may_lose, told);
    if (seen < told) ++lost_;
    ASSERT_TRUE((*backend)->put(encode(Value("after")), encode(Value(true)), {}));
    EXPECT_TRUE((*backend)->commit());
  }

  /// A file that is damaged is left as it is, or replaced if that was asked for.
  void check_damage(SqliteOptions options, const Error& error) {
    EXPECT_FALSE(GetParam().is_never_damaged) << error.message();
    EXPECT_EQ(error.code(), ErrorCode::BackendFailure);
    EXPECT_TRUE(std::filesystem::exists(options.path));
    options.delete_if_damaged = true;
    auto fresh = open_sqlite_backend(options, [](const std::string&) {});
    ASSERT_TRUE(fresh) << fresh.error().message();
    EXPECT_EQ((*fresh)->size(), 0u);
    ++damaged_;
  }

  TemporaryFolder folder_;
  SqliteOptions options_;
  std::vector<Content> states_;
  size_t told_ = 0;
  std::set<Loss> losses_;
  uint64_t moments_ = 0;
  size_t lost_ = 0, damaged_ = 0;
};

TEST_P(StorePowerTest, WhatIsPromisedIsThereAfterALossOfPower) {
  lose_power_everywhere();
  if (HasFatalFailure()) return;
  EXPECT_GT(moments_, 80u);
  for (const Loss& loss : losses_) check(loss);
  EXPECT_EQ(lost_ + damaged_ > 0, GetParam().may_lose > 0) << "otherwise the promise could be another one";
}

std::string name_of(const testing::TestParamInfo<Promise>& info) {
  constexpr const char* kNames[] = {"Off", "Normal", "Full", "Extra"};
  const char* const synchronous = kNames[static_cast<size_t>(info.param.synchronous)];
  return std::string(synchronous) + (info.param.journal == Journal::Wal ? "Wal" : "Delete");
}

INSTANTIATE_TEST_SUITE_P(Each, StorePowerTest, testing::ValuesIn(kPromises), name_of);

}  // namespace
}  // namespace whimbrel
