// What every backend must do.
#include "store/backend.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "testing/temporary_folder.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

// The tests speak in values.
Result<void> put(Backend& backend, const Value& key, const Value& value, std::optional<Timestamp> expiry) {
  return backend.put(encode(key), encode(value), expiry);
}
bool exists(const Backend& backend, const Value& key) { return *backend.exists(encode(key)); }

std::map<Value, Value> content(const Backend& backend) {
  std::map<Value, Value> all;
  const auto end = backend.visit(0, [&](const EntryView& entry) {
    EXPECT_TRUE(all.emplace(*decode(entry.key), *decode(entry.value)).second) << "an entry is visited twice";
    return true;
  });
  EXPECT_EQ(*end, 0u);
  return all;
}
std::vector<std::pair<Value, Timestamp>> expiries(const Backend& backend) {
  std::vector<std::pair<Value, Timestamp>> all;
  EXPECT_TRUE(backend.visit_expiries([&](BytesView key, Timestamp expiry) { all.emplace_back(*decode(key), expiry); }));
  return all;
}

class BackendTest : public testing::TestWithParam<BackendType> {
 protected:
  void SetUp() override { open(); }
  void open() {
    backend.reset();
    if (GetParam() == BackendType::Memory) {
      backend = make_memory_backend();
      return;
    }
    auto opened = open_sqlite_backend({.path = folder.path + "/a/b/s.sqlite", .synchronous = {}, .journal = {}},
                                      [this](const std::string& text) { complaints += text; });
    ASSERT_TRUE(opened) << opened.error().message();
    backend = std::move(*opened);
  }
  Value get(const Value& key) const {
    const auto entry = backend->get(encode(key));
    return *entry ? *decode((*entry)->value) : "absent";
  }
  Result<void> put(const Value& key, const Value& value, std::optional<Timestamp> expiry) {
    return whimbrel::put(*backend, key, value, expiry);
  }
  bool exists(const Value& key) const { return whimbrel::exists(*backend, key); }
  bool erase(const Value& key) { return *backend->erase(encode(key)); }
  bool expire(const Value& key, Timestamp now) { return *backend->expire(encode(key), now); }

  TemporaryFolder folder;
  std::string complaints;
  std::unique_ptr<Backend> backend;
};

TEST_P(BackendTest, WhatWasPutIsThereUntilItIsErased) {
  ASSERT_TRUE(put("k", Set{1u, 2u}, {}));
  EXPECT_EQ(get("k"), Value(Set{1u, 2u}));
  ASSERT_TRUE(put("k", "new", {}));
  EXPECT_EQ(get("k"), "new");
  EXPECT_TRUE(exists("k"));
  EXPECT_TRUE(erase("k"));
  EXPECT_FALSE(erase("k"));
  EXPECT_FALSE(exists("k"));
  EXPECT_EQ(get("k"), "absent");
}

TEST_P(BackendTest, OnlyWhatIsNewIsInserted) {
  const auto insert = [this](const Value& key, const Value& value, std::optional<Timestamp> expiry) {
    return *backend->insert(encode(key), encode(value), expiry);
  };
  EXPECT_TRUE(insert("k", 1u, Timestamp{100}));
  EXPECT_FALSE(insert("k", 2u, {}));
  EXPECT_EQ(get("k"), Value(1u));
  EXPECT_EQ(backend->size(), 1u);
  EXPECT_EQ(expiries(*backend).size(), 1u) << "it stays as it was";
  ASSERT_TRUE(erase("k"));
  EXPECT_TRUE(insert("k", 2u, {}));
  EXPECT_EQ(get("k"), Value(2u));
}

TEST_P(BackendTest, KeysOfDifferentKindsDiffer) {
  const std::vector<Value> keys = {{},      true,           1u, 1, 1.0, "1", Timespan{1}, Timestamp{1}, Vector{1u},
                                   Set{1u}, Table{{1u, 1u}}};
  for (size_t i = 0; i < keys.size(); ++i) ASSERT_TRUE(put(keys[i], i, {}));
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(get(keys[i]), Value(i));
  EXPECT_EQ(content(*backend).size(), keys.size());
}

