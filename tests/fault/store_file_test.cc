// The n-th call of SQLite to the operating system fails, for every n until there are fewer; or the process dies right
// there. What was committed is in the file afterwards, and of what was not, all or nothing. And: files with bytes
// turned or cut off.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "sqlite_layer.h"
#include "store/backend.h"
#include "testing/temporary_folder.h"
#include "whimbrel/codec.h"
#include "whimbrel/store.h"

namespace whimbrel {
namespace {

// -- a layer between SQLite and the operating system

struct Faults {
  int64_t calls_left = -1;  // before one fails; negative: none will
  bool all = false;         // all calls after it fail as well: the process is as good as dead
  bool happened = false;
} faults;

bool fails() {
  if (faults.happened && faults.all) return true;
  if (faults.calls_left < 0 || faults.calls_left-- > 0) return false;
  return faults.happened = true;
}

void replace(sqlite3_io_methods& methods);
int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out);
int erase(sqlite3_vfs*, const char* name, int sync_folder);
SqliteLayer& layer() {
  static SqliteLayer faulty("faulty", replace, open, erase);
  return faulty;
}

int write(sqlite3_file* file, const void* bytes, int n, sqlite3_int64 at) {
  return fails() ? SQLITE_FULL : layer().below(file).xWrite(file, bytes, n, at);
}
int read(sqlite3_file* file, void* bytes, int n, sqlite3_int64 at) {
  return fails() ? SQLITE_IOERR_READ : layer().below(file).xRead(file, bytes, n, at);
}
int sync(sqlite3_file* file, int flags) {
  return fails() ? SQLITE_IOERR_FSYNC : layer().below(file).xSync(file, flags);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return fails() ? SQLITE_IOERR_TRUNCATE : layer().below(file).xTruncate(file, size);
}
void replace(sqlite3_io_methods& methods) {
  methods.xWrite = write;
  methods.xRead = read;
  methods.xSync = sync;
  methods.xTruncate = truncate;
}
int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  return fails() ? SQLITE_CANTOPEN : layer().open(name, file, flags, out);
}
int erase(sqlite3_vfs*, const char* name, int sync_folder) {
  return fails() ? SQLITE_IOERR_DELETE : layer().erase(name, sync_folder);
}

// -- stores

using Content = std::map<Value, Value>;

class StoreFileTest : public testing::TestWithParam<SqliteOptions::Journal> {
 protected:
  StoreFileTest() {
    layer().use();
    options_.path = folder_.path + "/s.sqlite";
    options_.journal = GetParam();
  }
  Result<std::unique_ptr<Backend>> open() {
    return open_sqlite_backend(options_, [this](const std::string& text) { complaints_ += text; });
  }
  void start_afresh() {
    faults = {};
    for (const auto& file : std::filesystem::directory_iterator(folder_.path)) std::filesystem::remove_all(file);
  }
  static Result<Content> content(const Backend& backend) {
    Content all;
    const auto done = backend.visit(0, [&](const EntryView& entry) {
      all[*decode(entry.key)] = *decode(entry.value);
      return true;
    });
    return done ? Result<Content>(all) : done.error();
  }

  /// Changes entries and commits, and does what a master does about errors. Says what must be there, and what may.
  void work(Backend& backend) {
    Content now = durable_;
    for (uint64_t round = 0; round < 3; ++round) {
      for (uint64_t key = round; key < round + 4; ++key) {
        const Value value = std::string(2000, static_cast<char>('a' + round));
        if (backend.put(encode(key), encode(value), {})) now[key] = value;
      }
      const auto erased = backend.erase(encode(round));
      if (erased && *erased) now.erase(round);
      wanted_ = now;
      bool done = false;
      for (int attempt = 0; attempt < 3 && !done && !backend.has_lost(); ++attempt) done = backend.commit().ok();
      if (done) {
        durable_ = now;
      } else {
        backend.abandon();
        now = durable_;
      }
      const auto seen = content(backend);
      EXPECT_TRUE(!seen || faults.all || *seen == durable_ || *seen == wanted_) << "what a master shows";
      if (seen && *seen == wanted_) now = wanted_;
    }
  }

  /// For each n, the n-th call to the system fails, alone or with all after it: what was committed is there afterwards.
  void fail_at_each_call(bool all) {
    constexpr int64_t kMostCalls = 2000;
    int64_t n = 0;
    for (bool happened = true; happened && n < kMostCalls; ++n) {
      start_afresh();
      durable_ = wanted_ = {};
      faults.calls_left = n;
      faults.all = all;
      if (auto backend = open()) work(**backend);
      happened = faults.happened;
      faults = {};
      auto again = open();
      ASSERT_TRUE(again) << n << ": " << again.error().message();
      const auto there = content(**again);
      ASSERT_TRUE(there) << n;
      EXPECT_TRUE(*there == durable_ || *there == wanted_) << "call " << n;
    }
    EXPECT_GT(n, 20);
    EXPECT_LT(n, kMostCalls) << "not every call was tried";
  }

