// A JSON object for each record.
#include "script/builtins/json_text.h"
#include "script/logging/format.h"
#include "script/logging/text_forms.h"
#include "script/model/table.h"

namespace whimbrel::script::logging {

namespace {

class JsonFormat final : public Format {
 public:
  JsonFormat(const TextOptions& options, const Columns& columns)
      : times_(options.json_times), nulls_(options.json_nulls) {
    for (const Column& column : columns) {
      std::string key;
      append_json_text(key, column.name);
      keys_.push_back(key + ':');
    }
  }

  void append(std::string& line, Row row) const override {
    line += '{';
    bool first = true;
    for (size_t i = 0; i < row.size(); ++i) {
      const bool has_value = row[i] && row[i]->is_set();
      if (!has_value && !nulls_) continue;
      if (!first) line += ',';
      first = false;
      line += keys_[i];
      append_value(line, row[i]);
    }
    line += "}\n";
  }

 private:
  void append_value(std::string& line, const Cell* cell) const {
    switch (cell ? cell->tag() : Tag::Void) {
      case Tag::Void:
        line += "null";
        return;
      case Tag::Bool:
        line += cell->as_bool() ? "true" : "false";
        return;
      case Tag::Int:
        return append_number(line, cell->as_int());
      case Tag::Count:
        return append_number(line, cell->as_count());
      case Tag::Port:
        return append_number(line, uint64_t{cell->port_code() & 0xffff});
      case Tag::Double:
      case Tag::Interval:
        return append_json_number(line, cell->as_double());
      case Tag::Time:
        return append_time(line, cell->as_double());
      case Tag::Addr:
        return append_quoted(line, [&] { append_address(line, cell->as<AddrObject>().address); });
      case Tag::Subnet:
        return append_quoted(line, [&] { append_subnet(line, cell->as<SubnetObject>().subnet); });
      case Tag::Table:
        return append_set(line, cell->as<TableObject>());
      case Tag::Vector:
        return append_vector(line, cell->as<VectorObject>());
      default:
        std::string scratch;
        append_json_text(line, text_of_name(*cell, scratch));
    }
  }

  template <class Text>
  static void append_quoted(std::string& line, Text text) {
    line += '"';
    text();
    line += '"';
  }

  void append_time(std::string& line, double x) const {
    constexpr double kLastMillis = 9.2e18;
    if (times_ == TextOptions::Times::Iso)
      append_quoted(line, [&] { append_iso_time(line, x); });
    else if (times_ == TextOptions::Times::Millis && x * 1000 > -kLastMillis && x * 1000 < kLastMillis)
      append_number(line, static_cast<int64_t>(x * 1000));
    else
      append_json_number(line, x);
  }

  void append_set(std::string& line, TableObject& set) const {
    line += '[';
    bool first = true;
    TableObject::Walk walk(set);
    while (const TableObject::Entry* entry = walk.next()) {
      if (!first) line += ',';
      first = false;
      append_value(line, &entry->index[0]);
    }
    line += ']';
  }

  void append_vector(std::string& line, const VectorObject& vector) const {
    line += '[';
    for (size_t i = 0; i < vector.cells.size(); ++i) {
      if (i > 0) line += ',';
      append_value(line, &vector.cells[i]);
    }
    line += ']';
  }

  std::vector<std::string> keys_;
  const TextOptions::Times times_;
  const bool nulls_;
};

}  // namespace

std::unique_ptr<Format> make_json_format(const TextOptions& options, const Columns& columns) {
  return std::make_unique<JsonFormat>(options, columns);
}

}  // namespace whimbrel::script::logging
