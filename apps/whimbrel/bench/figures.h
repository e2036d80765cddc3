// Figures: measured numbers by name. How the processes of the benchmark tell each other what came out, and what its
// results consist of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace whimbrel::bench {

using Figures = std::map<std::string, double, std::less<>>;

/// "messages=1200000 seconds=3.001"
std::string to_line(const Figures& figures);
Figures read_figures(std::string_view line);
/// The number of that name, if there is one.
std::optional<double> find(const Figures& figures, std::string_view name);

}  // namespace whimbrel::bench
