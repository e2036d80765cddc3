// A connection to a SQLite file, and the statements prepared for it, as objects that clean up after themselves.
#pragma once

#include <sqlite3.h>

#include <optional>

#include "whimbrel/bytes.h"
#include "whimbrel/result.h"
#include "whimbrel/value.h"

namespace whimbrel::sqlite {

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
  BytesView bytes(int column) const {
    const auto* const bytes = static_cast<const std::byte*>(::sqlite3_column_blob(statement_, column));
    return {bytes, static_cast<size_t>(::sqlite3_column_bytes(statement_, column))};
  }
  std::optional<Timestamp> time(int column) const {
    if (::sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
    return Timestamp{::sqlite3_column_int64(statement_, column)};
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

}  // namespace whimbrel::sqlite
