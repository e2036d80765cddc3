// The verb `whimbrel top`.
#pragma once

#include <CLI/App.hpp>
#include <string_view>

#include "../verb.h"
#include "whimbrel/options.h"

namespace whimbrel::top {

inline constexpr std::string_view kStatusPath = "/v1/status/json";
inline constexpr Duration kPatience = std::chrono::seconds(5);  // for a page

}  // namespace whimbrel::top

namespace whimbrel::cli {

void add_top(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
