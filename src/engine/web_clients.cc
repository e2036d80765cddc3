#include "engine/web_clients.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "codec/binary/extension.h"
#include "engine/status_page.h"

namespace whimbrel {

namespace {

constexpr size_t kMostMessage = 64u << 20;  // of JSON text: it takes a multiple of that while it is read
constexpr Duration kLastWords = std::chrono::seconds(2);
constexpr Duration kRecently = std::chrono::seconds(1);
constexpr Duration kPatienceTick = std::chrono::milliseconds(5), kLeastToSettle = std::chrono::milliseconds(1);
constexpr std::string_view kDataMessage = R"({"type":"data-message")";

bool is_data_message(const std::byte* frame) {
  const size_t head = web_head_size_at(frame);
  return web_frame_size_at(frame) > head + kDataMessage.size() &&
         std::memcmp(frame + head, kDataMessage.data(), kDataMessage.size()) == 0;
}

Patience patience_for_a_client(const EndpointOptions& options) {
  if (options.peer_queue.overflow == Overflow::Block) return {Duration::max(), Duration::max()};
  return {options.peer_patience, options.peer_stall_timeout};
}

}  // namespace

struct WebClients::Client final : LocalSink {
  Client(WebClients& all_, uint64_t number_, NetworkInfo network_)
      : all(all_),
        number(number_),
        network(std::move(network_)),
        session(all_, all_.shared_),
        patience(patience_for_a_client(all_.options_)) {
    session.owner = this;
  }

  void push(const Span& messages) override { all.deliver(*this, messages); }
  void push(const Status&) override {}
  void push(const ErrorEvent&) override {}
  void push(const Gap&) override {}
  bool congested() override { return false; }  // Core::set_waits_for() says so
  void end_of_turn() override {}
  void lose(uint64_t messages) {
    dropped += messages;
    untold += messages;
  }

