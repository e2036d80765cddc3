#include "grid.h"

#include <fmt/format.h>

#include <algorithm>

#include "../console.h"

namespace whimbrel::bench {

std::string Grid::text() const {
  std::vector<size_t> widths;
  for (const auto& line : lines_) {
    widths.resize(std::max(widths.size(), line.size()));
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], fmt::formatted_size("{:}", line[i]));
  }
  std::string text;
  for (const auto& line : lines_) {
    std::string cells;
    for (size_t i = 0; i < line.size(); ++i)
      cells += i < left_ ? fmt::format("  {:<{}}", line[i], widths[i]) : fmt::format("  {:>{}}", line[i], widths[i]);
    cells.erase(cells.find_last_not_of(' ') + 1);
    text += (&line == &lines_.front() ? cli::bold(cells, stdout) : cells) + "\n";
  }
  return text;
}

}  // namespace whimbrel::bench
