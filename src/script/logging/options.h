// Options of writers: constants of scripts, and the `config` of a filter, which comes before these.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/logging/format.h"
#include "script/run/runtime.h"

namespace whimbrel::script::logging {

using Config = std::vector<std::pair<std::string, std::string>>;

/// The value of a key; null if it is not there.
const std::string* find(const Config& config, std::string_view key);

bool flag_option(const Runtime& runtime, std::string_view name);
std::string text_option(const Runtime& runtime, std::string_view name);

/// "" if all is well; else what is wrong with the config.
std::string read_text_options(const Runtime& runtime, const Config& config, TextOptions& options);

}  // namespace whimbrel::script::logging
