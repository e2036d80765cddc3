#include "row.h"

#include <fmt/format.h>

namespace whimbrel::bench {

std::string_view name_of(Shape shape) {
  switch (shape) {
    case Shape::Direct:
      return "direct";
    case Shape::FanOut:
      return "fan-out";
    case Shape::Hub:
      break;
  }
  return "hub";
}

std::string_view name_of(System system) {
  switch (system) {
    case System::Whimbrel:
      return "whimbrel";
    case System::Raw:
      return "raw";
    case System::ZeroMq:
      return "zeromq";
    case System::Nats:
      break;
  }
  return "nats";
}

std::string Row::name() const {
  if (!variant.empty()) return fmt::format("{}/{}", scenario, variant);
  return fmt::format("{}/{}/{}/{}/{}", scenario, name_of(shape), payload, name_of(system), tls ? "tls" : "plain");
}

const Row* counterpart(const Rows& rows, const Row& row, System system) {
  for (const Row& other : rows)
    if (other.scenario == row.scenario && other.shape == row.shape && other.payload == row.payload &&
        other.system == system && !other.tls && other.problem.empty())
      return &other;
  return nullptr;
}

}  // namespace whimbrel::bench
