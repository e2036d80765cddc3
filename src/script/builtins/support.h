// What several families of built-in functions share: arguments, plain messages, records as results.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "script/builtins/registry.h"
#include "script/model/objects.h"
#include "script/run/records.h"
#include "whimbrel/bytes.h"

namespace whimbrel::script {

inline BytesView bytes_view(std::string_view text) { return std::as_bytes(std::span(text)); }
inline const std::string& string_argument(const BuiltinCall& call, size_t i) { return call.arguments[i].string(); }

/// A string that goes on as a C string. One with a NUL in it is reported, and becomes a text that is no number or name.
std::string c_string_argument(const BuiltinCall& call, size_t i);

/// Functions with one parameter of type any may be called with any number of arguments: this refuses all but one.
template <BuiltinBody body>
Cell with_one_argument(BuiltinCall& call);
/// Reports the number of arguments.
void report_argument_count(const BuiltinCall& call, size_t wanted);

// Messages that carry neither a place nor the call.
void plain_error(const BuiltinCall& call, const std::string& text);
void plain_warning(const BuiltinCall& call, const std::string& text);

/// A record of a named type, with its defaults.
Ref<RecordObject> result_record(const BuiltinCall& call, std::string_view type);
void set_field(RecordObject& record, std::string_view field, Cell value);

/// An empty vector of a named type.
Ref<VectorObject> result_vector(const BuiltinCall& call, std::string_view type);

/// The type that an argument stands for: of a type used as a value, or a name in a string. Null if it is neither, or
/// there is no such name.
TypePtr named_type_argument(const BuiltinCall& call, const Cell& cell);

template <BuiltinBody body>
Cell with_one_argument(BuiltinCall& call) {
  if (call.arguments.size() == 1) return body(call);
  report_argument_count(call, 1);
  return {};
}

}  // namespace whimbrel::script
