// The scenarios of the benchmark. Each describes its runs to the conductor, one after the other.
#pragma once

#include "conductor.h"

namespace whimbrel::bench {

/// How many messages a second get through, and what that costs, for every shape, payload and system.
void run_throughput(Conductor& conductor);
/// How long a message takes at a fixed rate.
void run_latency(Conductor& conductor);
/// What becomes of the other subscribers, and of the messages, when one stops reading.
void run_stopped_peer(Conductor& conductor);
/// What an idle node and a thousand peers take.
void run_scale(Conductor& conductor);
/// What stores get through, and what joining one takes.
void run_stores(Conductor& conductor);
/// WebSocket clients.
void run_web(Conductor& conductor);

}  // namespace whimbrel::bench
