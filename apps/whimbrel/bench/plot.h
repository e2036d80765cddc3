// The results as a picture (SVG): bars of the throughput, and curves of the latency.
#pragma once

#include "machine.h"
#include "row.h"

namespace whimbrel::bench {

std::string plot(const Rows& rows, const Machine& machine);

}  // namespace whimbrel::bench
