#include "plot_scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace whimbrel::bench {

namespace {

constexpr Series kSeries[] = {
    {System::Whimbrel, false, "#0b6e4f"}, {System::Whimbrel, true, "#73bfa3"}, {System::ZeroMq, false, "#c1666b"},
    {System::Nats, false, "#d4a04a"},     {System::Raw, false, "#9a9fa6"},
};

std::string called(const Series& series) {
  if (series.system == System::Raw) return "raw sockets";
  return fmt::format("{}{}", name_of(series.system), series.tls ? ", TLS" : "");
}

}  // namespace

std::vector<Series> series_in(const Rows& rows, std::string_view scenario) {
  std::vector<Series> found;
  for (const Series& series : kSeries) {
    const auto belongs = [&](const Row& row) {
      return row.scenario == scenario && row.problem.empty() && series.has(row);
    };
    if (std::any_of(rows.begin(), rows.end(), belongs)) found.push_back(series);
  }
  return found;
}

double LogScale::operator()(double x) const {
  return from + (to - from) * std::log10(std::clamp(x, low, high) / low) / std::log10(high / low);
}

double power_of_ten_below(double n) { return std::pow(10, std::floor(std::log10(std::max(n, 1.)))); }
double power_of_ten_above(double n) { return std::pow(10, std::ceil(std::log10(std::max(n, 1.)))); }

std::string short_number(double n) {
  if (n >= 1e6) return fmt::format("{:g} M", n / 1e6);
  if (n >= 1e3) return fmt::format("{:g} k", n / 1e3);
  return fmt::format("{:g}", n);
}

void draw_legend(Drawing& drawing, double y, const std::vector<Series>& shown) {
  double x = kPlotLeft;
  for (const Series& series : shown) {
    drawing.box({x, y - 10}, 12, 12, series.colour);
    drawing.text({x + 18, y}, called(series));
    x += 40 + 7.5 * static_cast<double>(called(series).size());
  }
}

void draw_value_axis(Drawing& drawing, const LogScale& scale, std::string_view unit) {
  for (double n = scale.low; n <= scale.high * 1.001; n *= 10) {
    drawing.line({kPlotLeft, scale(n)}, {kPlotRight, scale(n)}, kGridLine);
    drawing.text({kPlotLeft - 8, scale(n) + 4}, short_number(n), Drawing::Anchor::End);
  }
  drawing.text({kPlotLeft - 8, scale.to - 14}, unit, Drawing::Anchor::End, kSmallText);
}

}  // namespace whimbrel::bench
