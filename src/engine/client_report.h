// What an endpoint's pages tell of its WebSocket clients. Plain values.
#pragma once

#include <string>
#include <vector>

#include "whimbrel/options.h"
#include "whimbrel/statistics.h"

namespace whimbrel {

struct ClientStatistics : PeerStatistics {
  std::string application;  ///< how it calls itself, if it does
  Duration round_trip{};    ///< of the last ping; 0: not known
};

struct ClientReport {
  std::vector<ClientStatistics> present;
  PeerStatistics sums;    ///< of these and all that are gone
  uint64_t accepted = 0;  ///< clients that have subscribed
  uint64_t refused = 0;   ///< connections that did not get so far, pages not counted
  uint64_t mistakes = 0;  ///< messages of clients that were refused
  uint64_t pages = 0;     ///< that were asked for
  size_t pending = 0;     ///< connections of which nobody knows yet what they want
};

}  // namespace whimbrel
