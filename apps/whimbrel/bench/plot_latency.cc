// A curve for each system and path: which part of all messages took no longer than so much.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plot.h"
#include "plot_scale.h"

namespace whimbrel::bench {

namespace {

using Anchor = Drawing::Anchor;

constexpr double kHeight = 440;
constexpr double kNines = 5;  // how far the curves go: to 99.999 percent

/// Each further nine takes as much room as the last.
double place_of(double part) {
  return kPlotLeft + (kPlotRight - kPlotLeft) * std::min(-std::log10(1 - part), kNines) / kNines;
}

std::vector<const Row*> curves_in(const Rows& rows) {
  std::vector<const Row*> found;
  for (const Row& row : rows)
    if (row.scenario == "latency" && row.latencies && row.latencies->count() > 0) found.push_back(&row);
  return found;
}

void draw_parts_axis(Drawing& drawing, const LogScale& scale) {
  for (const double percent : {0., 50., 90., 99., 99.9, 99.99, 99.999}) {
    const double x = place_of(percent / 100);
    drawing.line({x, scale.to}, {x, scale.from}, kGridLine);
    drawing.text({x, scale.from + 18}, fmt::format("{:g} %", percent),
                 x < kPlotRight - 1 ? Anchor::Middle : Anchor::End);
  }
  const double middle = (kPlotLeft + kPlotRight) / 2;
  drawing.text({middle, scale.from + 38}, "part of all messages that took no longer", Anchor::Middle, kSmallText);
}

void draw_curve(Drawing& drawing, const Row& row, const Series& series, const LogScale& scale) {
  std::vector<Point> points;
  for (double nines = 0.02; nines <= kNines; nines += 0.02) {
    const double rest = std::pow(10, -nines);
    if (rest * static_cast<double>(row.latencies->count()) < 1) break;
    points.push_back({place_of(1 - rest), scale(static_cast<double>(row.latencies->percentile(1 - rest)) / 1000)});
  }
  const std::string_view dashes = row.shape == Shape::Hub ? ";stroke-dasharray:7 4" : "";
  drawing.path(points, fmt::format("stroke:{};stroke-width:2.2{}", series.colour, dashes));
}

}  // namespace

double draw_latency(Drawing& drawing, const Rows& rows, double top) {
  const std::vector<const Row*> curves = curves_in(rows);
  if (curves.empty()) return 0;
  double shortest = 10, longest = 1000;
  for (const Row* row : curves) {
    shortest = std::min(shortest, static_cast<double>(row->latencies->percentile(0.05)) / 1000);
    longest = std::max(longest, (*row)["max_us"]);
  }
  const std::vector<Series> all = series_in(rows, "latency");
  const LogScale scale = {power_of_ten_below(shortest), power_of_ten_above(longest), top + kHeight - 50, top + 60};
  const std::string rate = short_number((*curves[0])["asked_rate"]);
  drawing.text({kPlotLeft, top}, fmt::format("Latency at {} small events per second", rate), Anchor::Start, kTitleText);
  draw_legend(drawing, top + 26, all);
  drawing.text({kPlotRight, top + 26}, "dashed: through a hub", Anchor::End);
  draw_value_axis(drawing, scale, "microseconds");
  draw_parts_axis(drawing, scale);
  for (const Row* row : curves)
    for (const Series& series : all)
      if (series.has(*row)) draw_curve(drawing, *row, series, scale);
  drawing.line({kPlotLeft, scale.from}, {kPlotRight, scale.from}, kAxisLine);
  return kHeight + 40;
}

}  // namespace whimbrel::bench
