// Entries in a SQLite file, laid out as Zeek's Broker does: table `store` with key and value as encoded bytes, and the
// expiry in nanoseconds since 1970 or null; table `meta` with a version that nobody looks at.
//
// Writes open a transaction, which commit() ends. The data base is closed without being finalised in WAL mode, so that
// its files stay as other programs left them; in any case nothing is pending then.
#include <fmt/format.h>

#include <cstring>
#include <filesystem>

#include "store/backend.h"
#include "store/sqlite_base.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

using sqlite::Base, sqlite::Statement, sqlite::Use;

constexpr std::string_view kVersion = "2.8.0";  // of the layout; as Zeek 7 writes it
constexpr uint64_t kSignBit = uint64_t{1} << 63;
constexpr int kPatience = 1000;  // milliseconds, for others that hold a lock

class SqliteBackend final : public Backend {
 public:
  SqliteBackend(std::unique_ptr<Base> base, bool keeps_wal)
      : base_(std::move(base)),
        keeps_wal_(keeps_wal),
        put_(base_->handle,
             "insert into store(key, value, expiry) values(?, ?, ?) "
             "on conflict(key) do update set value = excluded.value, expiry = excluded.expiry"),
        insert_(base_->handle, "insert into store(key, value, expiry) values(?, ?, ?) on conflict(key) do nothing"),
        get_(base_->handle, "select value, expiry from store where key = ?"),
        exists_(base_->handle, "select 1 from store where key = ?"),
        erase_(base_->handle, "delete from store where key = ?"),
        expire_(base_->handle, "delete from store where key = ? and expiry <= ?"),
        clear_(base_->handle, "delete from store"),
        all_(base_->handle, "select key, value, expiry, rowid from store where rowid >= ? order by rowid"),
        expiries_(base_->handle, "select key, expiry from store where expiry is not null") {}

  ~SqliteBackend() override {
    if (!commit()) base_->run("rollback");
    ::sqlite3_update_hook(base_->handle, nullptr, nullptr);
    // Closing the last connection would take the -wal file away, which others may look for.
    if (keeps_wal_) left_open().push_back(std::move(base_));
  }

  /// To be called once, before anything is written.
  bool count_entries() {
    Statement count(base_->handle, "select count(*) from store");
    if (count.step() != SQLITE_ROW) return false;
    size_ = committed_size_ = static_cast<uint64_t>(::sqlite3_column_int64(count.get(), 0));
    const auto note = [](void* self, int what, const char*, const char*, sqlite3_int64) {
      if (what == SQLITE_INSERT) ++static_cast<SqliteBackend*>(self)->size_;
      if (what == SQLITE_DELETE) --static_cast<SqliteBackend*>(self)->size_;
    };
    ::sqlite3_update_hook(base_->handle, note, this);
    return true;
  }

  bool is_good() const {
    for (const Statement* s : {&put_, &insert_, &get_, &exists_, &erase_, &expire_, &clear_, &all_, &expiries_})
      if (!s->get()) return false;
    return true;
  }

  Result<void> put(BytesView key, BytesView value, std::optional<Timestamp> expiry) override {
    return write(put_, key, value, expiry);
  }

  Result<bool> insert(BytesView key, BytesView value, std::optional<Timestamp> expiry) override {
    if (auto done = write(insert_, key, value, expiry); !done) return done.error();
    return ::sqlite3_changes(base_->handle) > 0;
  }

  Result<std::optional<EntryView>> get(BytesView key) const override {
    Use use(get_);
    get_.bind(1, key);
    const int outcome = get_.step();
    if (outcome == SQLITE_DONE) return std::optional<EntryView>();
    if (outcome != SQLITE_ROW) return base_->failure();
    const BytesView value = get_.bytes(0);
    if (!validate(value)) return no_value();
    got_.assign(value.begin(), value.end());
    return std::optional(EntryView{key, got_, get_.time(1)});
  }

  Result<bool> exists(BytesView key) const override {
    Use use(exists_);
    exists_.bind(1, key);
    const int outcome = exists_.step();
    if (outcome != SQLITE_ROW && outcome != SQLITE_DONE) return base_->failure();
    return outcome == SQLITE_ROW;
  }

