// The fields of the records that a stream reads: flat, as the columns of a file are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "script/model/objects.h"
#include "script/run/runtime.h"

namespace whimbrel::script::input {

struct Column {
  std::string name;             ///< "a.b" for a field of a field
  std::string protocol_column;  ///< of ports with &type_column: where the protocol stands; "": none
  TypePtr type;
  bool optional = false;
  bool unsupported = false;  ///< never read; only where that is allowed
};

/// Appends the columns of a record type. False, and reported, if some type cannot be read.
bool append_columns(Runtime& runtime, const RecordType& type, bool accepts_unsupported, std::vector<Column>& columns,
                    const std::string& prefix = {});

/// A record from the values of its columns, of which `values` loses the first ones. Null, and `missing` filled, if one
/// without which there is no such record is not there.
Ref<RecordObject> record_of(Runtime& runtime, const Ref<RecordType>& type, std::span<const Cell>& values,
                            std::string& missing);

}  // namespace whimbrel::script::input
