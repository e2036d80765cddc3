// What the original implementation, Zeek's own Broker library, gets through between two processes on such a two-core
// machine, in messages per second. Measured apart, since it is no part of this project; here to put results into
// proportion.
#pragma once

#include <optional>

#include "row.h"

namespace whimbrel::bench {

/// The figure of the original for what the row measures, where there is one.
inline std::optional<double> original_rate(const Row& row) {
  if (row.variant == "put/memory") return 30'000;
  if (row.variant == "put-unique/memory") return 15'000;
  if (row.variant == "put-unique/sqlite") return 800;
  if (row.variant == "round-trip/memory") return 1 / 1.3e-3;
  if (row.variant == "round-trip/sqlite") return 1 / 14e-3;
  if (row.variant == "in/small") return 62'000;
  if (row.variant == "in/small/4-clients") return 49'000;
  if (row.variant == "out/small") return 123'000;
  if (row.variant == "out/small/4-clients") return 55'000;
  if (row.scenario != "throughput" || row.shape != Shape::Direct) return {};
  if (row.payload == "small") return row.tls ? 110'000 : 200'000;
  if (row.payload == "conn") return row.tls ? 70'000 : 90'000;
  return {};
}

}  // namespace whimbrel::bench
