// Core: everything an endpoint knows about its network, and all decisions about it. It has no thread, no socket and no
// clock: a loop (or a simulation) tells it what happened and what time it is, and calls end_of_turn() after each batch
// of such calls.
//
//   commands (peer, subscribe, publish ...)  ->  Core  ->  Transport (connect), Link (send, close), LocalSink
//   (messages, events)
//
// Peerings and their life are in this class, the way of messages in Router. Loop only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/metric_list.h"
#include "engine/recent_notices.h"
#include "engine/router.h"
#include "engine/transport.h"
#include "sched/timers.h"

namespace whimbrel {

/// An end may take so many times the time that peers have for taking something at all.
constexpr int kSlowFarewells = 10;

class Core final : private LinkHost, private ControlHandler {
 public:
  Core(const EndpointOptions& options, const EndpointId& id, Transport& transport);
  ~Core();

  const EndpointId& id() const { return id_; }

  // -- commands
  bool peer(const std::string& address, uint16_t port, Duration retry, TimePoint now);
  bool unpeer(std::string_view address, uint16_t port, TimePoint now);
  std::vector<PeerInfo> peers() const;
  /// Sets what a sink wants; announced to peers. `events`: also status and error events. `takes`: data messages, or the
  /// commands of stores.
  void add_sink(LocalSink& sink, bool events, MessageType takes = MessageType::Data);
  void set_prefixes(LocalSink& sink, std::vector<std::string> prefixes);
  void remove_sink(LocalSink& sink);
  /// A client of this endpoint, as of a WebSocket server, joins or leaves; both are told as events. It gets messages
  /// only, but also those that this process publishes.
  void add_client(LocalSink& client, const EndpointId& id, const NetworkInfo& network, const std::string& application,
                  std::vector<std::string> prefixes);
  void remove_client(LocalSink& client, const EndpointId& id, const NetworkInfo& network, WebSocketClient end,
                     const Error& why);
  void publish_for(LocalSink& client, const Span& frames) { router_.publish_for(client, frames); }
  /// The queue of a client is full, and everybody waits for it; or no more.
  void set_waits_for(LocalSink& client, bool waits);
  /// May the client be read? It is not held up by its own queue.
  bool may_read_client(LocalSink& client) const;
  /// Peers that are being sent messages, and those of them that have nothing left to send.
  std::pair<size_t, size_t> busy_and_starving(TimePoint now) const;
  /// Prefixes announced to peers without a receiver here.
  void set_forwards(std::vector<std::string> prefixes);
  /// Peers hear that nothing is wanted here any more, for good; sinks keep what they want. on_done: what peers had sent
  /// before they heard it has come, or they are gone.
  void withdraw(TimePoint now, std::function<void()> on_done);
  /// Frames made by this process, each with our ID as sender. Returns how many that were.
  size_t publish(const Span& frames) { return router_.publish(frames); }
  using OnPong = std::function<void(const Result<Duration>&)>;
  void ping(const EndpointId& peer, size_t payload_size, TimePoint now, OnPong on_pong);
  /// Says goodbye to everybody; idle() tells when all are gone, which takes `linger` at most.
  void shut_down(TimePoint now, Duration linger);
  /// Closes whatever is left after that, without another word; what was still queued is counted as lost.
  void close_all();
  bool idle() const { return peers_.empty(); }
  /// Connections whose handshake is not over.
  size_t handshakes() const { return handshakes_; }
  Statistics statistics() const;
  /// Of all subscribers, together with those that are gone.
  SinkLevels sink_levels() const;
  size_t subscribers() const { return sinks_.size(); }
  /// The masters and clones of data stores in this process.
  std::vector<StoreLevels> stores() const;
  const std::array<uint64_t, 8>& processed() const { return router_.processed(); }
  Meters& meters() { return meters_; }
  const Meters& meters() const { return meters_; }
  /// Numbers of others, for the pages. Any thread.
  MetricList& metrics() { return metrics_; }
  const MetricList& metrics() const { return metrics_; }
  /// What we announce, and what each peer has announced to us.
  const Filter& filter() const { return filter_; }
  std::vector<std::pair<EndpointId, Filter>> peer_filters() const;
  bool all_written() const;
  /// To the peers that are there. It grows as long as somebody takes something.
  uint64_t bytes_written() const;

  // -- from the transport
  void on_resolved(uint64_t request);
  Link* on_connected(uint64_t request, TimePoint now);
  void on_connect_failed(uint64_t request, const Error& why, TimePoint now);
  /// Null if no connections are taken any more.
  Link* on_accepted(const NetworkInfo& remote, TimePoint now);
  /// An accepted connection failed before it became a link, as in a TLS handshake.
  void on_accept_failed(const NetworkInfo& remote, const Error& why);

  // -- from the loop
  void end_of_turn(TimePoint now);
  std::optional<TimePoint> next_timer() const { return timers_.next(); }
  /// May publishers go on? Says no while a queue that is waited for is full.
  bool accepts_publishing() const { return waited_for_.empty() && full_clients_.empty(); }
  /// Connections wait to be read, and those they waited for have room again. Asked before the loop sleeps.
  bool can_resume() const;

