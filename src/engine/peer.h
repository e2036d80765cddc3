// Peer: the core's record of one connection, from its first byte to its last.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "codec/binary/extension.h"
#include "engine/overload.h"
#include "proto/link.h"
#include "whimbrel/topic.h"

namespace whimbrel {

/// A stream of numbered messages: who made them, and the number of the next one.
struct Numbering {
  EndpointId origin;
  uint64_t next = 0;
  bool operator==(const Numbering&) const = default;
};

struct Peer {
  enum class Phase : uint8_t { Handshake, Peered, Leaving, Closed };

  Peer(uint64_t number, LinkHost& host, const EndpointId& own_id, bool we_connected, const LinkLimits& limits,
       LinkMemory& memory, NetworkInfo where, const Patience& patience_)
      : id(number), link(host, own_id, we_connected, limits, memory), network(std::move(where)), patience(patience_) {
    link.owner = this;
  }

  const uint64_t id;  ///< never used again, unlike the address of this record
  Link link;
  Phase phase = Phase::Handshake;
  NetworkInfo network;
  std::set<uint64_t> requests;  ///< the peer() calls that this connection fulfils
  std::vector<uint64_t>
      waiting;  ///< other connections to the same endpoint that wait for the outcome of this one's handshake
  TimePoint peered_at{};
  uint64_t told_filter = 0;  ///< version of our filter that the other side knows
  Filter filter;             ///< what the other side wants
  std::optional<Mark> mark;  ///< set if the other side is one of ours

  Patience patience;
  TimePoint sent_at{};           ///< when it was sent a message last
  bool reading_refused = false;  ///< its wire waits for resume_reading()

  Numbering told;        ///< what it takes our next message for
  Numbering hears;       ///< what its next message is
  bool numbers = false;  ///< it has told what `hears` is
  struct Farewell {
    Duration wait{};          ///< for the next sign that the other side takes something
    TimePoint end{};          ///< and no longer than that
    uint64_t bytes_then = 0;  ///< written when it was looked last; at first with the goodbye itself
  } farewell;
  std::vector<std::byte> goodbye;   ///< payload of the ping that ends the peering
  bool said_goodbye = false;        ///< the other side leaves in good order: what it had sent before has arrived
  std::optional<Error> forced_out;  ///< why we end the peering against the will of both sides

  size_t unread_pongs = 0;  ///< bytes of pongs queued since the outbox was empty last
  uint64_t messages_in = 0;
  uint64_t messages_taken = 0;  ///< those of them that were no duplicates
};

}  // namespace whimbrel
