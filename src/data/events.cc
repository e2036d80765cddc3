#include "whimbrel/events.h"

#include <fmt/format.h>

namespace whimbrel {

std::string_view name_of(PeerStatus status) {
  constexpr std::string_view kNames[] = {"initializing", "connecting",   "connected",
                                         "peered",       "disconnected", "reconnecting"};
  return kNames[static_cast<size_t>(status)];
}

std::string_view name_of(StatusCode code) {
  constexpr std::string_view kNames[] = {"unspecified", "peer_added",          "peer_removed",
                                         "peer_lost",   "endpoint_discovered", "endpoint_unreachable"};
  return kNames[static_cast<size_t>(code)];
}

std::string_view name_of(Gap::Reason reason) {
  constexpr std::string_view kNames[] = {"subscriber_overflow", "peer_overflow", "path_lost"};
  return kNames[static_cast<size_t>(reason)];
}

std::string context_text(const EndpointId& peer, const NetworkInfo& network, std::string_view message) {
  constexpr std::string_view kEscaped = "\\\"\b\f\n\r\t\v";
  constexpr std::string_view kLetters = "\\\"bfnrtv";
  std::string quoted;
  for (char c : message) {
    const size_t special = kEscaped.find(c);
    if (special == std::string_view::npos) {
      quoted += c;
    } else {
      quoted += '\\';
      quoted += kLetters[special];
    }
  }
  const std::string where = network == NetworkInfo{} ? "null" : fmt::format("*{}:{}", network.address, network.port);
  return fmt::format("({}, {}, \"{}\")", to_string(peer), where, quoted);
}

}  // namespace whimbrel
