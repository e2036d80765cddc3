// Strings in JSON text.
#pragma once

#include <string>
#include <string_view>

#include "whimbrel/bytes.h"

namespace whimbrel {

/// Appends a string with quotes and escapes. False, with part of it appended, if it is not UTF-8.
bool append_json_string(std::string& out, std::string_view text);
/// The same with U+FFFD for each byte that is no part of a character.
void append_json_text(std::string& out, std::string_view text);

// The same to a ByteSink.
bool put_json_string(ByteSink& out, std::string_view text);
void put_json_text(ByteSink& out, std::string_view text);

}  // namespace whimbrel
