// What every backend must do.
#include "store/backend.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace whimbrel {

namespace {

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "whimbrel-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

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
  Value get(const Value& key) { return backend->get(key)->value_or("absent"); }

  Folder folder;
  std::string complaints;
  std::unique_ptr<Backend> backend;
};

TEST_P(BackendTest, WhatWasPutIsThereUntilItIsErased) {
  ASSERT_TRUE(backend->put("k", Set{1u, 2u}, {}));
  EXPECT_EQ(get("k"), Value(Set{1u, 2u}));
  ASSERT_TRUE(backend->put("k", "new", {}));
  EXPECT_EQ(get("k"), "new");
  EXPECT_TRUE(*backend->exists("k"));
  EXPECT_TRUE(*backend->erase("k"));
  EXPECT_FALSE(*backend->erase("k"));
  EXPECT_FALSE(*backend->exists("k"));
  EXPECT_EQ(get("k"), "absent");
}

TEST_P(BackendTest, KeysOfDifferentKindsDiffer) {
  const std::vector<Value> keys = {{},      true,           1u, 1, 1.0, "1", Timespan{1}, Timestamp{1}, Vector{1u},
                                   Set{1u}, Table{{1u, 1u}}};
  for (size_t i = 0; i < keys.size(); ++i) ASSERT_TRUE(backend->put(keys[i], i, {}));
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(get(keys[i]), Value(i));
  EXPECT_EQ(Set(*backend->keys()), Set(keys));
}

TEST_P(BackendTest, OnlyWhatIsDueExpires) {
  ASSERT_TRUE(backend->put("soon", 1u, Timestamp{100}));
  ASSERT_TRUE(backend->put("late", 1u, Timestamp{200}));
  ASSERT_TRUE(backend->put("never", 1u, {}));
  EXPECT_EQ(backend->expiries()->size(), 2u);
  for (const char* key : {"late", "never", "absent"}) EXPECT_FALSE(*backend->expire(key, Timestamp{150})) << key;
  EXPECT_TRUE(*backend->expire("soon", Timestamp{150}));
  EXPECT_FALSE(*backend->exists("soon"));
  ASSERT_TRUE(backend->put("late", 2u, {}));
  EXPECT_FALSE(*backend->expire("late", Timestamp{1000})) << "the new entry has no expiry";
}

TEST_P(BackendTest, ClearingLeavesNothing) {
  ASSERT_TRUE(backend->put("a", 1u, Timestamp{100}));
  ASSERT_TRUE(backend->put("b", 1u, {}));
  ASSERT_TRUE(backend->clear());
  EXPECT_TRUE(backend->keys()->empty());
  EXPECT_TRUE(backend->expiries()->empty());
  int visited = 0;
  ASSERT_TRUE(backend->for_each([&](const Value&, const Value&) { ++visited; }));
  EXPECT_EQ(visited, 0);
}

TEST_P(BackendTest, CommittedEntriesOutliveTheBackend) {
  if (GetParam() == BackendType::Memory) GTEST_SKIP() << "keeps nothing";
  ASSERT_TRUE(backend->put(Vector{"k", 1u}, Table{{"a", 1.5}}, Timestamp{7}));
  EXPECT_TRUE(backend->is_dirty());
  ASSERT_TRUE(backend->commit());
  EXPECT_FALSE(backend->is_dirty());
  open();
  EXPECT_EQ(get(Vector{"k", 1u}), Value(Table{{"a", 1.5}}));
  EXPECT_EQ(backend->expiries()->at(0).second, Timestamp{7});
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
    for (uint64_t i = 0; i < 2000; ++i) ASSERT_TRUE((*backend)->put(i, std::string(100, 'x'), Timestamp{1}));
  }
  /// Overwrites pages in the middle of the file.
  void damage() const {
    std::fstream file(options().path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(20 * 4096, '\xa5');
  }
  Folder folder;
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
  EXPECT_TRUE((*opened)->keys()->empty());
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
        ASSERT_TRUE((*backend)->put(key, 1u, {}));
      }
      EXPECT_EQ(std::filesystem::exists(set.path + "-wal"), journal == S::Journal::Wal);
      auto again = open(set);
      EXPECT_TRUE(*(*again)->exists(key));
    }
}

}  // namespace

}  // namespace whimbrel
