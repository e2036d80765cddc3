#include "plot.h"

#include "plot_scale.h"

namespace whimbrel::bench {

std::string plot(const Rows& rows, const Machine& machine) {
  constexpr double kMargin = 40;
  Drawing drawing(kPlotWidth);
  double y = kMargin;
  y += draw_throughput(drawing, rows, y);
  y += draw_latency(drawing, rows, y);
  drawing.text({kPlotLeft, y + 10}, to_string(machine), Drawing::Anchor::Start, kSmallText);
  return drawing.svg(y + kMargin);
}

}  // namespace whimbrel::bench
