#include "engine/core.h"

#include <fmt/format.h>

#include <algorithm>

#include "codec/binary/handshake.h"
#include "codec/binary/reader.h"

namespace whimbrel {

namespace {

constexpr size_t kMostUnreadPongs = 4u << 20;  // bytes

}  // namespace

Core::Core(const EndpointOptions& options, const EndpointId& id, Transport& transport)
    : options_(options), id_(id), transport_(transport), router_(options, id, *this, memory_.writer, meters_, now_) {}

Core::~Core() = default;

// -- sinks and filters

void Core::add_sink(LocalSink& sink, bool events, MessageType takes) { sinks_[&sink] = {{}, events, takes}; }

void Core::set_prefixes(LocalSink& sink, std::vector<std::string> prefixes) {
  router_.set_local(sink, prefixes, sinks_[&sink].takes);
  sinks_[&sink].prefixes = std::move(prefixes);
  announce_filter();
}

void Core::remove_sink(LocalSink& sink) {
  SinkLevels last = sink.levels();
  last.queued_messages = last.queued_bytes = 0;
  gone_sinks_.add(last);
  router_.set_local(sink, {}, sinks_[&sink].takes);
  sinks_.erase(&sink);
  announce_filter();
}

void Core::set_forwards(std::vector<std::string> prefixes) {
  forwards_ = std::move(prefixes);
  announce_filter();
}

void Core::announce_filter() {
  Filter filter;
  const auto add = [&filter](const std::vector<std::string>& prefixes) {
    for (const std::string& prefix : prefixes)
      if (!std::string_view(prefix).starts_with(kLocalPrefix)) filter.add(prefix);
  };
  if (!is_withdrawn_) {
    for (const auto& [sink, info] : sinks_) add(info.prefixes);
    for (const auto& [client, prefixes] : clients_) add(prefixes);
    add(forwards_);
  }
  if (filter == filter_) return;
  filter_ = std::move(filter);
  ++filter_version_;
  for (const auto& [number, peer] : peers_)
    if (peer->phase == Peer::Phase::Peered) send_filter(*peer);
}

// What a peer has sent before it knows comes ahead of its answer to a ping that follows the filter.
void Core::withdraw(TimePoint now, std::function<void()> on_done) {
  is_withdrawn_ = true;
  announce_filter();
  on_withdrawn_ = std::move(on_done);
  for (const auto& [number, peer] : peers_) {
    if (peer->phase != Peer::Phase::Peered) continue;
    ++unanswered_;
    ping(peer->link.remote(), 0, now, [this](const Result<Duration>&) { --unanswered_; });
  }
}

std::vector<std::string> Core::own_filter(Link& link) {
  static_cast<Peer*>(link.owner)->told_filter = filter_version_;
  return filter_.prefixes();
}

void Core::send_filter(Peer& peer) {
  ByteBuffer frame;
  put_routing_update(frame, id_, peer.link.remote(), filter_);
  peer.link.send(memory_.writer.put(frame.bytes(), 1));
  peer.told_filter = filter_version_;
}

void Core::send_frame(Peer& peer, MessageType type, std::string_view topic, BytesView payload) {
  ByteBuffer frame;
  put_frame(frame, id_, peer.link.remote(), type, topic, payload);
  peer.link.send(memory_.writer.put(frame.bytes(), 1));
}

void Core::add_client(LocalSink& client, const EndpointId& id, const NetworkInfo& network,
                      const std::string& application, std::vector<std::string> prefixes) {
  tell(Status{StatusCode::EndpointDiscovered, id, {}, "found a new client in the network", {}});
  tell(Status{
      StatusCode::PeerAdded, id, network, "handshake successful", {}, WebSocketClient{prefixes, 0, {}, application}});
  log("info", fmt::format("WebSocket client {} at {}:{} is here", to_string(id), network.address, network.port));
  if (!application.empty()) log("info", fmt::format("WebSocket client {} is {}", to_string(id), application));
  router_.set_client(client, Filter(prefixes).prefixes());
  clients_[&client] = std::move(prefixes);
  announce_filter();
}

void Core::remove_client(LocalSink& client, const EndpointId& id, const NetworkInfo& network, WebSocketClient end,
                         const Error& why) {
  router_.set_client(client, {});
  full_clients_.erase(&client);
  clients_.erase(&client);
  announce_filter();
  constexpr std::string_view kClientLost = "lost connection to client";
  tell(Status{StatusCode::PeerLost, id, network, std::string(kClientLost), why.message(), std::move(end)});
  tell(Status{StatusCode::EndpointUnreachable, id, {}, "lost the last path", {}});
  log("info",
      fmt::format("{} {} at {}:{} ({})", kClientLost, to_string(id), network.address, network.port, why.message()));
}

void Core::set_waits_for(LocalSink& client, bool waits) {
  if (waits)
    full_clients_.insert(&client);
  else
    full_clients_.erase(&client);
}

std::vector<std::pair<EndpointId, Filter>> Core::peer_filters() const {
  std::vector<std::pair<EndpointId, Filter>> all;
  for (const auto& [number, peer] : peers_)
    if (peer->phase == Peer::Phase::Peered) all.emplace_back(peer->link.remote(), peer->filter);
  return all;
}

// -- messages

void Core::on_frames(Link& link, const Span& frames) {
  Peer& peer = *static_cast<Peer*>(link.owner);
  if (auto done = router_.on_frames(peer, frames); !done) {
    log("warning", fmt::format("{}:{} sent a message that cannot be understood ({}); closing the connection",
                               peer.network.address, peer.network.port, done.error().message()));
    link.close(done.error());
  }
}

void Core::on_routing_update(Peer& peer, const FrameView& frame) {
  auto prefixes = parse_filter(frame.payload());
  if (!prefixes) {
    log("warning", fmt::format("{}:{} sent a damaged routing update ({}); closing the connection", peer.network.address,
                               peer.network.port, prefixes.error().message()));
    return peer.link.close(prefixes.error());
  }
  peer.filter = Filter(*prefixes);
  if (peer.phase == Peer::Phase::Peered) router_.set_peer(peer, &peer.filter);
}

void Core::on_ping(Peer& peer, const FrameView& frame) {
  if (const auto extension = parse_extension(frame.payload())) {
    if (const auto* tag = std::get_if<Tag>(&*extension)) {
      peer.hears = {tag->origin, tag->first};
      peer.numbers = true;
    } else {
      take_gap(peer, std::get<GapNotice>(*extension));
    }
    return;
  }
  if (frame.has_receiver() && frame.receiver() != id_) return;
  constexpr std::string_view kGoodbye = "BYE";
  const BytesView payload = frame.payload();
  if (payload.size() >= kGoodbye.size() && std::memcmp(payload.data(), kGoodbye.data(), kGoodbye.size()) == 0)
    peer.said_goodbye = true;
  // Whoever asks and does not read the answers must not make them pile up.
  if (peer.link.outbox().empty()) peer.unread_pongs = 0;
  if (peer.unread_pongs > kMostUnreadPongs) return;
  peer.unread_pongs += frame.size();
  send_frame(peer, MessageType::Pong, kReservedTopic, payload);
}

void Core::on_pong(Peer& peer, const FrameView& frame) {
  const BytesView payload = frame.payload();
  if (peer.phase == Peer::Phase::Leaving && std::ranges::equal(payload, peer.goodbye))
    return peer.link.close(ErrorCode::None);
  ByteReader in(payload);
  const auto known = payload.size() < 8 ? pings_.end() : pings_.find(in.integer<uint64_t>());
  if (known == pings_.end() || known->second.peer != peer.id) return;
  const PendingPing ping = std::move(known->second);
  pings_.erase(known);
  meters_.peer_round_trips.add(now_ - ping.sent);
  ping.on_pong(Duration(now_ - ping.sent));
}

void Core::ping(const EndpointId& to, size_t payload_size, TimePoint now, OnPong on_pong) {
  const auto claim = claims_.find(to);
  Peer* const peer = claim == claims_.end() ? nullptr : find(claim->second);
  if (!peer || peer->phase != Peer::Phase::Peered) return on_pong(Error(ErrorCode::NoPathToPeer));
  const size_t size = std::max<size_t>(8, payload_size);
  const size_t most = options_.max_frame_size - (kTopicAt - kLengthSize) - kReservedTopic.size();
  if (size > most)
    return on_pong(Error(ErrorCode::TooLarge, fmt::format("ping of {} bytes; with max_frame_size {} it can be {}", size,
                                                          options_.max_frame_size, most)));
  const uint64_t token = ++last_number_;
  pings_[token] = {peer->id, now, std::move(on_pong)};
  std::vector<std::byte> payload(size);
  store_be<uint64_t>(payload.data(), token);
  send_frame(*peer, MessageType::Ping, kReservedTopic, payload);
}

void Core::on_no_path(const EndpointId& receiver) {
  tell(ErrorEvent{
      ErrorCode::NoPathToPeer,
      receiver,
      {},
      "no path to peer",
      fmt::format("a message addressed to {} was dropped: it is no peer of this endpoint", to_string(receiver))});
}

// -- the loop's turn

void Core::end_of_turn(TimePoint now) {
  now_ = now;
  settle_probes();
  while (auto due = timers_.pop_due(now)) on_timer(*due);
  resume_readers();
  write_outboxes();
  watch_queues();
  write_outboxes();  // what peers that have caught up are told
  settle_probes();
  for (const auto& [sink, info] : sinks_) sink->end_of_turn();  // after everything that pushes
  if (unanswered_ == 0 && on_withdrawn_) std::exchange(on_withdrawn_, {})();
  while (!closed_.empty()) {
    std::vector<uint64_t> closed;
    closed.swap(closed_);
    for (uint64_t number : closed) peers_.erase(number);
  }
}

uint64_t Core::bytes_written() const {
  uint64_t bytes = 0;
  for (const auto& [number, peer] : peers_) bytes += peer->link.bytes_out;
  return bytes;
}

bool Core::all_written() const {
  return std::ranges::all_of(peers_, [](const auto& entry) {
    return entry.second->link.outbox().empty() || entry.second->patience.lagging();
  });
}

// -- events

void Core::tell(const Status& status) {
  for (const auto& [sink, info] : sinks_)
    if (info.events) sink->push(status);
}

void Core::tell(const ErrorEvent& error) {
  log("warning",
      fmt::format("{}: {}{}{}", name_of(error.code), error.message, error.detail.empty() ? "" : ": ", error.detail));
  for (const auto& [sink, info] : sinks_)
    if (info.events) sink->push(error);
}

void Core::log(std::string_view level, std::string_view text) const {
  if (options_.log) options_.log(level, text);
}

SinkLevels Core::sink_levels() const {
  SinkLevels all = gone_sinks_;
  for (const auto& [sink, info] : sinks_) all.add(sink->levels());
  return all;
}

std::vector<StoreLevels> Core::stores() const {
  constexpr std::string_view kMaster = "/<$>/data/master", kClone = "/<$>/data/clone";
  std::vector<StoreLevels> all;
  for (const auto& [sink, info] : sinks_) {
    if (info.takes != MessageType::Command || info.prefixes.empty()) continue;
    std::string_view name = info.prefixes.front();
    const bool is_master = name.ends_with(kMaster);
    if (!is_master && !name.ends_with(kClone)) continue;
    name.remove_suffix(is_master ? kMaster.size() : kClone.size());
    all.push_back({std::string(name), is_master, sink->levels()});
  }
  return all;
}

Statistics Core::statistics() const {
  Statistics all = const_cast<Router&>(router_).counters();
  auto losses = const_cast<Router&>(router_).losses().all();
  const auto add_loss = [](PeerStatistics& to, const Loss& loss) {
    to.dropped = loss.messages;
    to.dropped_topics.assign(loss.topics.begin(), loss.topics.end());
  };
  for (const auto& [number, peer] : peers_) {
    if (peer->phase == Peer::Phase::Handshake) continue;
    PeerStatistics s;
    s.id = peer->link.remote();
    s.network = peer->network;
    s.messages_in = peer->messages_in;
    s.messages_out = peer->link.messages_out;
    s.bytes_in = peer->link.bytes_in;
    s.bytes_out = peer->link.bytes_out;
    s.queued_messages = peer->link.outbox().messages();
    s.queued_bytes = peer->link.outbox().bytes();
    if (const auto loss = losses.find(s.id); loss != losses.end()) {
      add_loss(s, loss->second);
      losses.erase(loss);
    }
    all.peers.push_back(std::move(s));
  }
  for (const auto& [id, loss] : losses) {
    PeerStatistics s;
    s.id = id;
    add_loss(s, loss);
    all.peers.push_back(std::move(s));
  }
  return all;
}

}  // namespace whimbrel