 private:
  enum class Timer : uint8_t { Retry, Handshake, Goodbye, Write, Patience, LateGap };
  using TimerKey = std::pair<Timer, uint64_t>;

  /// A call of peer() that is in force.
  struct Request {
    NetworkInfo network;
    Duration retry{};
    PeerStatus status = PeerStatus::Initializing;
    uint64_t peer = 0;  ///< the connection that fulfils it, or 0
    bool connecting = false;
  };

  // LinkHost
  Admission admit(Link& link, const EndpointId& remote, Role role) override;
  bool is_connected_or_connecting(const Link& link, const EndpointId& remote) override;
  std::vector<std::string> own_filter(Link& link) override;
  void on_time(TimePoint now) override {
    now_ = now;
    meters_.turn_begins(now);
  }
  void on_handshake_over(Link& link) override;
  void on_frames(Link& link, const Span& frames) override;
  void on_output(Link& link) override;
  bool accepts_input(Link& link) override;
  void on_closed(Link& link, const Error& why) override;
  // ControlHandler
  void on_routing_update(Peer& peer, const FrameView& frame) override;
  void on_ping(Peer& peer, const FrameView& frame) override;
  void on_pong(Peer& peer, const FrameView& frame) override;
  void on_no_path(const EndpointId& receiver) override;
  void on_queue_full(Peer& peer) override;
  void on_overflow(Peer& peer) override;

  // peerings
  void attempt(uint64_t number);
  void attempt_failed(uint64_t number, ErrorCode code, std::string detail);
  void peering_stands(Peer& peer);
  void handshake_was_redundant(Peer& peer);
  void peering_ended(Peer& peer, const Error& why);
  void handshake_failed(Peer& peer, const Error& why);
  /// Ends a peering once the other side has read what is queued for it, but waits no longer than that.
  void say_goodbye(Peer& peer, Duration wait);
  void farewell_took_long(Peer& peer);
  void forget_requests(Peer& peer);
  void release_claim(Peer& peer);
  Peer* find(uint64_t peer) const;
  Peer& add_peer(bool we_connected, NetworkInfo network);
  void on_timer(TimerKey key);

  // routing state
  void announce_filter();
  void send_filter(Peer& peer);
  void send_frame(Peer& peer, MessageType type, std::string_view topic, BytesView payload);
  void take_gap(Peer& from, const GapNotice& notice);
  void pass_gap(const Peer* from, GapNotice notice);
  void tell_again_later(const Gap& gap);
  void tell_late_gap(uint64_t number);
  void tell_path_lost(const EndpointId& lost);

  // overload
  void write_outboxes();
  void settle_probes();
  void watch_soon();
  void watch_queues();
  void settle_waiting();
  void resume_readers();
  bool may_read(const Peer* peer) const;
  bool sinks_have_room() const;

  // events
  void tell(const Status& status);
  void tell(const ErrorEvent& error);
  void log(std::string_view level, std::string_view text) const;

  const EndpointOptions& options_;
  const EndpointId id_;
  Transport& transport_;
  LinkMemory memory_;
  Meters meters_;
  MetricList metrics_;
  DelayProbes probes_{meters_.peer_delays};
  Router router_;
  TimePoint now_{};
  TimerQueue<TimerKey> timers_;
  uint64_t last_number_ = 0;  // of peers, requests, tokens: never used twice

  std::map<uint64_t, Request> requests_;
  std::map<uint64_t, std::unique_ptr<Peer>> peers_;
  std::unordered_map<EndpointId, uint64_t> claims_;  // who is connected or connecting to an endpoint
  std::vector<uint64_t> closed_, writing_;

  struct SinkInfo {
    std::vector<std::string> prefixes;
    bool events;
    MessageType takes;
  };
  std::map<LocalSink*, SinkInfo> sinks_;
  SinkLevels gone_sinks_;
  std::unordered_map<LocalSink*, std::vector<std::string>> clients_;  // with their prefixes
  std::set<LocalSink*> full_clients_;                                 // that are waited for
  std::vector<std::string> forwards_;
  Filter filter_;
  uint64_t filter_version_ = 1;
  bool is_withdrawn_ = false;
  size_t unanswered_ = 0;  // pings of withdraw()
  std::function<void()> on_withdrawn_;

  // By number, so that a simulation goes the same way each time.
  struct ByNumber {
    bool operator()(const Peer* a, const Peer* b) const { return a->id < b->id; }
  };
  std::set<Peer*, ByNumber> full_;        // queues at their limit
  std::set<Peer*, ByNumber> waited_for_;  // those of them that still hold publishers up
  TimePoint settled_at_{};                // when it was last looked who waits for whom
  std::vector<uint64_t> paused_;          // peers whose connections are not read at the moment

  struct PendingPing {
    uint64_t peer;
    TimePoint sent;
    OnPong on_pong;
  };
  std::map<uint64_t, PendingPing> pings_;
  DuplicateWindow notices_seen_;
  RecentNotices notices_;
  struct LateGap {
    Gap gap;
    uint64_t messages;  // that had been received when it was told
  };
  std::map<uint64_t, LateGap> late_gaps_;
  size_t handshakes_ = 0;
  bool shutting_down_ = false;
};

}  // namespace whimbrel
