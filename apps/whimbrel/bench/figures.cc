#include "figures.h"

#include <fmt/format.h>

#include <charconv>

namespace whimbrel::bench {

std::string to_line(const Figures& figures) {
  std::string line;
  for (const auto& [name, number] : figures) line += fmt::format("{}{}={}", line.empty() ? "" : " ", name, number);
  return line;
}

Figures read_figures(std::string_view line) {
  Figures figures;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    const size_t equals = word.find('=');
    if (equals == word.npos) continue;
    double number = 0;
    std::from_chars(word.data() + equals + 1, word.data() + word.size(), number);
    figures.emplace(word.substr(0, equals), number);
  }
  return figures;
}

std::optional<double> find(const Figures& figures, std::string_view name) {
  const auto at = figures.find(name);
  if (at == figures.end()) return {};
  return at->second;
}

}  // namespace whimbrel::bench
