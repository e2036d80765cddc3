// WebClients: the WebSocket clients of an endpoint. Each is a member of the endpoint: it subscribes and publishes, and
// is told of as a peer is. What several clients want is put into JSON once.
//
// Every client has a queue with the limits and the overflow policy of EndpointOptions::peer_queue, and is waited for
// like a peer (engine/overload.h) before the policy applies. Loop only; no sockets.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "engine/client_report.h"
#include "engine/core.h"
#include "web/session.h"

namespace whimbrel {

class WebClients final : private WebHost {
 public:
  WebClients(const EndpointOptions& options, const EndpointId& id, Core& core);
  ~WebClients();

  /// A connection was accepted. Null if none are taken any more; otherwise whom to give its wire to.
  WebSession* accept(const NetworkInfo& remote, Duration ping_interval, TimePoint now);
  Duration usual_ping_interval() const { return options_.websocket_ping_interval; }
  void on_accept_failed(const NetworkInfo& remote, const Error& why);
  /// Connections of which nobody knows yet what they want.
  size_t pending() const { return pending_; }

  // -- from the loop
  void end_of_turn(TimePoint now);
  /// end_of_turn() wants to be called again in this turn.
  bool has_work() const { return !writing_.empty() || !closed_.empty() || !overflowed_.empty(); }
  std::optional<TimePoint> next_timer() const { return timers_.next(); }
  bool can_resume() const;
  bool all_written() const;
  ClientReport report() const;

  /// Says goodbye to everybody; what is queued is sent first, as far as that takes no longer than `linger`.
  void shut_down(TimePoint now, Duration linger);
  bool idle() const { return clients_.empty(); }
  void close_all();

 private:
  struct Client;
  enum class Timer : uint8_t { Handshake, LastWords, Ping, Idle, Patience };
  using TimerKey = std::pair<Timer, uint64_t>;

  // WebHost
  Page page(std::string_view path) override;
  void on_subscribed(WebSession& session, std::vector<std::string> prefixes) override;
  void on_messages(WebSession& session, const Span& frames) override;
  void on_time(TimePoint now) override {
    now_ = now;
    core_.meters().turn_begins(now);
  }
  void on_output(WebSession& session) override;
  void on_pong(WebSession& session) override;
  void on_leaving(WebSession& session, const Error& why) override;
  bool accepts_input(WebSession& session) override;
  void on_closed(WebSession& session, const Error& why) override;

  static Client& client_of(const WebSession& session);
  static ClientStatistics statistics_of(const Client& client);
  static void add_to_sums(ClientReport& report, const Client& client, const ClientStatistics& s);
  Client* find(uint64_t number) const;
  bool may_read(Client& client) const;
  void deliver(Client& client, const Span& messages);
  const Span& in_json(const Span& messages);
  bool make_room(Client& client, const Span& messages);
  void lose(Client& client, std::string_view topic);
  void lose_queue(Client& client);
  void tell_gap(Client& client);
  bool full(const Client& client) const;
  bool half_empty(const Client& client) const;
  void watch_soon();
  void watch_queues();
  void settle_waiting();
  void part(Client& client, const Error& why);
  void on_timer(TimerKey key);
  void resume_readers();
  void write_outboxes();
  void settle_probes();
  void ping(Client& client);
  void end_if_idle(Client& client);
  void cut_off_overflowed();
  void log(std::string_view level, std::string_view text) const;

  const EndpointOptions& options_;
  Core& core_;
  WebShared shared_;
  TimePoint now_{};
  uint64_t last_number_ = 0;
  std::map<uint64_t, std::unique_ptr<Client>> clients_;
  TimerQueue<TimerKey> timers_;
  std::vector<uint64_t> writing_, paused_, closed_, overflowed_;
  std::set<uint64_t> full_;  // queues at their limit, or not yet half empty again
  TimePoint settled_at_{};
  size_t pending_ = 0;
  DelayProbes probes_{core_.meters().client_delays};
  ClientReport sums_;  // of clients that are gone
  Loss losses_;        // of all clients together
  bool shutting_down_ = false;

  // The run that was put into JSON last, and what came of it.
  Span source_, json_;
  struct Text {
    std::string head;
    ByteBuffer payload, frames;
  };
  std::unique_ptr<Text> text_ = std::make_unique<Text>();
};

}  // namespace whimbrel
