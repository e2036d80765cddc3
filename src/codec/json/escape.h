// Strings in JSON text.
#pragma once

#include <string>
#include <string_view>

namespace whimbrel {

/// Appends a string with quotes and escapes. False, with part of it appended, if it is not UTF-8.
bool append_json_string(std::string& out, std::string_view text);

}  // namespace whimbrel
