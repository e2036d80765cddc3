// Data bases of SQLite: the rows that a query gives, each a record. Fields are found by the names of the query's
// columns.
#include <fmt/format.h>
#include <sqlite3.h>

#include "script/input/reader.h"
#include "script/input/text_values.h"

namespace whimbrel::script::input {

namespace {

/// Any protocol name goes where the port's own column has none.
constexpr std::string_view kUnknownProtocol = "unknown";

class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(Stream& stream)
      : Reader(stream),
        values_({stream.option("set_separator", "InputSQLite::set_separator"),
                 stream.option("empty_field", "InputSQLite::empty_field"),
                 stream.option("unset_field", "InputSQLite::unset_field")},
                [this](const std::string& text) { stream_.reader_warning(text); }) {}
  ~SqliteReader() override { stop(); }

  bool start() override {
    if (!open()) return false;
    read();  // what is wrong with the rows has been said, and another query of them may go well
    return true;
  }

  bool update() override { return read(); }

  void stop() override {
    ::sqlite3_finalize(query_);
    ::sqlite3_close(base_);
    query_ = nullptr;
    base_ = nullptr;
  }

 private:
  struct Place {
    int column = -1;    // -1: not there
    int protocol = -1;  // likewise
  };

  bool call_failed() { return fail(fmt::format("SQLite call failed: {}", ::sqlite3_errmsg(base_))); }

  bool open() {
    constexpr int kPatience = 1000;  // milliseconds, for others that hold a lock
    if (stream_.mode() != Mode::Manual) return fail("SQLite only supports manual reading mode.");
    const std::string query = stream_.option("query");
    if (query.empty()) return fail("No query specified when setting up SQLite data source. Aborting.");
    const std::string path = stream_.source() + ".sqlite";
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (::sqlite3_open_v2(path.c_str(), &base_, flags, nullptr) != SQLITE_OK) return call_failed();
    ::sqlite3_busy_timeout(base_, kPatience);
    if (::sqlite3_prepare_v2(base_, query.c_str(), -1, &query_, nullptr) != SQLITE_OK) return call_failed();
    return true;
  }

  bool read() {
    if (!find_columns()) return false;
    int status;
    while ((status = ::sqlite3_step(query_)) == SQLITE_ROW) {
      if (take_row()) continue;
      ::sqlite3_reset(query_);
      return false;
    }
    if (status != SQLITE_DONE) {
      call_failed();
      ::sqlite3_reset(query_);
      return false;
    }
    ::sqlite3_reset(query_);
    stream_.end_of_update();
    return true;
  }

  bool find_columns() {
    places_.clear();
    for (const Column& column : stream_.columns()) {
      Place place;
      if (!find_column(column.name, place.column)) return false;
      if (place.column < 0) return fail(fmt::format("Required field {} not found after SQLite statement", column.name));
      if (!column.protocol_column.empty() && !find_column(column.protocol_column, place.protocol)) return false;
      places_.push_back(place);
    }
    return true;
  }

  /// False if there are several of that name.
  bool find_column(const std::string& name, int& place) {
    for (int i = 0; i < ::sqlite3_column_count(query_); ++i) {
      if (name != ::sqlite3_column_name(query_, i)) continue;
      if (place >= 0)
        return fail(fmt::format(
            "SQLite statement returns several columns with name {}! Cannot decide which to choose, aborting", name));
      place = i;
    }
    return true;
  }

  bool take_row() {
    Entry entry;
    values_.unknown_constants.clear();
    for (size_t i = 0; i < places_.size(); ++i) {
      TextValue value = value_of(places_[i], stream_.columns()[i]);
      if (!value.ok) return false;
      entry.values.push_back(std::move(value.cell));
    }
    entry.unknown_constants = values_.unknown_constants;
    stream_.entry(std::move(entry));
    return true;
  }

  TextValue value_of(const Place& place, const Column& column) {
    const int at = place.column;
    if (column.unsupported || ::sqlite3_column_type(query_, at) == SQLITE_NULL) return {};
    switch (const Tag tag = column.type->tag()) {
      case Tag::Bool:
        return bool_at(at);
      case Tag::Int:
        return {true, Cell::integer(::sqlite3_column_int64(query_, at))};
      case Tag::Count:
        return {true, Cell::count(static_cast<uint64_t>(::sqlite3_column_int64(query_, at)))};
      case Tag::Double:
      case Tag::Time:
      case Tag::Interval:
        return {true, Cell::real_of(tag, ::sqlite3_column_double(query_, at))};
      case Tag::Port:
        return port_at(place);
      case Tag::String:
        return {true, string_cell(text_at(at))};
      default:
        return values_.parse(text_at(at), *column.type, column.name);
    }
  }

  TextValue bool_at(int at) {
    const int number = ::sqlite3_column_int(query_, at);
    if (::sqlite3_column_type(query_, at) != SQLITE_INTEGER)
      stream_.reader_error("Invalid data type for boolean - expected Integer");
    else if (number == 0 || number == 1)
      return {true, Cell::boolean(number == 1)};
    else
      stream_.reader_error(fmt::format("Invalid value for boolean: {}", number));
    return {false, {}};
  }

  TextValue port_at(const Place& place) {
    const Cell port = Cell::port(static_cast<uint32_t>(::sqlite3_column_int(query_, place.column)) & 0xffff, 0);
    const bool has_protocol = place.protocol >= 0 && ::sqlite3_column_type(query_, place.protocol) != SQLITE_NULL;
    return values_.with_protocol(port, has_protocol ? text_at(place.protocol) : std::string(kUnknownProtocol));
  }

  std::string text_at(int at) const {
    const auto* const bytes = static_cast<const char*>(::sqlite3_column_blob(query_, at));
    return bytes ? std::string(bytes, static_cast<size_t>(::sqlite3_column_bytes(query_, at))) : std::string();
  }

  TextValues values_;
  sqlite3* base_ = nullptr;
  sqlite3_stmt* query_ = nullptr;
  std::vector<Place> places_;
};

}  // namespace

std::unique_ptr<Reader> make_sqlite_reader(Stream& stream) { return std::make_unique<SqliteReader>(stream); }

}  // namespace whimbrel::script::input
