// Builder makes a Value from bytes that are well-formed.
#pragma once

#include "codec/binary/value_cursor.h"

namespace whimbrel {

class Builder {
 public:
  explicit Builder(const std::byte* at) : in_(at) {}

  /// The value at the cursor, with all sets and tables sorted.
  Value value();
  /// Whether a set or table held an element or key twice; the value then has it once.
  bool repeated() const { return repeated_; }

 private:
  Vector elements();
  Set set();
  Table table();

  ValueCursor in_;
  bool repeated_ = false;
};

}  // namespace whimbrel
