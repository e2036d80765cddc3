#include "plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drawing.h"

namespace whimbrel::bench {

namespace {

using Anchor = Drawing::Anchor;

constexpr double kWidth = 1200, kMargin = 90;
constexpr std::string_view kGrid = "stroke:#ddd;stroke-width:1", kAxis = "stroke:#555;stroke-width:1";
constexpr std::string_view kTitle = "font-size:17px;font-weight:bold", kSmall = "font-size:11px;fill:#555";

struct Series {
  System system;
  bool tls;
  std::string_view colour;
};
constexpr Series kSeries[] = {
    {System::Whimbrel, false, "#0b6e4f"}, {System::Whimbrel, true, "#73bfa3"}, {System::ZeroMq, false, "#c1666b"},
    {System::Nats, false, "#d4a04a"},     {System::Raw, false, "#9a9fa6"},
};

std::string called(const Series& series) {
  if (series.system == System::Raw) return "raw sockets (the limit)";
  return fmt::format("{}{}", name_of(series.system), series.tls ? ", TLS" : "");
}

/// Maps numbers to places along a line, every power of ten as far from the last.
struct LogScale {
  double low, high;    // numbers
  double from, to;     // places
  double operator()(double x) const {
    return from + (to - from) * std::log10(std::clamp(x, low, high) / low) / std::log10(high / low);
  }
};

std::string short_number(double n) {
  if (n >= 1e6) return fmt::format("{:g} M", n / 1e6);
  if (n >= 1e3) return fmt::format("{:g} k", n / 1e3);
  return fmt::format("{:g}", n);
}

std::string bar_label(double n) { return n >= 999'500 ? fmt::format("{:.2g}M", n / 1e6) : fmt::format("{:.0f}k", n / 1e3); }

void draw_legend(Drawing& drawing, double y, const std::vector<Series>& shown) {
  double x = kMargin;
  for (const Series& series : shown) {
    drawing.box({x, y - 10}, 12, 12, series.colour);
    drawing.text({x + 18, y}, called(series));
    x += 40 + 7.5 * static_cast<double>(called(series).size());
  }
}

bool matches(const Row& row, const Series& series) { return row.system == series.system && row.tls == series.tls; }

std::vector<Series> series_in(const Rows& rows, std::string_view scenario) {
  std::vector<Series> found;
  for (const Series& series : kSeries)
    if (std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
          return row.scenario == scenario && row.problem.empty() && matches(row, series);
        }))
      found.push_back(series);
  return found;
}

// -- throughput

struct Group {
  Shape shape;
  std::string payload;
};

std::vector<Group> groups_in(const Rows& rows) {
  std::vector<Group> groups;
  for (const Row& row : rows) {
    if (row.scenario != "throughput" || !row.problem.empty()) continue;
    if (groups.empty() || groups.back().shape != row.shape || groups.back().payload != row.payload)
      groups.push_back({row.shape, row.payload});
  }
  return groups;
}

void draw_value_axis(Drawing& drawing, const LogScale& scale, std::string_view unit) {
  for (double n = scale.low; n <= scale.high * 1.001; n *= 10) {
    drawing.line({kMargin, scale(n)}, {kWidth - 30, scale(n)}, kGrid);
    drawing.text({kMargin - 8, scale(n) + 4}, short_number(n), Anchor::End);
  }
  drawing.text({kMargin - 8, scale.to - 14}, unit, Anchor::End, kSmall);
}

void draw_group(Drawing& drawing, const Rows& rows, const Group& group, const std::vector<Series>& all, const LogScale& scale,
                double x, double width) {
  std::vector<const Row*> bars;
  for (const Series& series : all)
    for (const Row& row : rows)
      if (row.scenario == "throughput" && row.shape == group.shape && row.payload == group.payload && row.problem.empty() &&
          matches(row, series))
        bars.push_back(&row);
  const double bar = width / static_cast<double>(all.size() + 1);
  double at = x + (width - bar * static_cast<double>(bars.size())) / 2;
  for (const Row* row : bars) {
    const auto series = std::find_if(all.begin(), all.end(), [&](const Series& s) { return matches(*row, s); });
    const double top = scale((*row)["rate"]);
    drawing.box({at + 1, top}, bar - 2, scale.from - top, series->colour);
    drawing.text({at + bar / 2, top - 4}, bar_label((*row)["rate"]), Anchor::Middle, "font-size:9px;fill:#444");
    at += bar;
  }
  drawing.text({x + width / 2, scale.from + 18}, group.payload, Anchor::Middle);
}

void draw_throughput(Drawing& drawing, const Rows& rows, double top, double height) {
  const std::vector<Group> groups = groups_in(rows);
  const std::vector<Series> all = series_in(rows, "throughput");
  drawing.text({kMargin, top}, "Throughput: messages per second to each subscriber", Anchor::Start, kTitle);
  draw_legend(drawing, top + 26, all);
  const LogScale scale = {1e3, 1e8, top + height - 50, top + 60};
  draw_value_axis(drawing, scale, "messages/s");
  const double width = (kWidth - kMargin - 30) / static_cast<double>(groups.size());
  double x = kMargin;
  for (size_t i = 0; i < groups.size(); ++i, x += width) {
    draw_group(drawing, rows, groups[i], all, scale, x, width);
    if (i > 0 && groups[i].shape != groups[i - 1].shape) drawing.line({x, scale.to}, {x, scale.from + 38}, kAxis);
    const auto same = [&](const Group& other) { return other.shape == groups[i].shape; };
    if (i > 0 && groups[i].shape == groups[i - 1].shape) continue;
    const double members = static_cast<double>(std::count_if(groups.begin(), groups.end(), same));
    const std::string name = groups[i].shape == Shape::FanOut   ? fmt::format("to {} subscribers", kFanOut)
                             : groups[i].shape == Shape::Direct ? "to one subscriber"
                                                                : "through a hub to one subscriber";
    drawing.text({x + width * members / 2, scale.from + 38}, name, Anchor::Middle, "font-weight:bold");
  }
  drawing.line({kMargin, scale.from}, {kWidth - 30, scale.from}, kAxis);
}

// -- latency

/// Places of percentiles: each further nine takes as much room as the last.
double place_of(double part, double from, double to) {
  constexpr double kNines = 5;
  return from + (to - from) * std::min(-std::log10(1 - part), kNines) / kNines;
}

void draw_curve(Drawing& drawing, const Row& row, const Series& series, const LogScale& scale, double from, double to) {
  std::vector<Point> points;
  for (double nines = 0.02; nines <= 5; nines += 0.02) {
    const double part = 1 - std::pow(10, -nines);
    if ((1 - part) * static_cast<double>(row.latencies->count()) < 1) break;
    points.push_back({place_of(part, from, to), scale(static_cast<double>(row.latencies->percentile(part)) / 1000)});
  }
  const std::string_view dashes = row.shape == Shape::Hub ? ";stroke-dasharray:7 4" : "";
  drawing.path(points, fmt::format("stroke:{};stroke-width:2.2{}", series.colour, dashes));
}

void draw_latency(Drawing& drawing, const Rows& rows, double top, double height) {
  const std::vector<Series> all = series_in(rows, "latency");
  double rate = 0, highest = 1000;
  for (const Row& row : rows) {
    if (row.scenario != "latency" || !row.latencies) continue;
    rate = std::max(rate, row["asked_rate"]);
    highest = std::max(highest, row["max_us"]);
  }
  drawing.text({kMargin, top}, fmt::format("Latency at {} small events per second", short_number(rate)), Anchor::Start, kTitle);
  draw_legend(drawing, top + 26, all);
  drawing.text({kWidth - 30, top + 26}, "dashed: through a hub", Anchor::End);
  const LogScale scale = {10, std::pow(10, std::ceil(std::log10(highest))), top + height - 50, top + 60};
  draw_value_axis(drawing, scale, "us");
  const double from = kMargin, to = kWidth - 30;
  for (const auto& [part, name] : {std::pair(0.0, "0 %"), {0.5, "50 %"}, {0.9, "90 %"}, {0.99, "99 %"}, {0.999, "99.9 %"},
                                   {0.9999, "99.99 %"}, {0.99999, "99.999 %"}}) {
    const double x = place_of(part, from, to);
    drawing.line({x, scale.to}, {x, scale.from}, kGrid);
    drawing.text({x, scale.from + 18}, name, Anchor::Middle);
  }
  drawing.text({(from + to) / 2, scale.from + 38}, "part of all messages that took no longer", Anchor::Middle, kSmall);
  for (const Row& row : rows)
    for (const Series& series : all)
      if (row.scenario == "latency" && row.latencies && row.latencies->count() > 0 && matches(row, series))
        draw_curve(drawing, row, series, scale, from, to);
  drawing.line({from, scale.from}, {to, scale.from}, kAxis);
}

}  // namespace

std::string plot(const Rows& rows, const Machine& machine) {
  const bool bars = !groups_in(rows).empty(), curves = !series_in(rows, "latency").empty();
  constexpr double kPlot = 460, kTop = 40, kFoot = 40;
  Drawing drawing(kWidth, kTop + kPlot * (bars + curves) + kFoot);
  if (bars) draw_throughput(drawing, rows, kTop, kPlot - 20);
  if (curves) draw_latency(drawing, rows, kTop + kPlot * bars, kPlot - 20);
  drawing.text({kMargin, kTop + kPlot * (bars + curves) + 15}, to_string(machine), Anchor::Start, kSmall);
  return drawing.svg();
}

}  // namespace whimbrel::bench
