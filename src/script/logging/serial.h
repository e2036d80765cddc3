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

/// A row that has been read. Cells of this thread's own; unset where there is no value.
struct ReadRow {
  std::vector<Cell> cells;
  std::vector<const Cell*> row;
  bool bad_count = false;           ///< it ends, or is nonsense, before the first field
  std::optional<size_t> bad_field;  ///< in this one
  bool is_good() const { return !bad_count && !bad_field; }
};
/// Reads bytes that may be anything. All of them must be used up, no more than one row.
ReadRow read_serial(std::string_view bytes);

}  // namespace whimbrel::script::logging
