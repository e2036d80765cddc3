// Transport: makes connections for the core. net/ does it with sockets, the simulation with queues in memory.
#pragma once

#include <cstdint>
#include <string>

namespace whimbrel {

class Transport {
 public:
  /// Starts connecting; TLS included where configured. Core::on_resolved comes once it is known where to, then the
  /// outcome, as Core::on_connected or Core::on_connect_failed; all with the same number, never from within this call.
  virtual void connect(uint64_t request, const std::string& address, uint16_t port) = 0;
  /// Gives up an attempt; no outcome comes.
  virtual void cancel_connect(uint64_t request) = 0;

 protected:
  ~Transport() = default;
};

}  // namespace whimbrel
