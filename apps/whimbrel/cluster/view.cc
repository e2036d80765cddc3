#include "view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "../console.h"
#include "../text.h"

namespace whimbrel::cluster {

namespace {

// Those that can be read on light and on dark.
constexpr std::array<int, 6> kColours = {36, 33, 32, 35, 34, 31};

}  // namespace

Prefixes::Prefixes(const std::vector<std::string>& names, bool colours) {
  size_t width = 0;
  for (const std::string& name : names) width = std::max(width, name.size());
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string text = fmt::format("{:{}} |", names[i], width);
    prefixes_.push_back(colours ? fmt::format("\x1b[{}m{}\x1b[0m ", kColours[i % kColours.size()], text) : text + " ");
  }
}

LineView::LineView(const std::vector<std::string>& names)
    : out_prefixes_(names, cli::wants_colours(stdout)), err_prefixes_(names, cli::wants_colours(stderr)) {}

void LineView::line(size_t node, Stream stream, std::string_view text) {
  if (stream == Stream::Out)
    out_.line(out_prefixes_.of(node) + cli::printable(text));
  else
    fmt::print(stderr, "{}{}\n", err_prefixes_.of(node), cli::printable(text));
}

void LineView::note(std::string_view text) { cli::note(text); }

bool LineView::flush() {
  out_.flush();
  return !out_.broken();
}

std::string rough_time(std::chrono::seconds time) {
  const auto seconds = time.count();
  if (seconds < 100) return fmt::format("{} s", seconds);
  if (seconds < 100 * 60) return fmt::format("{} min", seconds / 60);
  const double hours = static_cast<double>(seconds) / 3600;
  return hours < 48 ? fmt::format("{:.1f} h", hours) : fmt::format("{:.1f} d", hours / 24);
}

}  // namespace whimbrel::cluster