  TemporaryFolder folder_;
  SqliteOptions options_;
  std::string complaints_;
  Content durable_, wanted_;
};

TEST_P(StoreFileTest, EveryCallMayFail) { fail_at_each_call(false); }

TEST_P(StoreFileTest, TheProcessMayDieAtEveryCall) { fail_at_each_call(true); }

TEST_P(StoreFileTest, DamagedBytesAreNoticedOrHarmless) {
  start_afresh();
  Content before;
  {
    auto backend = open();
    ASSERT_TRUE(backend);
    for (uint64_t key = 0; key < 200; ++key) {
      before[key] = std::string(100, 'x');
      ASSERT_TRUE((*backend)->put(encode(key), encode(before[key]), {}));
    }
    ASSERT_TRUE((*backend)->commit());
    ASSERT_TRUE((*backend)->compact());
  }
  std::ifstream in(options_.path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(good.size(), 8192u);
  std::mt19937_64 random(1);
  size_t refused = 0, replaced = 0;
  for (int i = 0; i < 300; ++i) {
    start_afresh();
    std::string bad = good;
    if (i % 3 == 0)
      bad.resize(random() % good.size());  // torn
    else
      for (int turned = 0; turned < 1 << (i % 8); ++turned)
        bad[random() % bad.size()] ^= static_cast<char>(1 + random() % 255);
    std::ofstream(options_.path, std::ios::binary) << bad;
    options_.integrity_check = i % 2 == 0;
    complaints_.clear();
    {
      // Whatever comes out of it, it is values, and no crash.
      auto backend = open();
      if (!backend) {
        ++refused;
        EXPECT_EQ(backend.error().code(), ErrorCode::BackendFailure);
        EXPECT_FALSE(complaints_.empty());
        EXPECT_TRUE(std::filesystem::exists(options_.path)) << "it is left to be looked at";
      } else {
        (void)content(**backend);
        (void)(*backend)->put(encode(Value(1u)), encode(Value("new")), {});
        (void)(*backend)->commit();
      }
      if (backend) continue;
    }
    SqliteOptions replacing = options_;
    replacing.delete_if_damaged = true;
    auto backend = open_sqlite_backend(replacing, [](const std::string&) {});
    ASSERT_TRUE(backend) << backend.error().message();
    EXPECT_TRUE(content(**backend)->empty());
    ++replaced;
  }
  options_.integrity_check = false;
  EXPECT_GT(refused, 50u);
  EXPECT_EQ(refused, replaced);
}

TEST_P(StoreFileTest, ChangesThatCannotBeWrittenAreTakenBackEverywhere) {
  start_afresh();
  EndpointOptions endpoint_options;
  endpoint_options.disable_ssl = true;
  auto here = Endpoint::start(endpoint_options), there = Endpoint::start(endpoint_options);
  ASSERT_TRUE(here && there);
  MasterOptions master_options{BackendType::Sqlite, options_, [](auto, auto) {}};
  auto master = Store::master(*here, "s", master_options);
  ASSERT_TRUE(master) << master.error().message();
  const auto port = here->listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  there->peer("127.0.0.1", *port, std::chrono::seconds(0));
  auto clone = Store::clone(*there, "s");
  ASSERT_TRUE(clone);
  const auto answer = [&](Store::Future future) -> Result<Value> {
    while (future.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
      master->process(), clone->process();
    return future.get();
  };
  EXPECT_EQ(*answer(clone->put_unique("kept", 1u)), Value(true));

  faults.calls_left = 0;
  faults.all = true;
  master->put("lost", std::string(100'000, 'x'));
  const auto failed = answer(master->put_unique("lost, too", 1u));
  EXPECT_FALSE(failed.ok() && *failed == Value(true));
  faults = {};
  master->process();
  // Whether or not that was given up, the clone comes to what the master has.
  master->put("marker", 1u);
  while (*answer(clone->exists("marker")) != Value(true)) master->process(), clone->process();
  EXPECT_EQ(*answer(clone->put_unique("after", 1u)), Value(true));
  const Value expected = *answer(master->keys());
  EXPECT_EQ(*answer(clone->keys()), expected);
  EXPECT_EQ(*answer(clone->get("kept")), Value(1u));
}

INSTANTIATE_TEST_SUITE_P(Each, StoreFileTest,
                         testing::Values(SqliteOptions::Journal::Delete, SqliteOptions::Journal::Wal),
                         [](const auto& info) { return info.param == SqliteOptions::Journal::Wal ? "Wal" : "Delete"; });

}  // namespace
}  // namespace whimbrel
