// The results as a picture (SVG): bars of the throughput, and curves of the latency.
#pragma once

#include "drawing.h"
#include "machine.h"
#include "row.h"

namespace whimbrel::bench {

std::string plot(const Rows& rows, const Machine& machine);

// Its parts, each in a file of its own. They draw nothing if no row belongs to them, and return how much height they
// took.
double draw_throughput(Drawing& drawing, const Rows& rows, double top);
double draw_latency(Drawing& drawing, const Rows& rows, double top);

}  // namespace whimbrel::bench
