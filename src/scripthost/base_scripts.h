// The base scripts: scripts/ of the source tree, as part of the program.
#pragma once

#include <optional>
#include <string_view>

namespace whimbrel::script {

/// The text of a script by its path below scripts/, "base/utils/strings.zeek", or nothing.
std::optional<std::string_view> base_script(std::string_view path);

}  // namespace whimbrel::script
