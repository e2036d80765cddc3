// What the plots have in common: who is drawn in which colour, and axes on which every power of ten takes as much room
// as the last.
#pragma once

#include <string>
#include <vector>

#include "drawing.h"
#include "row.h"

namespace whimbrel::bench {

inline constexpr double kPlotWidth = 1200, kPlotLeft = 100, kPlotRight = kPlotWidth - 30;
inline constexpr std::string_view kGridLine = "stroke:#ddd;stroke-width:1", kAxisLine = "stroke:#555;stroke-width:1";
inline constexpr std::string_view kTitleText = "font-size:17px;font-weight:bold",
                                  kSmallText = "font-size:11px;fill:#555";

/// Rows of one system, in one colour.
struct Series {
  System system;
  bool tls;
  std::string_view colour;

  bool has(const Row& row) const { return row.system == system && row.tls == tls; }
};
/// Those that have rows in a scenario.
std::vector<Series> series_in(const Rows& rows, std::string_view scenario);

/// Maps numbers to places.
struct LogScale {
  double low, high;  // numbers
  double from, to;   // places
  double operator()(double x) const;
};

double power_of_ten_below(double n);
double power_of_ten_above(double n);

/// "200", "1 k", "10 M"
std::string short_number(double n);
void draw_legend(Drawing& drawing, double y, const std::vector<Series>& shown);
void draw_value_axis(Drawing& drawing, const LogScale& scale, std::string_view unit);

}  // namespace whimbrel::bench
