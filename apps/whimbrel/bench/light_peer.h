// LightPeer: a peer with as little around it as possible: a blocking socket, the handshake, and a count of what
// arrives. For crowds of peers in one process.
#pragma once

#include "proto/frame_reader.h"
#include "proto/handshake_machine.h"
#include "tcp.h"

namespace whimbrel::bench {

class LightPeer final : private HandshakeHost {
 public:
  /// All peers of a process may share one arena.
  explicit LightPeer(ReadArena& arena) : reader_(arena) { reader_.set_limit(1 << 20); }

  /// Connects to a node and becomes its peer.
  Result<void> join(uint16_t port);
  int descriptor() const { return socket_.fd(); }
  /// Reads what is there, waiting for it if there is nothing; returns how many messages it was.
  Result<size_t> receive();

 private:
  Result<Span> read();
  Admission admit(const EndpointId&, Role) override { return {}; }
  bool is_connected_or_connecting(const EndpointId&) override { return false; }
  std::vector<std::string> own_filter() override { return {"bench/"}; }

  Socket socket_;
  FrameReader reader_;
};

}  // namespace whimbrel::bench
