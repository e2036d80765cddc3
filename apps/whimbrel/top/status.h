// Status: what a node tells of itself by GET /v1/status/json, as numbers. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel::top {

struct Traffic {
  uint64_t messages_in = 0, messages_out = 0, bytes_in = 0, bytes_out = 0;
};

/// A peer or client.
struct Member {
  std::string type;  ///< "peer", "client"
  std::string name;  ///< of an application, or the ID
  std::string address;
  Traffic traffic;
  uint64_t queued_messages = 0, queued_bytes = 0, lost = 0;
};

/// Messages that came in or were published here; `out` is what was published.
struct Topic {
  Traffic traffic;
  uint64_t lost = 0;
};

/// How many of something took no longer than each bound; see bounds_us.
using Buckets = std::vector<uint64_t>;

struct Status {
  std::string endpoint, version;
  double time = 0;  ///< seconds since 1970
  double started_at = 0, cpu_seconds = 0;
  uint64_t resident_bytes = 0, open_files = 0;
  uint64_t published = 0, received = 0, delivered = 0, forwarded = 0, unwanted = 0, malformed = 0;
  uint64_t peers = 0, clients = 0, subscribers = 0;
  uint64_t queued_for_peers = 0, queued_for_clients = 0, queued_for_subscribers = 0;
  uint64_t lost = 0;  ///< by peers, clients and subscribers together
  bool publishing_waits = false;
  std::map<std::string, Member> members;  ///< by type and ID
  std::map<std::string, Topic> topics;    ///< by name; "" for all that are not listed
  std::vector<int64_t> bounds_us;
  std::map<std::string, Buckets> latencies;  ///< "turns", "peer_queues", ...
};

Result<Status> read_status(std::string_view json);

}  // namespace whimbrel::top
