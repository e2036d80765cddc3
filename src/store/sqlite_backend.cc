// Entries in a SQLite file, laid out as Zeek's Broker does: table `store` with key and value as encoded bytes, and the
// expiry in nanoseconds since 1970 or null; table `meta` with a version that nobody looks at.
//
// Writes open a transaction, which commit() ends. The data base is closed without being finalised in WAL mode, so that
// its files stay as other programs left them; in any case nothing is pending then.
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <filesystem>

#include "store/backend.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

constexpr std::string_view kVersion = "2.8.0";  // of the layout; as Zeek 7 writes it
constexpr int kPatience = 1000;                 // milliseconds, for others that hold a lock

class Statement {
 public:
  Statement(sqlite3* base, const char* sql) {
    ::sqlite3_prepare_v3(base, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  }
  ~Statement() { ::sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  sqlite3_stmt* get() const { return statement_; }
  void bind(int i, BytesView bytes) { ::sqlite3_bind_blob64(statement_, i, bytes.data(), bytes.size(), SQLITE_STATIC); }
  void bind(int i, std::optional<Timestamp> time) {
    if (time)
      ::sqlite3_bind_int64(statement_, i, time->ns);
    else
      ::sqlite3_bind_null(statement_, i);
  }
  int step() { return ::sqlite3_step(statement_); }
  void reset() {
    ::sqlite3_reset(statement_);
    ::sqlite3_clear_bindings(statement_);
  }
  /// Nothing if what the file holds is no value.
  Result<Value> value(int column) const {
    const auto* const bytes = static_cast<const std::byte*>(::sqlite3_column_blob(statement_, column));
    auto value = decode({bytes, static_cast<size_t>(::sqlite3_column_bytes(statement_, column))});
    if (!value) return Error(ErrorCode::BackendFailure, "the file holds bytes that are no value");
    return value;
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

/// So that a statement is ready for the next use, whatever happens in this one.
struct Use {
  explicit Use(Statement& s) : statement(s) {}
  ~Use() { statement.reset(); }
  Statement& statement;
};

struct Base {
  sqlite3* handle = nullptr;
  Base() = default;
  Base(const Base&) = delete;
  Base& operator=(const Base&) = delete;
  ~Base() { ::sqlite3_close_v2(handle); }

  bool run(const char* sql) const { return ::sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }
  Error failure() const { return {ErrorCode::BackendFailure, handle ? ::sqlite3_errmsg(handle) : "out of memory"}; }
};

class SqliteBackend final : public Backend {
 public:
  SqliteBackend(std::unique_ptr<Base> base, bool keeps_wal)
      : base_(std::move(base)),
        keeps_wal_(keeps_wal),
        put_(base_->handle, "insert or replace into store(key, value, expiry) values(?, ?, ?)"),
        get_(base_->handle, "select value from store where key = ?"),
        exists_(base_->handle, "select 1 from store where key = ?"),
        erase_(base_->handle, "delete from store where key = ?"),
        expire_(base_->handle, "delete from store where key = ? and expiry <= ?"),
        clear_(base_->handle, "delete from store"),
        all_(base_->handle, "select key, value from store"),
        expiries_(base_->handle, "select key, expiry from store where expiry is not null") {}

  ~SqliteBackend() override {
    if (!commit()) base_->run("rollback");
    // Closing the last connection would take the -wal file away, which others may look for.
    if (keeps_wal_) left_open().push_back(std::move(base_));
  }

  bool is_good() const {
    for (const Statement* s : {&put_, &get_, &exists_, &erase_, &expire_, &clear_, &all_, &expiries_})
      if (!s->get()) return false;
    return true;
  }

  Result<void> put(const Value& key, const Value& value, std::optional<Timestamp> expiry) override {
    Use use(put_);
    const auto key_bytes = encode(key), value_bytes = encode(value);
    put_.bind(1, key_bytes);
    put_.bind(2, value_bytes);
    put_.bind(3, expiry);
    return write(put_);
  }

  Result<std::optional<Value>> get(const Value& key) const override {
    Use use(get_);
    const auto key_bytes = encode(key);
    get_.bind(1, key_bytes);
    const int outcome = get_.step();
    if (outcome == SQLITE_DONE) return std::optional<Value>();
    if (outcome != SQLITE_ROW) return base_->failure();
    auto value = get_.value(0);
    if (!value) return value.error();
    return std::optional(std::move(*value));
  }

  Result<bool> exists(const Value& key) const override {
    Use use(exists_);
    const auto key_bytes = encode(key);
    exists_.bind(1, key_bytes);
    const int outcome = exists_.step();
    if (outcome != SQLITE_ROW && outcome != SQLITE_DONE) return base_->failure();
    return outcome == SQLITE_ROW;
  }

  Result<bool> erase(const Value& key) override {
    Use use(erase_);
    const auto key_bytes = encode(key);
    erase_.bind(1, key_bytes);
    if (auto done = write(erase_); !done) return done.error();
    return ::sqlite3_changes(base_->handle) > 0;
  }

  Result<bool> expire(const Value& key, Timestamp now) override {
    Use use(expire_);
    const auto key_bytes = encode(key);
    expire_.bind(1, key_bytes);
    expire_.bind(2, now);
    if (auto done = write(expire_); !done) return done.error();
    return ::sqlite3_changes(base_->handle) > 0;
  }

  Result<void> clear() override {
    Use use(clear_);
    return write(clear_);
  }

  Result<std::vector<Value>> keys() const override {
    std::vector<Value> keys;
    auto done = scan(all_, [&](const Value& key) { keys.push_back(key); });
    if (!done) return done.error();
    return keys;
  }

  Result<void> for_each(const std::function<void(const Value&, const Value&)>& visit) const override {
    Error error;
    auto done = scan(all_, [&](const Value& key) {
      auto value = all_.value(1);
      if (value)
        visit(key, *value);
      else
        error = value.error();
    });
    return error ? Result<void>(error) : done;
  }

  Result<std::vector<std::pair<Value, Timestamp>>> expiries() const override {
    std::vector<std::pair<Value, Timestamp>> all;
    auto done = scan(expiries_, [&](const Value& key) {
      all.emplace_back(key, Timestamp{::sqlite3_column_int64(expiries_.get(), 1)});
    });
    if (!done) return done.error();
    return all;
  }

  Result<void> commit() override {
    if (!is_dirty_) return {};
    if (!base_->run("commit")) return base_->failure();
    is_dirty_ = false;
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
    if (statement.step() == SQLITE_DONE) return {};
    const Error error = base_->failure();
    // Some errors, such as a full disk, end the whole transaction.
    if (::sqlite3_get_autocommit(base_->handle) != 0) is_dirty_ = false;
    return error;
  }

  template <class Visit>
  Result<void> scan(Statement& statement, Visit visit) const {
    Use use(statement);
    int outcome;
    while ((outcome = statement.step()) == SQLITE_ROW) {
      auto key = statement.value(0);
      if (!key) return key.error();
      visit(*key);
    }
    if (outcome != SQLITE_DONE) return base_->failure();
    return {};
  }

  std::unique_ptr<Base> base_;
  const bool keeps_wal_;
  bool is_dirty_ = false;
  mutable Statement put_, get_, exists_, erase_, expire_, clear_, all_, expiries_;
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
  // Looks at every page of the table: damage shows here, and not in the middle of something.
  if (auto readable = backend->expiries(); !readable) return readable.error();
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
