#include "engine/web_clients.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metrics_page.h"
#include "engine/status_page.h"
#include "engine/web_client.h"

namespace whimbrel {

namespace {

constexpr size_t kMostMessage = 64u << 20;  // of JSON text: it takes a multiple of that while it is read
constexpr Duration kLastWords = std::chrono::seconds(2), kForPages = std::chrono::seconds(10);

Patience patience_for_a_client(const EndpointOptions& options) {
  if (options.peer_queue.overflow == Overflow::Block) return {Duration::max(), Duration::max()};
  return {options.peer_patience, options.peer_stall_timeout};
}

}  // namespace

WebClients::WebClients(const EndpointOptions& options, const EndpointId& id, Core& core)
    : options_(options),
      core_(core),
      shared_{id,
              options.ttl,
              std::min(options.max_handshake_frame_size, kMostMessage),
              std::min(options.max_frame_size, kMostMessage),
              options.max_frame_size,
              read_origins(options.websocket_origins)} {}

WebClients::~WebClients() = default;

WebClients::Client& WebClients::client_of(const WebSession& session) { return *static_cast<Client*>(session.owner); }

WebClients::Client* WebClients::find(uint64_t number) const {
  const auto at = clients_.find(number);
  return at == clients_.end() ? nullptr : at->second.get();
}

void WebClients::log(std::string_view level, std::string_view text) const {
  if (options_.log) options_.log(level, text);
}

// -- coming and going

WebSession* WebClients::accept(const NetworkInfo& remote, Duration ping_interval, TimePoint now) {
  now_ = now;
  if (shutting_down_) return nullptr;
  const uint64_t number = ++last_number_;
  ++pending_;
  timers_.arm({Timer::Handshake, number}, now + options_.handshake_timeout);
  auto client = std::make_unique<Client>(*this, number, remote, ping_interval, patience_for_a_client(options_));
  return &clients_.emplace(number, std::move(client)).first->second->session;
}

void WebClients::on_accept_failed(const NetworkInfo& remote, const Error& why) {
  ++sums_.refused;
  log("warning", fmt::format("WebSocket client from {}:{} refused: {}", remote.address, remote.port, why.message()));
}

WebHost::Page WebClients::page(std::string_view path) {
  ++sums_.pages;
  if (path == "/healthz") return {"text/plain", "ok\n"};
  if (path == "/metrics") return {"text/plain; version=0.0.4", metrics_page(core_, report())};
  if (path == "/v1/status/json") return {"application/json", status_page(core_, report())};
  return {};
}

ClientStatistics WebClients::statistics_of(const Client& client) {
  const WebSession& session = client.session;
  const SpanQueue& queue = const_cast<Client&>(client).session.outbox();
  ClientStatistics s;
  s.id = client.id;
  s.network = client.network;
  s.messages_in = session.messages_in;
  s.messages_out = session.messages_out;
  s.bytes_in = session.bytes_in;
  s.bytes_out = session.bytes_out;
  s.queued_messages = queue.messages();
  s.queued_bytes = queue.bytes();
  s.dropped = client.loss.messages;
  s.dropped_topics.assign(client.loss.topics.begin(), client.loss.topics.end());
  s.application = session.application();
  s.round_trip = client.round_trip;
  return s;
}

void WebClients::add_to_sums(ClientReport& report, const Client& client, const ClientStatistics& s) {
  report.mistakes += client.session.mistakes;
  report.sums.messages_in += s.messages_in;
  report.sums.messages_out += s.messages_out;
  report.sums.bytes_in += s.bytes_in;
  report.sums.bytes_out += s.bytes_out;
  report.sums.dropped += s.dropped;
}

ClientReport WebClients::report() const {
  ClientReport report = sums_;
  report.pending = pending_;
  for (const auto& [number, client] : clients_) {
    ClientStatistics s = statistics_of(*client);
    add_to_sums(report, *client, s);
    report.sums.queued_messages += s.queued_messages;
    report.sums.queued_bytes += s.queued_bytes;
    if (client->known) report.present.push_back(std::move(s));
  }
  report.sums.dropped_topics.assign(losses_.topics.begin(), losses_.topics.end());
  return report;
}

void WebClients::on_subscribed(WebSession& session, std::vector<std::string> prefixes) {
  Client& client = client_of(session);
  timers_.cancel({Timer::Handshake, client.number});
  if (std::exchange(client.counted, false)) --pending_;
  client.id = make_endpoint_id(false);
  client.known = true;
  ++sums_.accepted;
  core_.add_client(client, client.id, client.network, session.application(), std::move(prefixes));
  if (client.ping_interval > Duration(0)) timers_.arm({Timer::Ping, client.number}, now_ + client.ping_interval);
  if (options_.websocket_idle_timeout > Duration(0))
    timers_.arm({Timer::Idle, client.number}, now_ + options_.websocket_idle_timeout);
}

/// It is no member any more, though its connection may have last words to carry.
void WebClients::part(Client& client, const Error& why) {
  for (const Timer timer : {Timer::Handshake, Timer::Ping, Timer::Idle}) timers_.cancel({timer, client.number});
  const bool was_pending = std::exchange(client.counted, false);
  pending_ -= was_pending;
  full_.erase(client.number);
  if (std::exchange(client.known, false))
    core_.remove_client(client, client.id, client.network, client.session.end_of_it(), why);
  else if (was_pending && why)
    on_accept_failed(client.network, why);
}

void WebClients::on_leaving(WebSession& session, const Error& why) {
  Client& client = client_of(session);
  part(client, why);
  timers_.arm({Timer::LastWords, client.number}, now_ + (why ? kLastWords : kForPages));
}

void WebClients::on_closed(WebSession& session, const Error& why) {
  Client& client = client_of(session);
  part(client, why);
  timers_.cancel({Timer::LastWords, client.number});
  closed_.push_back(client.number);
}

void WebClients::shut_down(TimePoint now, Duration linger) {
  now_ = now;
  shutting_down_ = true;
  for (const auto& [number, client] : clients_) {
    client->session.end(kWebNormal, "EOF", Error(ErrorCode::ShuttingDown));
    timers_.arm({Timer::LastWords, number}, now + linger);
  }
}

void WebClients::close_all() {
  for (const auto& [number, client] : clients_) client->session.close(ErrorCode::ShuttingDown);
  end_of_turn(now_);
}

// -- from clients

void WebClients::on_messages(WebSession& session, const Span& frames) { core_.publish_for(client_of(session), frames); }

bool WebClients::may_read(Client& client) const {
  return !client.session.owes_reading() && core_.may_read_client(client);
}

bool WebClients::accepts_input(WebSession& session) {
  Client& client = client_of(session);
  const bool free = may_read(client);
  if (!free && !std::exchange(client.paused, true)) paused_.push_back(client.number);
  return free;
}

bool WebClients::can_resume() const {
  return std::ranges::any_of(paused_, [this](uint64_t number) {
    Client* const client = find(number);
    return client && may_read(*client);
  });
}

void WebClients::resume_readers() {
  std::vector<uint64_t> paused;
  paused.swap(paused_);
  for (uint64_t number : paused) {
    Client* const client = find(number);
    if (!client) continue;
    client->paused = false;
    if (client->session.wire()) client->session.wire()->resume_reading();
  }
}

// -- the loop

void WebClients::on_output(WebSession& session) { writing_.push_back(client_of(session).number); }

void WebClients::write_outboxes() {
  while (!writing_.empty()) {
    std::vector<uint64_t> writing;
    writing.swap(writing_);
    for (uint64_t number : writing)
      if (Client* const client = find(number); client && client->session.wire()) {
        probes_.begin(number, client->session.bytes_out + client->session.outbox().bytes(), now_);
        client->session.wire()->write();
      }
  }
}

void WebClients::settle_probes() {
  probes_.settle(now_, [this](uint64_t number) -> std::optional<DelayProbes::Queue> {
    Client* const client = find(number);
    if (!client) return {};
    return DelayProbes::Queue{client->session.bytes_out, client->session.outbox().bytes()};
  });
}

void WebClients::on_pong(WebSession& session) {
  Client& client = client_of(session);
  client.round_trip = now_ - client.pinged_at;
  core_.meters().client_round_trips.add(client.round_trip);
}

void WebClients::ping(Client& client) {
  if (client.session.ping()) client.pinged_at = now_;
  timers_.arm({Timer::Ping, client.number}, now_ + client.ping_interval);
}

void WebClients::end_if_idle(Client& client) {
  const TimePoint end = client.session.heard_at + options_.websocket_idle_timeout;
  if (end > now_) return timers_.arm({Timer::Idle, client.number}, end);
  const auto seconds = options_.websocket_idle_timeout / std::chrono::seconds(1);
  client.session.end(kWebPolicy, "no sign of life",
                     Error(ErrorCode::PeerTimeout, fmt::format("no sign of life for {} s", seconds)));
}

void WebClients::on_timer(TimerKey key) {
  Client* const client = find(key.second);
  if (!client) return;
  if (key.first == Timer::Handshake) {
    const auto seconds = options_.handshake_timeout / std::chrono::seconds(1);
    client->session.end(kWebPolicy, "no subscriptions in time",
                        Error(ErrorCode::PeerTimeout, fmt::format("no subscriptions within {} s", seconds)));
  } else if (key.first == Timer::LastWords) {
    client->session.lost(ErrorCode::PeerTimeout);
  } else if (key.first == Timer::Ping) {
    ping(*client);
  } else if (key.first == Timer::Idle) {
    end_if_idle(*client);
  }
}

void WebClients::end_of_turn(TimePoint now) {
  now_ = now;
  settle_probes();
  while (auto due = timers_.pop_due(now)) on_timer(*due);
  if (!paused_.empty()) resume_readers();
  cut_off_overflowed();
  write_outboxes();
  watch_queues();
  write_outboxes();
  settle_probes();
  source_ = json_ = {};  // chunks are not held longer than it takes to hand them on
  for (uint64_t number : std::exchange(closed_, {})) {
    if (const Client* const client = find(number)) add_to_sums(sums_, *client, statistics_of(*client));
    clients_.erase(number);
  }
}

bool WebClients::all_written() const {
  return std::ranges::all_of(clients_, [](const auto& entry) {
    return entry.second->session.outbox().empty() || entry.second->patience.lagging();
  });
}

}  // namespace whimbrel
