// Router: who gets this message? Takes batches of frames, from peers and from this process, and pushes runs of them to
// the queues of those who want them, without copying and without looking at a message twice.
//
// Consecutive messages with the same destinations travel as one span. Frames from peers are checked here, once: what
// reaches a queue is well-formed. Owned by the core, loop only.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "engine/local_sink.h"
#include "engine/losses.h"
#include "engine/meters.h"
#include "engine/peer.h"
#include "route/duplicate_window.h"
#include "route/routing_table.h"
#include "whimbrel/options.h"
#include "whimbrel/statistics.h"

namespace whimbrel {

/// What a frame that is no data message means; the core acts on it.
class ControlHandler {
 public:
  virtual void on_routing_update(Peer& peer, const FrameView& frame) = 0;
  virtual void on_ping(Peer& peer, const FrameView& frame) = 0;
  virtual void on_pong(Peer& peer, const FrameView& frame) = 0;
  /// A message of ours to an endpoint that is no peer of ours.
  virtual void on_no_path(const EndpointId& receiver) = 0;
  /// The queue to a peer has reached its limit.
  virtual void on_queue_full(Peer& peer) = 0;
  /// The peer's overflow policy says to let it go.
  virtual void on_overflow(Peer& peer) = 0;

 protected:
  ~ControlHandler() = default;
};

class Router {
 public:
  Router(const EndpointOptions& options, const EndpointId& own_id, ControlHandler& control, ChunkWriter& writer,
         Meters& meters, const TimePoint& now);

  /// A batch from a peer. An error means that its bytes make no sense and the connection must end.
  Result<void> on_frames(Peer& peer, const Span& frames);
  /// A batch of our own. Returns the number of its messages.
  size_t publish(const Span& frames);
  /// A batch of a client: local receivers and other clients get it as well, peers only if messages are forwarded.
  void publish_for(LocalSink& client, const Span& frames);

  void set_client(LocalSink& client, std::vector<std::string> prefixes) { clients_.set(&client, std::move(prefixes)); }
  /// `takes`: data messages, or the commands of stores.
  void set_local(LocalSink& sink, std::vector<std::string> prefixes, MessageType takes = MessageType::Data);
  /// The peer takes part in routing with this filter; an empty optional ends that.
  void set_peer(Peer& peer, const Filter* filter);

  /// Sends frames to one peer under its overflow policy. `numbering` belongs to the first of them.
  void send(Peer& peer, const Span& frames, const Numbering& numbering);
  /// A peer that lagged has caught up: tells it what it missed.
  void tell_losses(Peer& peer);
  /// Sends a notice to one of ours.
  void send_extension(Peer& peer, const Extension& extension);
  /// The queue of a peer is given up with all that is in it.
  void lose_queue(Peer& peer);

  /// Numbers the notices that this endpoint sends.
  uint64_t next_notice() { return ++notices_; }

  Losses& losses() { return losses_; }
  Statistics& counters() { return counters_; }
  /// Messages of each type that were routed, or of types for peers alone taken, by number of the type.
  const std::array<uint64_t, 8>& processed() const { return processed_; }
  bool full(const Peer& peer) const;
  bool half_empty(const Peer& peer) const;

 private:
  struct Run;
  void take_data(Peer& from, std::byte* frame, size_t size, const FrameView& view, Run& run);
  void take_own(std::byte* frame, const FrameView& view, Run& run);
  void flush(Run& run);
  bool make_room(Peer& peer, const Span& frames);
  Peer* peer_of(const EndpointId& id) const;
  bool is_in_a_false_name(const Peer& from, const FrameView& command) const;
  bool numbering_matters() const { return options_.forward_messages || forwarding_peers_ > 0; }

  const EndpointOptions& options_;
  const EndpointId own_id_;
  ControlHandler& control_;
  ChunkWriter& writer_;
  Meters& meters_;
  const TimePoint& now_;  // the core's
  RoutingTable locals_, stores_, clients_, peers_;
  std::unordered_map<EndpointId, Peer*> by_id_;
  DuplicateWindow window_;
  Losses losses_;
  Statistics counters_;
  std::array<uint64_t, 8> processed_{};
  Numbering own_;
  size_t forwarding_peers_ = 0;
  uint64_t notices_ = 0;
  ByteBuffer scratch_;
  std::vector<RoutingTable::Sink> destinations_;
};

}  // namespace whimbrel