  uint64_t size() const override { return size_; }

  Result<bool> erase(BytesView key) override {
    Use use(erase_);
    erase_.bind(1, key);
    if (auto done = write(erase_); !done) return done.error();
    return ::sqlite3_changes(base_->handle) > 0;
  }

  Result<bool> expire(BytesView key, Timestamp now) override {
    Use use(expire_);
    expire_.bind(1, key);
    expire_.bind(2, now);
    if (auto done = write(expire_); !done) return done.error();
    return ::sqlite3_changes(base_->handle) > 0;
  }

  Result<void> clear() override {
    Use use(clear_);
    if (auto done = write(clear_); !done) return done;
    size_ = 0;
    return {};
  }

  // Positions are row numbers, shifted so that they begin at 0. A row that is replaced keeps its number.
  Result<uint64_t> visit(uint64_t position, const EntryVisitor& visitor) const override {
    Use use(all_);
    ::sqlite3_bind_int64(all_.get(), 1, static_cast<int64_t>(position ^ kSignBit));
    int outcome;
    while ((outcome = all_.step()) == SQLITE_ROW) {
      const EntryView entry{all_.bytes(0), all_.bytes(1), all_.time(2)};
      if (!validate(entry.key) || !validate(entry.value)) return no_value();
      if (!visitor(entry)) return static_cast<uint64_t>(::sqlite3_column_int64(all_.get(), 3)) ^ kSignBit;
    }
    if (outcome != SQLITE_DONE) return base_->failure();
    return 0;
  }

  Result<void> visit_expiries(const std::function<void(BytesView, Timestamp)>& visitor) const override {
    Use use(expiries_);
    int outcome;
    while ((outcome = expiries_.step()) == SQLITE_ROW) {
      if (!validate(expiries_.bytes(0))) return no_value();
      visitor(expiries_.bytes(0), *expiries_.time(1));
    }
    if (outcome != SQLITE_DONE) return base_->failure();
    return {};
  }

  Result<void> commit() override {
    if (has_lost_) return lost_by_;
    if (!is_dirty_) return {};
    if (!base_->run("commit")) return note_loss(base_->failure());
    is_dirty_ = false;
    committed_size_ = size_;
    return {};
  }
  bool has_lost() const override { return has_lost_; }
  void abandon() override {
    base_->run("rollback");
    is_dirty_ = has_lost_ = false;
    size_ = committed_size_;
  }
  Result<void> compact() override {
    if (auto done = commit(); !done) return done;
    if (!base_->run("vacuum") || !base_->run("pragma wal_checkpoint(truncate)")) return base_->failure();
    return {};
  }
  bool is_dirty() const override { return is_dirty_; }

 private:
  static std::vector<std::unique_ptr<Base>>& left_open() {
    static auto* const bases = new std::vector<std::unique_ptr<Base>>();
    return *bases;
  }

  Result<void> write(Statement& statement) {
    if (!is_dirty_ && !base_->run("begin immediate")) return base_->failure();
    is_dirty_ = true;
    const uint64_t size_before = size_;
    if (statement.step() == SQLITE_DONE) return {};
    size_ = size_before;
    return note_loss(base_->failure());
  }

  Result<void> write(Statement& statement, BytesView key, BytesView value, std::optional<Timestamp> expiry) {
    Use use(statement);
    statement.bind(1, key);
    statement.bind(2, value);
    statement.bind(3, expiry);
    return write(statement);
  }

  // Some errors, such as a full disk, may end the whole transaction.
  Error note_loss(Error error) {
    if (!is_dirty_ || ::sqlite3_get_autocommit(base_->handle) == 0) return error;
    is_dirty_ = false;
    has_lost_ = true;
    size_ = committed_size_;
    return lost_by_ = std::move(error);
  }

  static Error no_value() { return {ErrorCode::BackendFailure, "the file holds bytes that are no value"}; }

