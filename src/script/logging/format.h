// Format: turns rows into the bytes that a log holds. The loop thread, straight from the cells of records.
#pragma once

#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include "script/logging/row.h"

namespace whimbrel::script::logging {

/// What LogAscii's options and a filter's `config` say.
struct TextOptions {
  enum class Times : uint8_t { Epoch, Millis, Iso };  // the order of JSON::TimestampFormat

  std::string separator = "\t", set_separator = ",", empty_field = "(empty)", unset_field = "-", meta_prefix = "#";
  std::string gzip_extension = "gz";
  int gzip_level = 0;
  bool to_stdout = false, json = false, utf8 = true, meta = true, plain_header = false, json_nulls = false;
  bool leftovers = false;
  Times json_times = Times::Epoch;
};

/// What stands at the beginning and the end of a file; the times in it are those of opening and closing. Any thread.
struct FileFrame {
  std::string head, head_rest;  ///< with a time between the two, if head_rest is not empty
  std::string tail;             ///< followed by a time and a line's end, if it is not empty
  std::string opening(std::time_t now) const;
  std::string closing(std::time_t now) const;
};

class Format {
 public:
  virtual ~Format() = default;
  /// One record, its end included.
  virtual void append(std::string& out, Row row) const = 0;
  virtual FileFrame frame() const { return {}; }
};

/// Columns with separators between.
std::unique_ptr<Format> make_tsv_format(const TextOptions& options, const Columns& columns, std::string_view path);
/// An object a line.
std::unique_ptr<Format> make_json_format(const TextOptions& options, const Columns& columns);

/// The text of an enum, a function, a file or a string; `scratch` holds it if it is not there otherwise.
std::string_view text_of_name(const Cell& cell, std::string& scratch);
/// "set[string]", "vector[count]", "enum".
std::string type_text(const Column& column);

}  // namespace whimbrel::script::logging
