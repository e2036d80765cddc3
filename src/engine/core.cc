#include "engine/core.h"

#include <fmt/format.h>

#include <algorithm>

#include "codec/binary/handshake.h"
#include "codec/binary/reader.h"

namespace whimbrel {

namespace {

constexpr size_t kMostUnreadPongs = 4u << 20;  // bytes
constexpr Duration kRecently = std::chrono::seconds(1);
constexpr Duration kLongestWay =
    std::chrono::seconds(1);  // of messages through circles, ahead of those that are faster
constexpr size_t kMostLateGaps = 256;
constexpr Duration kPatienceTick = std::chrono::milliseconds(5), kLeastToSettle = std::chrono::milliseconds(1);

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

std::pair<size_t, size_t> Core::busy_and_starving(TimePoint now) const {
  size_t busy = 0, starving = 0;
  for (const auto& [number, peer] : peers_) {
    if (peer->phase != Peer::Phase::Peered || now - peer->sent_at >= kRecently) continue;
    ++busy;
    starving += peer->link.outbox().empty();
  }
  return {busy, starving};
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
  peer.unread_pongs += frame.size();
  if (peer.unread_pongs <= kMostUnreadPongs) send_frame(peer, MessageType::Pong, kReservedTopic, payload);
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

void Core::take_gap(Peer& from, const GapNotice& notice) {
  const bool first = notice.reporter != id_ && notices_seen_.origin(notice.reporter).take(notice.number);
  // The kind that counts messages is not told again: they would count twice.
  const bool again = !first && notice.gap.reason == Gap::Reason::PathLost &&
                     notices_.must_repeat(notice.reporter, notice.number, from.id, from.messages_taken);
  if (first || again) pass_gap(&from, notice);
  // Where ways form a circle, messages from before the loss may be on their way to the teller through us, and nothing
  // would come after them. In a tree that cannot be, and nothing is cut.
  if (first && options_.forward_messages && from.mark && router_.counters().duplicates_cut > 0)
    router_.send_extension(from, notice);
}

// Where ways form a circle, messages from before the loss may have a longer way than the notice, and look as if nothing
// were missing after them.
void Core::tell_again_later(const Gap& gap) {
  if (late_gaps_.size() == kMostLateGaps) return;
  const uint64_t number = ++last_number_;
  late_gaps_[number] = {gap, router_.counters().messages_received};
  timers_.arm({Timer::LateGap, number}, now_ + kLongestWay);
}

void Core::tell_late_gap(uint64_t number) {
  const auto [gap, messages] = std::move(late_gaps_.extract(number).mapped());
  if (router_.counters().messages_received == messages) return;
  for (const auto& [sink, info] : sinks_) sink->push(gap);
}

void Core::pass_gap(const Peer* from, GapNotice notice) {
  notice.through_circle |= router_.counters().duplicates_cut > 0;
  for (const auto& [sink, info] : sinks_) sink->push(notice.gap);
  if (notice.gap.reason == Gap::Reason::PathLost && notice.through_circle) tell_again_later(notice.gap);
  if (!options_.forward_messages) return;
  notices_.begin_telling(notice.reporter, notice.number);
  for (const auto& [number, peer] : peers_) {
    if (!peer->mark || peer->phase != Peer::Phase::Peered) continue;
    notices_.told(number, peer->messages_taken);
    if (peer.get() != from) router_.send_extension(*peer, notice);
  }
}

// -- overload

bool Core::sinks_have_room() const {
  return std::ranges::none_of(sinks_, [](const auto& entry) { return entry.first->congested(); });
}

bool Core::may_read(const Peer* peer) const {
  if (!full_clients_.empty() || !sinks_have_room()) return false;
  // What a peer sends is never sent back to it, so its own full queue is no reason.
  return !options_.forward_messages ||
         std::ranges::all_of(waited_for_, [peer](const Peer* full) { return full == peer; });
}

bool Core::may_read_client(LocalSink& client) const {
  if (full_clients_.size() > full_clients_.count(&client) || !sinks_have_room()) return false;
  return !options_.forward_messages || waited_for_.empty();
}

bool Core::accepts_input(Link& link) {
  Peer* const peer = static_cast<Peer*>(link.owner);
  const bool free = may_read(peer);
  if (!free && !peer->reading_refused) {
    peer->reading_refused = true;
    paused_.push_back(peer->id);
  }
  return free;
}

bool Core::can_resume() const {
  return std::ranges::any_of(paused_, [this](uint64_t number) { return may_read(find(number)); });
}

void Core::on_queue_full(Peer& peer) {
  if (full_.empty()) settled_at_ = now_;
  peer.patience.queue_full();
  full_.insert(&peer);
  if (!peer.patience.lagging()) waited_for_.insert(&peer);
  watch_soon();
}

// Setting a timer anew causes a turn; doing that each turn would be a busy loop.
void Core::watch_soon() {
  const TimerKey key{Timer::Patience, 0};
  if (!timers_.armed(key)) timers_.arm(key, now_ + kPatienceTick);
}

void Core::watch_queues() {
  if (full_.empty()) return;
  settle_waiting();
  for (auto at = full_.begin(); at != full_.end();) {
    Peer& peer = **at;
    if (!router_.full(peer)) {
      peer.patience.queue_has_room();
      waited_for_.erase(&peer);
    }
    if (peer.patience.lagging() && router_.half_empty(peer)) {
      peer.patience.caught_up();
      router_.tell_losses(peer);
    }
    // A lagging peer is watched until it has caught up.
    if (router_.full(peer) || peer.patience.lagging())
      ++at;
    else
      at = full_.erase(at);
  }
  if (!waited_for_.empty()) watch_soon();
}

// Who has waited for whom since the last look? Time in which we did not look counts little: then it was not the peers
// that were slow. For every peer that is sent the same; who is sent other things, or nothing, waits for nobody.
void Core::settle_waiting() {
  const Duration time = std::min(now_ - settled_at_, 2 * kPatienceTick);
  if (time < kLeastToSettle || waited_for_.empty()) return;
  settled_at_ = now_;
  std::vector<Peer*> starving;
  size_t others = 0;
  for (const auto& [number, peer] : peers_) {
    if (peer->phase != Peer::Phase::Peered || now_ - peer->sent_at >= kRecently) continue;
    ++others;
    if (peer->link.outbox().empty()) starving.push_back(peer.get());
  }
  others = std::max<size_t>(others, 2) - 1;
  const auto part = [others](size_t n) { return std::min(1., static_cast<double>(n) / static_cast<double>(others)); };
  for (Peer* peer : starving) peer->patience.waited_for_others(now_, time, part(waited_for_.size()));
  for (auto at = waited_for_.begin(); at != waited_for_.end();) {
    Peer& peer = **at;
    if (!router_.full(peer) || !peer.patience.others_waited(now_, time, part(starving.size()), peer.link.bytes_out)) {
      ++at;
      continue;
    }
    at = waited_for_.erase(at);
    log("warning", fmt::format("peer {} at {}:{} takes messages too slowly; from now on the others do not wait for it",
                               to_string(peer.link.remote()), peer.network.address, peer.network.port));
  }
}

void Core::resume_readers() {
  if (paused_.empty()) return;
  std::vector<uint64_t> paused;
  paused.swap(paused_);
  for (uint64_t number : paused) {
    Peer* const peer = find(number);
    if (!peer) continue;
    peer->reading_refused = false;
    if (peer->link.wire()) peer->link.wire()->resume_reading();
  }
}

void Core::on_output(Link& link) { writing_.push_back(static_cast<Peer*>(link.owner)->id); }

void Core::write_outboxes() {
  while (!writing_.empty()) {
    std::vector<uint64_t> writing;
    writing.swap(writing_);
    for (uint64_t number : writing)
      if (Peer* const peer = find(number); peer && peer->link.wire()) {
        probes_.begin(number, peer->link.bytes_out + peer->link.outbox().bytes(), now_);
        peer->link.wire()->write();
      }
  }
}

void Core::settle_probes() {
  probes_.settle(now_, [this](uint64_t number) -> std::optional<DelayProbes::Queue> {
    const Peer* const peer = find(number);
    if (!peer) return {};
    return DelayProbes::Queue{peer->link.bytes_out, peer->link.outbox().bytes()};
  });
}

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
