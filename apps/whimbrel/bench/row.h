// Row: what one run of the benchmark came to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figures.h"
#include "histogram.h"

namespace whimbrel::bench {

/// How messages get from the publisher to its subscribers.
enum class Shape : uint8_t { Direct, FanOut, Hub };
enum class System : uint8_t { Whimbrel, Raw, ZeroMq, Nats };
inline constexpr Shape kShapes[] = {Shape::Direct, Shape::FanOut, Shape::Hub};
inline constexpr System kSystems[] = {System::Whimbrel, System::Raw, System::ZeroMq, System::Nats};
inline constexpr size_t kFanOut = 8;

/// "direct", "fan-out", "hub"
std::string_view name_of(Shape shape);
/// "whimbrel", "raw", "zeromq", "nats"
std::string_view name_of(System system);

struct Row {
  std::string scenario;  ///< "throughput", "latency", "stopped", "scale", "stores"
  Shape shape = Shape::Direct;
  std::string payload;
  System system = System::Whimbrel;
  bool tls = false;
  std::string variant;  ///< what else tells runs of a scenario apart
  Figures figures;
  std::optional<Histogram> latencies;
  std::string problem;  ///< why there are no figures

  /// "throughput/direct/small/whimbrel/tls"
  std::string name() const;
  double operator[](std::string_view figure) const { return find(figures, figure).value_or(0); }
};

using Rows = std::vector<Row>;

/// The row that differs from this one in the system, which is measured without TLS. Null if there is none with figures.
const Row* counterpart(const Rows& rows, const Row& row, System system);

}  // namespace whimbrel::bench