  std::unique_ptr<Base> base_;
  const bool keeps_wal_;
  bool is_dirty_ = false;
  bool has_lost_ = false;
  uint64_t size_ = 0, committed_size_ = 0;
  Error lost_by_;
  mutable std::vector<std::byte> got_;  // the value that get() has returned
  mutable Statement put_, insert_, get_, exists_, erase_, expire_, clear_, all_, expiries_;
};

const char* pragma_of(SqliteOptions::Synchronous synchronous) {
  constexpr const char* kPragmas[] = {"pragma synchronous=off", "pragma synchronous=normal", "pragma synchronous=full",
                                      "pragma synchronous=extra"};
  return kPragmas[static_cast<size_t>(synchronous)];
}

bool is_intact(const Base& base, std::string& complaint) {
  Statement check(base.handle, "pragma integrity_check(1)");
  if (check.step() != SQLITE_ROW) {
    complaint = base.failure().message();
    return false;
  }
  const auto* const text = reinterpret_cast<const char*>(::sqlite3_column_text(check.get(), 0));
  if (text && std::strcmp(text, "ok") == 0) return true;
  complaint = fmt::format("database disk image is malformed: {}", text ? text : "");
  return false;
}

std::string journal_mode_of(const Base& base) {
  Statement ask(base.handle, "pragma journal_mode");
  if (ask.step() != SQLITE_ROW) return "";
  const auto* const text = reinterpret_cast<const char*>(::sqlite3_column_text(ask.get(), 0));
  return text ? text : "";
}

Result<std::unique_ptr<Backend>> open_once(const SqliteOptions& options) {
  auto base = std::make_unique<Base>();
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (::sqlite3_open_v2(options.path.c_str(), &base->handle, kFlags, nullptr) != SQLITE_OK) return base->failure();
  ::sqlite3_busy_timeout(base->handle, kPatience);
  if (options.synchronous && !base->run(pragma_of(*options.synchronous))) return base->failure();
  if (options.journal) {
    const bool is_wal = *options.journal == SqliteOptions::Journal::Wal;
    if (!base->run(is_wal ? "pragma journal_mode=wal" : "pragma journal_mode=delete")) return base->failure();
  }
  std::string complaint;
  if (options.integrity_check && !is_intact(*base, complaint)) return Error(ErrorCode::BackendFailure, complaint);
  const std::string version = fmt::format("replace into meta(key, value) values('broker_version', '{}')", kVersion);
  if (!base->run("create table if not exists meta(key text primary key, value text)") ||
      !base->run("create table if not exists store(key blob primary key, value blob, expiry integer)") ||
      !base->run(version.c_str()))
    return base->failure();
  const bool keeps_wal = journal_mode_of(*base) == "wal";
  sqlite3* const handle = base->handle;
  auto backend = std::make_unique<SqliteBackend>(std::move(base), keeps_wal);
  if (!backend->is_good()) return Error(ErrorCode::BackendFailure, ::sqlite3_errmsg(handle));
  if (!backend->count_entries()) return Error(ErrorCode::BackendFailure, ::sqlite3_errmsg(handle));
  // Looks at every page of the table: damage shows here, and not in the middle of something.
  if (auto readable = backend->visit_expiries([](BytesView, Timestamp) {}); !readable) return readable.error();
  return std::unique_ptr<Backend>(std::move(backend));
}

}  // namespace

Result<std::unique_ptr<Backend>> open_sqlite_backend(const SqliteOptions& options,
                                                     const std::function<void(const std::string&)>& complain) {
  const std::filesystem::path path(options.path);
  std::error_code ignored;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
  auto backend = open_once(options);
  if (backend) return backend;
  complain(fmt::format("cannot open the data base {}: {}", options.path, backend.error().message()));
  if (!options.delete_if_damaged) return backend;
  for (const char* const suffix : {"", "-journal", "-wal", "-shm"})
    std::filesystem::remove(options.path + suffix, ignored);
  auto again = open_once(options);
  if (!again) complain(fmt::format("cannot create the data base {}: {}", options.path, again.error().message()));
  return again;
}

}  // namespace whimbrel
