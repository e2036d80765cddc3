// What the functions on Broker::Data have in common.
#pragma once

#include <string_view>

#include "script/broker/data_value.h"
#include "script/broker/wire_writer.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

/// Ends the body that runs if the data is unset or of another kind.
void require_data(const BuiltinCall& call, size_t i, Kind kind);

/// The container in an argument, to be read or changed.
template <class Container>
Container& container_of(const BuiltinCall& call, size_t i, Kind kind) {
  require_data(call, i, kind);
  return *data_of(call.arguments[i])->value.get_if<Container>();
}

/// An argument of any type as a value; nothing, after a message that names the argument ("key"), if it cannot be one.
std::optional<Value> data_argument(const BuiltinCall& call, size_t i, std::string_view what);

/// Says that a value cannot be sent, and why.
void report_failed_conversion(const BuiltinCall& call, const WireWriter& writer);

/// A value in a new record; an unset one for null.
inline Cell data_or_unset(const BuiltinCall& call, const Value* value) {
  return value ? data_record(call.runtime, *value) : unset_data(call.runtime);
}

}  // namespace whimbrel::script
