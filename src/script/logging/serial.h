// Rows as bytes: how records travel to peers, and to the worker for data bases (docs/formats/log-records.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/logging/row.h"

namespace whimbrel::script::logging {

/// Appends a row.
void append_serial(std::string& out, Row row, const Columns& columns);

/// Reads rows out of bytes that may be anything, one after the other. Cells are this thread's own, and are used again
/// for the next row, so that a row of an ordinary log allocates nothing.
class RowReader {
 public:
  /// All bytes must be used up, by no more than one row.
  bool read(std::string_view bytes);
  /// The row that was read last; unset cells where there is no value.
  Row row() const { return row_; }
  /// What is wrong with one that cannot be read.
  bool bad_count() const { return !bad_field_; }  ///< it ends, or is nonsense, before the first field
  size_t bad_field() const { return *bad_field_; }

 private:
  std::vector<Cell> cells_;
  std::vector<const Cell*> row_;
  std::optional<size_t> bad_field_;
};

}  // namespace whimbrel::script::logging
