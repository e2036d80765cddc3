// Work: what one process of the benchmark is told to do, by the hidden verb `whimbrel bench-role ROLE`.
#pragma once

#include <cstdint>
#include <string>

namespace whimbrel::bench {

struct Work {
  std::string role;  ///< "publisher", "subscriber", "hub", ..., and those of other systems: "zmq-publisher"
  std::string payload = "small";
  std::string overflow;  ///< policy of the queues to peers; empty: the default
  uint64_t port = 0;     ///< where to connect to; 0: listen, and say where
  uint64_t peers = 1;    ///< how many others to wait for
  double seconds = 3;    ///< how long to publish
  std::string task;      ///< of a store's clone: "put", "pipelined", "round-trip"; of web-node and web-client
  std::string file;      ///< of a store; empty: it is in memory
  uint64_t entries = 0;  ///< of a store
  double rate = 0;       ///< messages per second; 0: as fast as possible
  bool tls = false;
  bool samples = false;  ///< subscribers say every now and then how much they have

  bool is_latency() const { return rate > 0; }
};

}  // namespace whimbrel::bench
