// The columns of a stream or filter: the fields of a record type with &log, those of nested records too.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "script/logging/row.h"
#include "script/model/type.h"

namespace whimbrel::script::logging {

/// Where a column's value is: the field, the field of that, and so on.
using Place = std::vector<uint16_t>;

struct Field {
  Column column;
  Place place;
};

/// Appends the columns of a type, with names such as "id.orig_h". False, and `bad` filled with the name, if the type of
/// one cannot be logged.
bool append_fields(std::vector<Field>& fields, const RecordType& type, const std::string& scope_separator,
                   std::string& bad, const std::string& prefix = {});

/// The value there; null if there is none.
const Cell* value_at(const RecordObject& record, const Place& place);

}  // namespace whimbrel::script::logging
