// Statistics: what an endpoint has done so far, and what it lost. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "whimbrel/events.h"

namespace whimbrel {

/// Counters since the start of the endpoint, and levels of now. Losses by topic list the topics that lost most.
struct PeerStatistics {
  EndpointId id;
  NetworkInfo network;
  uint64_t messages_in = 0, messages_out = 0, bytes_in = 0, bytes_out = 0;
  uint64_t dropped = 0;          ///< messages meant for this peer that it will not get
  uint64_t queued_messages = 0;  ///< waiting now
  uint64_t queued_bytes = 0;
  std::vector<std::pair<std::string, uint64_t>> dropped_topics;
};
struct Statistics {
  uint64_t messages_published = 0, messages_received = 0, messages_delivered = 0, messages_forwarded = 0;
  uint64_t messages_unwanted = 0;     ///< published here while no peer had subscribed to them
  uint64_t messages_malformed = 0;    ///< from peers, not delivered
  uint64_t duplicates_cut = 0;        ///< second copies on redundant paths
  uint64_t ttl_expired = 0;           ///< not passed on further
  uint64_t commands_refused = 0;      ///< of stores, in the name of another peer, or of this endpoint
  std::vector<PeerStatistics> peers;  ///< present and former ones (those that lost messages)
};

}  // namespace whimbrel