  WebClients& all;
  const uint64_t number;
  const NetworkInfo network;
  EndpointId id;  // once it has subscribed
  WebSession session;
  Patience patience;
  TimePoint sent_at{};
  bool known = false;    // to the core
  bool paused = false;   // its wire waits for resume_reading()
  bool counted = true;   // as pending
  uint64_t dropped = 0;  // messages it will not get
  uint64_t untold = 0;   // those of them it does not know of
};

WebClients::WebClients(const EndpointOptions& options, const EndpointId& id, Core& core)
    : options_(options),
      core_(core),
      shared_{id, options.ttl, std::min(options.max_handshake_frame_size, kMostMessage),
              std::min(options.max_frame_size, kMostMessage), options.max_frame_size} {}

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

WebSession* WebClients::accept(const NetworkInfo& remote, TimePoint now) {
  now_ = now;
  if (shutting_down_) return nullptr;
  const uint64_t number = ++last_number_;
  ++pending_;
  timers_.arm({Timer::Handshake, number}, now + options_.handshake_timeout);
  return &clients_.emplace(number, std::make_unique<Client>(*this, number, remote)).first->second->session;
}

void WebClients::on_accept_failed(const NetworkInfo& remote, const Error& why) {
  log("warning", fmt::format("WebSocket client from {}:{} refused: {}", remote.address, remote.port, why.message()));
}

WebHost::Page WebClients::page(std::string_view path) {
  if (path == "/healthz") return {"text/plain", "ok\n"};
  if (path == "/v1/status/json") return {"application/json", status_page(core_, statistics())};
  return {};
}

std::vector<PeerStatistics> WebClients::statistics() const {
  std::vector<PeerStatistics> all;
  for (const auto& [number, client] : clients_) {
    if (!client->known) continue;
    const WebSession& session = client->session;
    PeerStatistics s;
    s.id = client->id;
    s.network = client->network;
    s.messages_in = session.messages_in;
    s.messages_out = session.messages_out;
    s.bytes_in = session.bytes_in;
    s.bytes_out = session.bytes_out;
    s.queued_messages = client->session.outbox().messages();
    s.queued_bytes = client->session.outbox().bytes();
    s.dropped = client->dropped;
    all.push_back(std::move(s));
  }
  return all;
}

void WebClients::on_subscribed(WebSession& session, std::vector<std::string> prefixes) {
  Client& client = client_of(session);
  timers_.cancel({Timer::Handshake, client.number});
  if (std::exchange(client.counted, false)) --pending_;
  client.id = make_endpoint_id(false);
  client.known = true;
  core_.add_client(client, client.id, client.network, std::move(prefixes));
}

/// It is no member any more, though its connection may have last words to carry.
void WebClients::part(Client& client, const Error& why) {
  timers_.cancel({Timer::Handshake, client.number});
  const bool was_pending = std::exchange(client.counted, false);
  pending_ -= was_pending;
  full_.erase(client.number);
  if (std::exchange(client.known, false))
    core_.remove_client(client, client.id, client.network, why);
  else if (was_pending && why)
    on_accept_failed(client.network, why);
}

void WebClients::on_leaving(WebSession& session, const Error& why) {
  Client& client = client_of(session);
  part(client, why);
  timers_.arm({Timer::LastWords, client.number}, now_ + kLastWords);
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

// -- to clients

bool WebClients::full(const Client& client) const {
  const SpanQueue& queue = const_cast<Client&>(client).session.outbox();
  return queue.messages() >= options_.peer_queue.messages || queue.bytes() >= options_.peer_queue.bytes;
}

bool WebClients::half_empty(const Client& client) const {
  const SpanQueue& queue = const_cast<Client&>(client).session.outbox();
  return queue.messages() <= options_.peer_queue.messages / 2 && queue.bytes() <= options_.peer_queue.bytes / 2;
}

void WebClients::deliver(Client& client, const Span& messages) {
  if (client.patience.lagging()) {
    if (full(client) && !make_room(client, messages.frames)) return;
    tell_gap(client);
  }
  client.session.send(in_json(messages));
  client.sent_at = now_;
  if (client.patience.full() || !full(client)) return;
  if (full_.empty()) settled_at_ = now_;
  client.patience.queue_full();
  full_.insert(client.number);
  if (!client.patience.lagging()) core_.set_waits_for(client, true);
  watch_soon();
}

/// The messages as frames of WebSocket. All clients that want a run get it right after each other.
const Span& WebClients::in_json(const Span& messages) {
  if (source_.chunk == messages.chunk && source_.begin == messages.begin && source_.end == messages.end) return json_;
  constexpr size_t kMostHead = 10;
  text_.clear();
  for (const std::byte* at = messages.data(); at != messages.data() + messages.size(); at += frame_size_at(at)) {
    const FrameView view = FrameView::over_valid(at);
    const size_t begin = text_.size();
    text_.append(kMostHead, '\0');
    append_data_message(text_, view.topic(), ValueView::over_valid(view.payload()));
    std::string head;
    put_web_head(head, WebOpcode::Text, text_.size() - begin - kMostHead);
    text_.replace(begin, kMostHead, head);
  }
  json_ = shared_.writer.put(std::as_bytes(std::span(text_)), messages.frames);
  source_ = messages;
  constexpr size_t kKept = 1u << 20;
  if (text_.capacity() > kKept) text_ = {};
  return json_;
}

/// The overflow policy, for a client that nobody waits for any more. True if messages may be queued.
bool WebClients::make_room(Client& client, size_t messages) {
  if (options_.peer_queue.overflow == Overflow::DropOldest) {
    SpanQueue& queue = client.session.outbox();
    const size_t before = queue.messages();
    queue.drop([](const std::byte* frame) {
      return static_cast<uint8_t>(*frame) < 0x80 || !is_data_message(frame);  // an answer, or the one to the request
    });
    client.lose(before - queue.messages());
    return true;
  }
  client.lose(messages);
  // Not at once: whoever delivers has a list of clients in his hands.
  if (options_.peer_queue.overflow == Overflow::Disconnect) overflowed_.push_back(client.number);
  return false;
}

void WebClients::tell_gap(Client& client) {
  if (client.untold == 0) return;
  client.session.send_error(
      name_of(ErrorCode::QueueFull),
      fmt::format("{} messages are missing here: this client took them too slowly", std::exchange(client.untold, 0)));
}

void WebClients::cut_off_overflowed() {
  for (uint64_t number : std::exchange(overflowed_, {})) {
    Client* const client = find(number);
    if (!client || !client->known) continue;
    constexpr std::string_view kWhy = "the queue to this client was full";
    client->session.outbox().drop([](const std::byte* frame) { return static_cast<uint8_t>(*frame) < 0x80; });
    client->session.end(kWebPolicy, kWhy, Error(ErrorCode::QueueFull, std::string(kWhy)));
  }
}

// -- who waits for whom: the same as for peers

void WebClients::watch_soon() {
  const TimerKey key{Timer::Patience, 0};
  if (!timers_.armed(key)) timers_.arm(key, now_ + kPatienceTick);
}

void WebClients::settle_waiting() {
  const Duration time = std::min(now_ - settled_at_, 2 * kPatienceTick);
  if (time < kLeastToSettle) return;
  settled_at_ = now_;
  auto [busy, starving] = core_.busy_and_starving(now_);
  for (const auto& [number, client] : clients_) {
    if (!client->known || now_ - client->sent_at >= kRecently) continue;
    ++busy;
    starving += client->session.outbox().empty();
  }
  const double part = busy > 1 ? std::min(1., static_cast<double>(starving) / static_cast<double>(busy - 1)) : 0.;
  for (uint64_t number : full_) {
    Client& client = *find(number);
    if (client.patience.lagging() || !full(client) ||
        !client.patience.others_waited(now_, time, part, client.session.bytes_out))
      continue;
    core_.set_waits_for(client, false);
    log("warning", fmt::format("WebSocket client {} at {}:{} takes messages too slowly; from now on the others do not "
                               "wait for it",
                               to_string(client.id), client.network.address, client.network.port));
  }
}

void WebClients::watch_queues() {
  if (full_.empty()) return;
  settle_waiting();
  bool waiting = false;
  for (auto at = full_.begin(); at != full_.end();) {
    Client& client = *find(*at);
    if (!full(client)) {
      client.patience.queue_has_room();
      core_.set_waits_for(client, false);
    }
    if (client.patience.lagging() && half_empty(client)) {
      client.patience.caught_up();
      tell_gap(client);
    }
    waiting |= full(client) && !client.patience.lagging();
    // A lagging client is watched until it has caught up.
    at = full(client) || client.patience.lagging() ? std::next(at) : full_.erase(at);
  }
  if (waiting) watch_soon();
}

// -- the loop

void WebClients::on_output(WebSession& session) { writing_.push_back(client_of(session).number); }

void WebClients::write_outboxes() {
  while (!writing_.empty()) {
    std::vector<uint64_t> writing;
    writing.swap(writing_);
    for (uint64_t number : writing)
      if (Client* const client = find(number); client && client->session.wire()) client->session.wire()->write();
  }
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
  }
}

void WebClients::end_of_turn(TimePoint now) {
  now_ = now;
  while (auto due = timers_.pop_due(now)) on_timer(*due);
  if (!paused_.empty()) resume_readers();
  cut_off_overflowed();
  write_outboxes();
  watch_queues();
  write_outboxes();
  source_ = json_ = {};  // chunks are not held longer than it takes to hand them on
  for (uint64_t number : std::exchange(closed_, {})) clients_.erase(number);
}

bool WebClients::all_written() const {
  return std::ranges::all_of(clients_, [](const auto& entry) {
    return entry.second->session.outbox().empty() || entry.second->patience.lagging();
  });
}

}  // namespace whimbrel
