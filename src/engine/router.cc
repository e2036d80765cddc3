#include "engine/router.h"

#include <algorithm>

#include "codec/binary/command.h"
#include "whimbrel/codec.h"

namespace whimbrel {

// Consecutive frames of one chunk with the same destinations.
struct Router::Run {
  Span frames;
  Peer* from = nullptr;         // null: this process, or
  LocalSink* client = nullptr;  // one of its clients
  Numbering numbering;          // of the first frame
  std::string_view topic;
  uint16_t ttl = 0;
  std::span<const RoutingTable::Sink> locals, clients, peers;
  Peer* only = nullptr;  // the one receiver that the message is addressed to
  MessageType type = MessageType::Data;
  bool expired = false;  // may not be passed on further
  bool open = false;

  bool continues(const FrameView& view) const {
    return open && view.type() == MessageType::Data && !only && !view.has_receiver() && view.ttl() == ttl &&
           view.topic() == topic;
  }
};

Router::Router(const EndpointOptions& options, const EndpointId& own_id, ControlHandler& control, ChunkWriter& writer,
               Meters& meters, const TimePoint& now)
    : options_(options),
      own_id_(own_id),
      control_(control),
      writer_(writer),
      meters_(meters),
      now_(now),
      own_{own_id, 0} {}

namespace {

size_t number_of(MessageType type) { return static_cast<size_t>(type) & 7; }

}  // namespace

Result<void> Router::on_frames(Peer& peer, const Span& frames) {
  Run run;
  run.from = &peer;
  run.frames.chunk = frames.chunk;
  for (std::byte* at = frames.data(); at != frames.data() + frames.size() && peer.phase != Peer::Phase::Closed;) {
    const size_t size = frame_size_at(at);
    std::byte* const frame = std::exchange(at, at + size);
    if (size == kLengthSize) {
      flush(run);
      continue;
    }
    const auto view = FrameView::parse(frame, size);
    if (!view) {
      flush(run);
      ++counters_.messages_malformed;
      return view.error();
    }
    ++peer.messages_in;
    if (view->type() == MessageType::Data || view->type() == MessageType::Command) {
      take_data(peer, frame, size, *view, run);
      continue;
    }
    flush(run);
    ++processed_[number_of(view->type())];
    if (view->type() == MessageType::RoutingUpdate) control_.on_routing_update(peer, *view);
    if (view->type() == MessageType::Ping) control_.on_ping(peer, *view);
    if (view->type() == MessageType::Pong) control_.on_pong(peer, *view);
  }
  flush(run);
  return {};
}

void Router::take_data(Peer& from, std::byte* frame, size_t size, const FrameView& view, Run& run) {
  ++counters_.messages_received;
  const Numbering numbering = {from.hears.origin, from.hears.next++};
  const bool is_data = view.type() == MessageType::Data;
  const bool good = is_data ? validate(view.payload()).ok() : validate_command(view.payload()).ok();
  if (!good || view.topic().starts_with(kLocalPrefix)) {
    if (!good) ++counters_.messages_malformed;
    return flush(run);
  }
  const bool comes_back = from.numbers && numbering.origin == own_id_;
  // Before it counts as seen: the true one may come later.
  if (!is_data && !comes_back && is_in_a_false_name(from, view)) {
    ++counters_.commands_refused;
    return flush(run);
  }
  if (comes_back || (from.numbers && !window_.origin(numbering.origin).take(numbering.next))) {
    ++counters_.duplicates_cut;
    return flush(run);
  }
  ++from.messages_taken;
  if (!is_data || !run.continues(view)) {
    flush(run);
    run.open = true;
    run.numbering = numbering;
    run.topic = view.topic();
    run.type = view.type();
    run.ttl = view.ttl();
    run.frames.begin = static_cast<size_t>(frame - run.frames.chunk->data());
    run.frames.frames = 0;
    run.locals = run.clients = run.peers = {};
    run.only = nullptr;
    run.expired = false;
    const EndpointId receiver = view.receiver();
    const bool for_us = !view.has_receiver() || receiver == own_id_;
    if (for_us) run.locals = (is_data ? locals_ : stores_).match(run.topic);
    if (!view.has_receiver() && is_data) run.clients = clients_.match(run.topic);
    if (options_.forward_messages && receiver != own_id_) {
      run.expired = run.ttl <= 1;
      if (!run.expired && view.has_receiver()) run.only = peer_of(receiver);
      // A command to somebody further away takes the way of its topic.
      if (!run.expired && !run.only && (!view.has_receiver() || !is_data)) run.peers = peers_.match(run.topic);
    }
  }
  if (run.only || !run.peers.empty()) readdress(frame, own_id_, static_cast<uint16_t>(run.ttl - 1));
  run.frames.end = static_cast<size_t>(frame - run.frames.chunk->data()) + size;
  ++run.frames.frames;
  if (!is_data || view.has_receiver()) flush(run);
}

/// Commands of a peer come from itself, and ours from nobody else. Those of endpoints further away may come from any.
bool Router::is_in_a_false_name(const Peer& from, const FrameView& command) const {
  const EndpointId name = split_command(command.payload()).header.sender.endpoint;
  return name != from.link.remote() && (name == own_id_ || peer_of(name));
}

size_t Router::publish(const Span& frames) {
  Run run;
  run.frames.chunk = frames.chunk;
  size_t messages = 0;
  for (std::byte* at = frames.data(); at != frames.data() + frames.size(); ++messages) {
    std::byte* const frame = std::exchange(at, at + frame_size_at(at));
    take_own(frame, FrameView::over_valid(frame), run);
  }
  flush(run);
  counters_.messages_published += messages;
  return messages;
}

void Router::publish_for(LocalSink& client, const Span& frames) {
  Run run;
  run.client = &client;
  run.frames.chunk = frames.chunk;
  for (std::byte* at = frames.data(); at != frames.data() + frames.size();) {
    std::byte* const frame = std::exchange(at, at + frame_size_at(at));
    take_own(frame, FrameView::over_valid(frame), run);
  }
  flush(run);
  counters_.messages_received += frames.frames;
}

void Router::take_own(std::byte* frame, const FrameView& view, Run& run) {
  const uint64_t number = own_.next++;
  if (!run.continues(view)) {
    flush(run);
    run.open = true;
    run.numbering = {own_id_, number};
    run.topic = view.topic();
    run.type = view.type();
    run.ttl = view.ttl();
    run.frames.begin = static_cast<size_t>(frame - run.frames.chunk->data());
    run.frames.frames = 0;
    run.locals = run.clients = run.peers = {};
    run.only = nullptr;
    if (!view.has_receiver()) {
      if (run.client) run.locals = locals_.match(run.topic);
      if (view.type() == MessageType::Data) run.clients = clients_.match(run.topic);
      if (!run.client || options_.forward_messages) run.peers = peers_.match(run.topic);
    } else if (view.receiver() == own_id_) {
      run.locals = locals_.match(run.topic);
    } else if (!(run.only = peer_of(view.receiver()))) {
      if (view.type() == MessageType::Data)
        control_.on_no_path(view.receiver());
      else
        run.peers = peers_.match(run.topic);
    }
  }
  run.frames.end = static_cast<size_t>(frame - run.frames.chunk->data()) + view.size();
  ++run.frames.frames;
  if (view.has_receiver() || view.type() != MessageType::Data) flush(run);
}

void Router::flush(Run& run) {
  if (!run.open) return;
  run.open = false;
  const bool is_ours = !run.from && !run.client;
  processed_[number_of(run.type)] += run.frames.frames;
  meters_.topics.count(run.topic, is_ours ? TopicMeter::Direction::Published : TopicMeter::Direction::Received,
                       run.frames.frames, run.frames.size());
  if (run.expired) counters_.ttl_expired += run.frames.frames;
  for (RoutingTable::Sink sink : run.locals) static_cast<LocalSink*>(sink)->push(run.frames);
  size_t clients = 0;
  for (RoutingTable::Sink sink : run.clients) {
    if (sink == run.client) continue;
    static_cast<LocalSink*>(sink)->push(run.frames);
    ++clients;
  }
  if (!run.locals.empty() || clients > 0) counters_.messages_delivered += run.frames.frames;
  // An overflow may change the routing table, and with it the list that `peers` points into.
  destinations_.assign(run.peers.begin(), run.peers.end());
  if (run.only) destinations_.push_back(run.only);
  if (!run.from && run.locals.empty() && clients == 0 && destinations_.empty())
    counters_.messages_unwanted += run.frames.frames;
  for (RoutingTable::Sink sink : destinations_) {
    Peer* const peer = static_cast<Peer*>(sink);
    if (peer == run.from || peer->phase != Peer::Phase::Peered) continue;
    send(*peer, run.frames, run.numbering);
    if (run.from || run.client) counters_.messages_forwarded += run.frames.frames;
  }
}

void Router::send(Peer& peer, const Span& frames, const Numbering& numbering) {
  if (peer.patience.lagging()) {
    if (full(peer) && !make_room(peer, frames)) return;
    tell_losses(peer);
  }
  if (peer.mark && (peer.told.next > 0 || numbering_matters())) {
    if (peer.told != numbering) send_extension(peer, Tag{numbering.origin, numbering.next});
    peer.told = {numbering.origin, numbering.next + frames.frames};
  }
  peer.link.send(frames);
  peer.sent_at = now_;
  if (!peer.patience.full() && full(peer)) control_.on_queue_full(peer);
}

// The overflow policy, for a peer that nobody waits for any more. True if the frames may be queued.
bool Router::make_room(Peer& peer, const Span& frames) {
  if (options_.peer_queue.overflow == Overflow::DropOldest) {
    lose_queue(peer);
    return true;
  }
  Loss& loss = losses_.of(peer.link.remote());
  for (std::byte* at = frames.data(); at != frames.data() + frames.size(); at += frame_size_at(at)) loss.note(at);
  if (options_.peer_queue.overflow == Overflow::Disconnect) control_.on_overflow(peer);
  return false;
}

void Router::send_extension(Peer& peer, const Extension& extension) {
  scratch_.clear();
  ByteBuffer payload;
  put_extension(payload, extension);
  put_frame(scratch_, own_id_, peer.link.remote(), MessageType::Ping, kReservedTopic, payload.bytes());
  peer.link.send(writer_.put(scratch_.bytes(), 1));
}

void Router::tell_losses(Peer& peer) {
  const auto known = losses_.all().find(peer.link.remote());
  if (!peer.mark || known == losses_.all().end() || known->second.untold == 0) return;
  send_extension(peer,
                 GapNotice{own_id_, next_notice(), losses_.of(peer.link.remote()).tell(Gap::Reason::PeerOverflow)});
}

// What waited longest goes, which is all that waits: the numbers of what stayed would be wrong without what went.
void Router::lose_queue(Peer& peer) {
  peer.link.outbox().drop([&](const std::byte* frame) {
    const FrameView view = FrameView::over_valid(frame);
    if (view.type() == MessageType::Data || view.type() == MessageType::Command) {
      losses_.of(peer.link.remote()).note(frame);  // an account for nothing would push out one that counts
      return false;
    }
    const auto extension = view.type() == MessageType::Ping ? parse_extension(view.payload()) : std::nullopt;
    return !extension || !std::holds_alternative<Tag>(*extension);
  });
  if (peer.told.next > 0) peer.told = {{}, 1};
}

void Router::set_local(LocalSink& sink, std::vector<std::string> prefixes, MessageType takes) {
  (takes == MessageType::Data ? locals_ : stores_).set(&sink, Filter(prefixes).prefixes());
}

void Router::set_peer(Peer& peer, const Filter* filter) {
  const bool known = by_id_.contains(peer.link.remote());
  if (peer.mark && peer.mark->forwards) forwarding_peers_ += (filter != nullptr) - known;
  if (filter)
    by_id_[peer.link.remote()] = &peer;
  else
    by_id_.erase(peer.link.remote());
  peers_.set(&peer, filter ? filter->prefixes() : std::vector<std::string>());
}

Peer* Router::peer_of(const EndpointId& id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : at->second;
}

bool Router::full(const Peer& peer) const {
  const SpanQueue& queue = peer.link.outbox();
  return queue.messages() >= options_.peer_queue.messages || queue.bytes() >= options_.peer_queue.bytes;
}

bool Router::half_empty(const Peer& peer) const {
  const SpanQueue& queue = peer.link.outbox();
  return queue.messages() <= options_.peer_queue.messages / 2 && queue.bytes() <= options_.peer_queue.bytes / 2;
}

}  // namespace whimbrel