TEST_P(BackendTest, OnlyWhatIsDueExpires) {
  ASSERT_TRUE(put("soon", 1u, Timestamp{100}));
  ASSERT_TRUE(put("late", 1u, Timestamp{200}));
  ASSERT_TRUE(put("never", 1u, {}));
  EXPECT_EQ(expiries(*backend).size(), 2u);
  for (const char* key : {"late", "never", "absent"}) EXPECT_FALSE(expire(key, Timestamp{150})) << key;
  EXPECT_TRUE(expire("soon", Timestamp{150}));
  EXPECT_FALSE(exists("soon"));
  ASSERT_TRUE(put("late", 2u, {}));
  EXPECT_FALSE(expire("late", Timestamp{1000})) << "the new entry has no expiry";
}

TEST_P(BackendTest, ClearingLeavesNothing) {
  ASSERT_TRUE(put("a", 1u, Timestamp{100}));
  ASSERT_TRUE(put("b", 1u, {}));
  ASSERT_TRUE(backend->clear());
  EXPECT_TRUE(content(*backend).empty());
  EXPECT_TRUE(expiries(*backend).empty());
}

TEST_P(BackendTest, EntriesAreCounted) {
  EXPECT_EQ(backend->size(), 0u);
  for (const char* const key : {"a", "b", "c", "d"}) ASSERT_TRUE(put(key, 1u, Timestamp{100}));
  ASSERT_TRUE(put("a", 2u, {}));
  EXPECT_EQ(backend->size(), 4u) << "one was replaced";
  ASSERT_TRUE(backend->erase(encode("b")));
  ASSERT_TRUE(backend->erase(encode("no such entry")));
  ASSERT_TRUE(backend->expire(encode("c"), Timestamp{200}));
  ASSERT_TRUE(backend->expire(encode("a"), Timestamp{200}));
  EXPECT_EQ(backend->size(), 2u);
  ASSERT_TRUE(backend->commit());
  ASSERT_TRUE(put("e", 1u, {}));
  if (GetParam() == BackendType::Sqlite) {
    backend->abandon();
    EXPECT_EQ(backend->size(), 2u) << "what was given up does not count";
    open();
    EXPECT_EQ(backend->size(), 2u);
  }
  ASSERT_TRUE(backend->clear());
  EXPECT_EQ(backend->size(), 0u);
}

TEST_P(BackendTest, AnEntryComesWithItsExpiry) {
  ASSERT_TRUE(put("a", 1u, Timestamp{100}));
  EXPECT_EQ((*backend->get(encode("a")))->expiry, Timestamp{100});
  ASSERT_TRUE(put("a", 1u, {}));
  EXPECT_EQ((*backend->get(encode("a")))->expiry, std::nullopt);
}

TEST_P(BackendTest, EntriesAreVisitedInPiecesWhileOthersComeAndGo) {
  for (uint64_t i = 0; i < 500; ++i) ASSERT_TRUE(put(i, i, Timestamp{7}));
  std::map<uint64_t, size_t> visits;
  uint64_t position = 0, next_key = 1000;
  do {
    size_t left = 7;
    const auto next = backend->visit(position, [&](const EntryView& entry) {
      if (left == 0) return false;
      --left;
      ++visits[decode(entry.key)->get_if<uint64_t>()[0]];
      EXPECT_EQ(entry.expiry.has_value(), *decode(entry.key) < Value(1000u));
      return true;
    });
    ASSERT_TRUE(next);
    position = *next;
    if (visits.size() > 400) continue;  // an end, at last
    // Multiples of three go, others of five change, new ones come.
    const uint64_t victim = visits.size() * 3 % 500 / 3 * 3;
    ASSERT_TRUE(backend->erase(encode(victim)));
    ASSERT_TRUE(put(next_key++, "new", {}));
  } while (position > 0);
  for (uint64_t i = 0; i < 500; ++i) EXPECT_TRUE(visits[i] == 1 || (i % 3 == 0 && visits[i] == 0)) << i;
}

