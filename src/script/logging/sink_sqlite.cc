// Logs as tables of SQLite data bases: a block of rows is one transaction.
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

#include "script/logging/serial.h"
#include "script/logging/sink.h"
#include "script/logging/text_forms.h"

namespace whimbrel::script::logging {

namespace {

std::string_view sql_type(Tag tag) {
  switch (tag) {
    case Tag::Int:
    case Tag::Count:
    case Tag::Port:
      return "integer";
    case Tag::Bool:
      return "boolean";
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return "double precision";
    default:
      return "text";
  }
}

std::string quoted(std::string_view name, char quote) {
  std::string text(1, quote);
  for (const char c : name) {
    if (c == quote) text += c;
    text += c;
  }
  return text + quote;
}

class SqliteSink final : public Sink {
 public:
  explicit SqliteSink(TablePlan plan) : plan_(std::move(plan)) {
    TextOptions options;
    options.separator.clear();
    options.set_separator = plan_.set_separator;
    options.unset_field = plan_.unset_field;
    options.empty_field = plan_.empty_field;
    options.meta_prefix = "\n";  // no line begins with that
    containers_ = make_tsv_format(options, {}, "");
  }
  ~SqliteSink() override { drop(); }

  Outcome write(std::string_view blocks) override {
    if (!base_) {
      if (Outcome opened = open(); !opened.why.empty()) return opened;
    }
    if (!run("begin immediate")) return failed();
    if (insert_all(blocks) && run("commit")) return {blocks.size(), {}};
    Outcome outcome = failed();
    run("rollback");
    return outcome;
  }

  Outcome close() override {
    drop();
    return {};
  }
  bool has_file() const override { return base_; }
  const std::string& place() const override { return plan_.file; }
  std::string open_problem(const std::string& why) const override { return "SQLite call failed: " + why; }

 private:
  Outcome failed() const { return {0, base_ ? ::sqlite3_errmsg(base_) : "out of memory"}; }
  bool run(const char* sql) { return ::sqlite3_exec(base_, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

  Outcome open() {
    constexpr int kPatience = 1000;  // milliseconds, for others that hold a lock
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const bool good = ::sqlite3_open_v2(plan_.file.c_str(), &base_, flags, nullptr) == SQLITE_OK;
    if (good) ::sqlite3_busy_timeout(base_, kPatience);
    if (good && create_table() && prepare()) return {};
    Outcome outcome = failed();
    outcome.is_open = false;
    drop();
    return outcome;
  }

  bool create_table() {
    std::string sql = fmt::format("create table if not exists {} (", table_name());
    for (size_t i = 0; i < plan_.columns.size(); ++i)
      sql += fmt::format("{}\n{} {}", i > 0 ? "," : "", quoted(plan_.columns[i].name, '\''),
                         sql_type(plan_.columns[i].tag));
    return run((sql + "\n)").c_str());
  }

  /// As it is, where it is a plain name: that is what a reader of the schema expects.
  std::string table_name() const {
    const bool is_plain =
        plan_.table.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string::npos;
    return is_plain && !plan_.table.empty() ? plan_.table : quoted(plan_.table, '"');
  }

  bool prepare() {
    // By name: a table from before may have its columns in another order.
    std::string names, values;
    for (const auto& column : plan_.columns) {
      names += (names.empty() ? "" : ",") + quoted(column.name, '\'');
      values += values.empty() ? "?" : ",?";
    }
    const std::string sql = fmt::format("insert into {} ({}) values ({})", table_name(), names, values);
    return ::sqlite3_prepare_v2(base_, sql.c_str(), -1, &insert_, nullptr) == SQLITE_OK;
  }

  bool insert_all(std::string_view blocks) {
    while (blocks.size() >= sizeof(uint32_t)) {
      uint32_t size;
      std::memcpy(&size, blocks.data(), sizeof size);
      blocks.remove_prefix(sizeof size);
      const bool is_good = reader_.read(blocks.substr(0, size));
      blocks.remove_prefix(std::min<size_t>(size, blocks.size()));
      if (is_good && !insert(reader_.row())) return false;
    }
    return true;
  }

  bool insert(Row row) {
    for (size_t i = 0; i < row.size(); ++i)
      if (bind(static_cast<int>(i) + 1, row[i]) != SQLITE_OK) return false;
    const bool good = ::sqlite3_step(insert_) == SQLITE_DONE;
    ::sqlite3_reset(insert_);
    ::sqlite3_clear_bindings(insert_);
    return good;
  }

  int bind(int place, const Cell* cell) {
    switch (cell->tag()) {
      case Tag::Void:
        return ::sqlite3_bind_null(insert_, place);
      case Tag::Bool:
        return ::sqlite3_bind_int(insert_, place, cell->as_bool());
      case Tag::Int:
      case Tag::Count:
        return ::sqlite3_bind_int64(insert_, place, cell->as_int());
      case Tag::Port:
        return ::sqlite3_bind_int(insert_, place, static_cast<int>(cell->port_code() & 0xffff));
      case Tag::Double:
      case Tag::Time:
      case Tag::Interval:
        return ::sqlite3_bind_double(insert_, place, cell->as_double());
      case Tag::String:
        return bind_text(place, cell->string());
      default:
        return bind_text(place, text_of_value(cell));
    }
  }

  int bind_text(int place, const std::string& text) {
    return ::sqlite3_bind_text(insert_, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }

  /// Addresses, subnets, containers.
  std::string text_of_value(const Cell* cell) const {
    std::string line;
    containers_->append(line, {&cell, 1});
    line.pop_back();
    return line;
  }

  void drop() {
    ::sqlite3_finalize(insert_);
    ::sqlite3_close(base_);
    insert_ = nullptr;
    base_ = nullptr;
  }

  const TablePlan plan_;
  std::unique_ptr<Format> containers_;
  sqlite3* base_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  RowReader reader_;
};

}  // namespace

std::unique_ptr<Sink> make_sqlite_sink(TablePlan plan) { return std::make_unique<SqliteSink>(std::move(plan)); }

}  // namespace whimbrel::script::logging
