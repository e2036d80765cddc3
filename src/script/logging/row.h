// Row: a record as writers get it: one pointer to a cell for each column, null where there is no value.
//
// The cells are those of the record that a script writes, so nothing is copied. Enums, functions and files may also
// come as strings with their text, sets as vectors of their elements: that is how rows from peers are (serial.h).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "script/model/objects.h"

namespace whimbrel::script::logging {

struct Column {
  std::string name;  ///< as the filter has mapped it
  Tag tag = Tag::Void;
  Tag element = Tag::Void;  ///< of sets and vectors
  bool optional = false;
  bool operator==(const Column&) const = default;
};
using Columns = std::vector<Column>;

using Row = std::span<const Cell* const>;

}  // namespace whimbrel::script::logging