TEST_P(BackendTest, CommittedEntriesOutliveTheBackend) {
  if (GetParam() == BackendType::Memory) GTEST_SKIP() << "keeps nothing";
  ASSERT_TRUE(put(Vector{"k", 1u}, Table{{"a", 1.5}}, Timestamp{7}));
  EXPECT_TRUE(backend->is_dirty());
  ASSERT_TRUE(backend->commit());
  EXPECT_FALSE(backend->is_dirty());
  open();
  EXPECT_EQ(get(Vector{"k", 1u}), Value(Table{{"a", 1.5}}));
  EXPECT_EQ(expiries(*backend).at(0).second, Timestamp{7});
}

INSTANTIATE_TEST_SUITE_P(Each, BackendTest, testing::Values(BackendType::Memory, BackendType::Sqlite),
                         [](const auto& info) { return info.param == BackendType::Memory ? "Memory" : "Sqlite"; });

// -- SQLite alone

struct SqliteBackendTest : testing::Test {
  SqliteOptions options() const {
    SqliteOptions options;
    options.path = folder.path + "/s.sqlite";
    return options;
  }
  Result<std::unique_ptr<Backend>> open(const SqliteOptions& options) {
    return open_sqlite_backend(options, [this](const std::string& text) { complaints += text; });
  }
  void fill() {
    auto backend = open(options());
    for (uint64_t i = 0; i < 2000; ++i) ASSERT_TRUE(put(**backend, i, std::string(100, 'x'), Timestamp{1}));
  }
  /// Overwrites pages in the middle of the file.
  void damage() const {
    std::fstream file(options().path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(20 * 4096, '\xa5');
  }
  TemporaryFolder folder;
  std::string complaints;
};

TEST_F(SqliteBackendTest, ADamagedFileIsRefusedInSqlitesWords) {
  fill();
  damage();
  SqliteOptions checked = options();
  checked.integrity_check = true;
  const auto opened = open(checked);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::BackendFailure);
  EXPECT_NE(complaints.find("database disk image is malformed"), std::string::npos) << complaints;
}

TEST_F(SqliteBackendTest, ADamagedFileIsReplacedIfThatIsWanted) {
  fill();
  damage();
  SqliteOptions replacing = options();
  replacing.integrity_check = replacing.delete_if_damaged = true;
  const auto opened = open(replacing);
  ASSERT_TRUE(opened) << opened.error().message();
  EXPECT_TRUE(content(**opened).empty());
  EXPECT_NE(complaints.find("malformed"), std::string::npos) << complaints;
}

TEST_F(SqliteBackendTest, WhatIsNoDatabaseIsRefused) {
  std::ofstream(options().path) << "This is a text and no data base at all, however long it may go on.\n";
  EXPECT_FALSE(open(options()));
  EXPECT_TRUE(std::filesystem::exists(options().path));
}

TEST_F(SqliteBackendTest, AFolderThatCannotBeMadeIsAnError) {
  SqliteOptions nowhere;
  nowhere.path = "/proc/none/s.sqlite";
  EXPECT_FALSE(open(nowhere));
}

TEST_F(SqliteBackendTest, EverySettingKeepsWhatWasCommitted) {
  using S = SqliteOptions;
  for (const auto journal : {S::Journal::Delete, S::Journal::Wal})
    for (const auto synchronous :
         {S::Synchronous::Off, S::Synchronous::Normal, S::Synchronous::Full, S::Synchronous::Extra}) {
      S set = options();
      set.journal = journal;
      set.synchronous = synchronous;
      const uint64_t key = static_cast<uint64_t>(journal) * 10 + static_cast<uint64_t>(synchronous);
      {
        auto backend = open(set);
        ASSERT_TRUE(backend) << backend.error().message();
        ASSERT_TRUE(put(**backend, key, 1u, {}));
      }
      EXPECT_EQ(std::filesystem::exists(set.path + "-wal"), journal == S::Journal::Wal);
      auto again = open(set);
      EXPECT_TRUE(exists(**again, key));
    }
}

}  // namespace

}  // namespace whimbrel
