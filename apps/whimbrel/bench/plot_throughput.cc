// One group of bars for each path and payload.
#include <fmt/format.h>

#include <algorithm>

#include "plot.h"
#include "plot_scale.h"

namespace whimbrel::bench {

namespace {

using Anchor = Drawing::Anchor;

constexpr double kHeight = 440;

struct Group {
  Shape shape;
  std::string payload;
  std::vector<const Row*> rows;
};

std::vector<Group> groups_in(const Rows& rows) {
  std::vector<Group> groups;
  for (const Row& row : rows) {
    if (row.scenario != "throughput" || !row.problem.empty()) continue;
    if (groups.empty() || groups.back().shape != row.shape || groups.back().payload != row.payload)
      groups.push_back({row.shape, row.payload, {}});
    groups.back().rows.push_back(&row);
  }
  return groups;
}

std::string bar_label(double n) {
  return n >= 999'500 ? fmt::format("{:.2g}M", n / 1e6) : fmt::format("{:.0f}k", n / 1e3);
}

std::string title_of(Shape shape) {
  switch (shape) {
    case Shape::Direct:
      return "to one subscriber";
    case Shape::FanOut:
      return fmt::format("to {} subscribers", kFanOut);
    case Shape::Hub:
      break;
  }
  return "through a hub to one subscriber";
}

void draw_group(Drawing& drawing, const Group& group, const std::vector<Series>& all, const LogScale& scale, double x,
                double width) {
  const double bar = width / static_cast<double>(all.size() + 1);
  double at = x + (width - bar * static_cast<double>(group.rows.size())) / 2;
  for (const Series& series : all) {
    for (const Row* row : group.rows) {
      if (!series.has(*row)) continue;
      const double top = scale((*row)["rate"]);
      drawing.box({at + 1, top}, bar - 2, scale.from - top, series.colour);
      drawing.text({at + bar / 2, top - 4}, bar_label((*row)["rate"]), Anchor::Middle, "font-size:8px;fill:#444");
      at += bar;
    }
  }
  drawing.text({x + width / 2, scale.from + 18}, group.payload, Anchor::Middle);
}

/// Names the shapes below their groups, with lines between them.
void draw_shapes(Drawing& drawing, const std::vector<Group>& groups, const LogScale& scale, double width) {
  for (size_t first = 0, next; first < groups.size(); first = next) {
    for (next = first; next < groups.size() && groups[next].shape == groups[first].shape;) ++next;
    const double left = kPlotLeft + width * static_cast<double>(first),
                 right = kPlotLeft + width * static_cast<double>(next);
    drawing.text({(left + right) / 2, scale.from + 38}, title_of(groups[first].shape), Anchor::Middle,
                 "font-weight:bold");
    if (first > 0) drawing.line({left, scale.to}, {left, scale.from + 38}, kAxisLine);
  }
}

}  // namespace

double draw_throughput(Drawing& drawing, const Rows& rows, double top) {
  const std::vector<Group> groups = groups_in(rows);
  if (groups.empty()) return 0;
  const std::vector<Series> all = series_in(rows, "throughput");
  double slowest = 1e3, fastest = 1e6;
  for (const Group& group : groups) {
    for (const Row* row : group.rows) {
      slowest = std::min(slowest, (*row)["rate"]);
      fastest = std::max(fastest, (*row)["rate"]);
    }
  }
  const LogScale scale = {power_of_ten_below(slowest), power_of_ten_above(fastest), top + kHeight - 50, top + 60};
  drawing.text({kPlotLeft, top}, "Throughput: messages per second to each subscriber", Anchor::Start, kTitleText);
  draw_legend(drawing, top + 26, all);
  draw_value_axis(drawing, scale, "messages/s");
  const double width = (kPlotRight - kPlotLeft) / static_cast<double>(groups.size());
  for (size_t i = 0; i < groups.size(); ++i)
    draw_group(drawing, groups[i], all, scale, kPlotLeft + width * static_cast<double>(i), width);
  draw_shapes(drawing, groups, scale, width);
  drawing.line({kPlotLeft, scale.from}, {kPlotRight, scale.from}, kAxisLine);
  return kHeight + 40;
}

}  // namespace whimbrel::bench
