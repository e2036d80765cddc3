// Text from elsewhere, such as topics, strings in messages, and what peers say, made safe to show: a terminal must not
// obey it.
#pragma once

#include <string>
#include <string_view>

namespace whimbrel::cli {

/// The text with control characters, and bytes that are not UTF-8, as \xHH.
std::string printable(std::string_view text);
/// The text in double quotes, as parse_literal() reads it back.
std::string quoted(std::string_view text);

}  // namespace whimbrel::cli
