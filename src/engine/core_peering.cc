// The part of Core that makes, keeps and ends peerings. The rules are in docs/formats/handshake.md.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core.h"

namespace whimbrel {

namespace {

constexpr std::string_view kCannotConnect = "unable to connect to remote peer";
constexpr std::string_view kUnknownPeer = "cannot unpeer from unknown peer";
constexpr std::string_view kLost = "lost connection to remote peer";
constexpr std::string_view kRemoved = "removed connection to remote peer";
// A peering that ends sooner than this is not made again at once: that would be a busy loop.
constexpr Duration kShortPeering = std::chrono::seconds(1);
// One that we ended can be made again once the other side has seen the end, too.
constexpr Duration kAfterGoodbye = std::chrono::milliseconds(100);
constexpr Duration kLastWords = std::chrono::seconds(2);  // for writing a drop_conn

// A peer that does not number its messages gets a numbering from us, with an origin that no endpoint has as its ID.
EndpointId numbering_origin(EndpointId own, uint64_t peer) {
  for (size_t i = 0; i < 8; ++i) own.bytes[i] ^= static_cast<uint8_t>(peer >> (8 * i));
  own.bytes[15] ^= 0x80;
  return own;
}

/// What else to say about a handshake that failed.
std::string_view way_out(ErrorCode why, bool plain) {
  switch (why) {
    case ErrorCode::ConnectionLost:
      return plain ? " during the handshake; does it use TLS?" : " during the handshake";
    case ErrorCode::TooLarge:
      return plain ? "; does it use TLS, or another protocol?" : "; does it speak the protocol of Zeek 5 and later?";
    case ErrorCode::InvalidMessage:
    case ErrorCode::WrongMagicNumber:
      return "; does it speak the protocol of Zeek 5 and later?";
    default:
      return "";
  }
}

Patience patience_for_a_peer(const EndpointOptions& options) {
  // With this policy publishers wait for as long as it takes.
  if (options.peer_queue.overflow == Overflow::Block) return {Duration::max(), Duration::max()};
  return {options.peer_patience, options.peer_stall_timeout};
}

}  // namespace

// -- commands

bool Core::peer(const std::string& address, uint16_t port, Duration retry, TimePoint now) {
  now_ = now;
  if (shutting_down_) return false;
  if (address.empty() || port == 0) {
    tell(ErrorEvent{
        ErrorCode::PeerUnavailable,
        {},
        {address, port, 0},
        std::string(kCannotConnect),
        address.empty() ? "there is no address" : fmt::format("{}: port 0 cannot be connected to", address)});
    return false;
  }
  for (const auto& [number, request] : requests_)
    if (request.network.address == address && request.network.port == port) return false;
  // Whole seconds, at least one, as everybody counts them.
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(retry).count();
  Request request;
  request.network = {address, port, retry > Duration(0) ? static_cast<uint64_t>(std::max<int64_t>(1, seconds)) : 0};
  request.retry = std::chrono::seconds(request.network.retry_seconds);
  const uint64_t number = ++last_number_;
  Request& made = requests_.emplace(number, std::move(request)).first->second;
  for (const auto& [id, other] : peers_) {
    const NetworkInfo& theirs = other->network;
    if (other->phase != Peer::Phase::Leaving || theirs.address != address || theirs.port != port) continue;
    // The other side has yet to see the end of that one, and would refuse another.
    made.peer = id;
    other->requests.insert(number);
    return true;
  }
  attempt(number);
  return true;
}

bool Core::unpeer(std::string_view address, uint16_t port, TimePoint now) {
  now_ = now;
  const auto is_meant = [&](const NetworkInfo& network) { return network.address == address && network.port == port; };
  for (auto& [number, request] : requests_) {
    if (!is_meant(request.network)) continue;
    if (Peer* const peer = find(request.peer)) {
      if (peer->phase == Peer::Phase::Peered) {
        say_goodbye(*peer, options_.unpeer_timeout);
      } else if (peer->phase == Peer::Phase::Handshake) {
        requests_.erase(number);
        peer->link.close(ErrorCode::None);
      } else {  // asked for again, and not wanted any more, while it ends
        peer->requests.erase(number);
        requests_.erase(number);
      }
      return true;
    }
    if (request.connecting) transport_.cancel_connect(number);
    timers_.cancel({Timer::Retry, number});
    requests_.erase(number);
    return true;
  }
  for (const auto& [number, peer] : peers_) {
    const bool stands = peer->phase == Peer::Phase::Peered, is_leaving = peer->phase == Peer::Phase::Leaving;
    if ((!stands && !is_leaving) || !is_meant(peer->network)) continue;
    if (stands) say_goodbye(*peer, options_.unpeer_timeout);
    return false;
  }
  tell(ErrorEvent{ErrorCode::PeerInvalid,
                  {},
                  {std::string(address), port, 0},
                  std::string(kUnknownPeer),
                  fmt::format("no peering with {}:{} was asked for, and none stands", address, port)});
  return false;
}

std::vector<PeerInfo> Core::peers() const {
  std::vector<PeerInfo> all;
  for (const auto& [number, peer] : peers_) {
    if (peer->phase != Peer::Phase::Peered && peer->phase != Peer::Phase::Leaving) continue;
    all.push_back({peer->link.remote(), peer->network, PeerStatus::Peered, !peer->requests.empty()});
  }
  for (const auto& [number, request] : requests_) {
    const Peer* const peer = find(request.peer);
    if (peer && peer->phase != Peer::Phase::Handshake) continue;
    all.push_back({peer ? peer->link.remote() : EndpointId{}, request.network, request.status, true});
  }
  return all;
}

void Core::shut_down(TimePoint now, Duration linger) {
  now_ = now;
  shutting_down_ = true;
  for (auto& [number, request] : requests_) {
    if (request.connecting) transport_.cancel_connect(number);
    timers_.cancel({Timer::Retry, number});
  }
  requests_.clear();
  for (const auto& [number, peer] : peers_) {
    if (peer->phase == Peer::Phase::Peered) say_goodbye(*peer, linger);
    if (peer->phase == Peer::Phase::Handshake) peer->link.close(ErrorCode::ShuttingDown);
  }
}

void Core::close_all() {
  for (const auto& [number, peer] : peers_) peer->link.close(ErrorCode::ShuttingDown);
}

// -- attempts

void Core::attempt(uint64_t number) {
  Request& request = requests_.at(number);
  const bool again = request.status == PeerStatus::Disconnected || request.status == PeerStatus::Reconnecting;
  request.status = again ? PeerStatus::Reconnecting : PeerStatus::Initializing;
  request.peer = 0;
  request.connecting = true;
  transport_.connect(number, request.network.address, request.network.port);
}

void Core::attempt_failed(uint64_t number, ErrorCode code, std::string detail) {
  const auto at = requests_.find(number);
  if (at == requests_.end()) return;
  Request& request = at->second;
  const NetworkInfo network = request.network;
  request.peer = 0;
  request.connecting = false;
  request.status = PeerStatus::Disconnected;
  if (request.retry > Duration(0))
    timers_.arm({Timer::Retry, number}, now_ + request.retry);
  else
    requests_.erase(at);
  const std::string what_next =
      network.retry_seconds > 0 ? fmt::format("; trying again in {} s", network.retry_seconds) : "; not trying again";
  tell(ErrorEvent{code,
                  {},
                  network,
                  std::string(kCannotConnect),
                  fmt::format("{}:{}: {}{}", network.address, network.port, detail, what_next)});
}

void Core::on_resolved(uint64_t number) {
  const auto at = requests_.find(number);
  if (at != requests_.end() && at->second.status == PeerStatus::Initializing)
    at->second.status = PeerStatus::Connecting;
}

Link* Core::on_connected(uint64_t number, TimePoint now) {
  now_ = now;
  const auto at = requests_.find(number);
  if (at == requests_.end()) return nullptr;
  Peer& peer = add_peer(true, at->second.network);
  at->second.connecting = false;
  at->second.status = PeerStatus::Connected;
  at->second.peer = peer.id;
  peer.requests.insert(number);
  return &peer.link;
}

void Core::on_connect_failed(uint64_t number, const Error& why, TimePoint now) {
  now_ = now;
  attempt_failed(number, ErrorCode::PeerUnavailable, why.message());
}

Link* Core::on_accepted(const NetworkInfo& remote, TimePoint now) {
  now_ = now;
  return shutting_down_ ? nullptr : &add_peer(false, remote).link;
}

void Core::on_accept_failed(const NetworkInfo& remote, const Error& why) {
  log("warning", fmt::format("connection from {}:{} refused: {}", remote.address, remote.port, why.message()));
}

Peer& Core::add_peer(bool we_connected, NetworkInfo network) {
  const uint64_t number = ++last_number_;
  const LinkLimits limits = {options_.max_handshake_frame_size, options_.max_frame_size};
  std::unique_ptr<Peer> peer(
      new Peer(number, *this, id_, we_connected, limits, memory_, std::move(network), patience_for_a_peer(options_)));
  timers_.arm({Timer::Handshake, number}, now_ + options_.handshake_timeout);
  ++handshakes_;
  return *peers_.emplace(number, std::move(peer)).first->second;
}

Peer* Core::find(uint64_t number) const {
  const auto at = peers_.find(number);
  return at == peers_.end() ? nullptr : at->second.get();
}

// -- handshakes

Admission Core::admit(Link& link, const EndpointId& remote, Role role) {
  Peer& peer = *static_cast<Peer*>(link.owner);
  if (shutting_down_) return {Admission::Refuse, Error(ErrorCode::ShuttingDown, "shutting down")};
  const auto claim = claims_.find(remote);
  Peer* const holder = claim == claims_.end() ? nullptr : find(claim->second);
  if (!holder || holder == &peer) {
    claims_[remote] = peer.id;
    return {Admission::Proceed, {}};
  }
  if (role == Role::Responder)
    return {Admission::Refuse, Error(ErrorCode::LogicError, "detected redundant connection at the responder")};
  if (holder->phase == Peer::Phase::Handshake) {
    holder->waiting.push_back(peer.id);
    return {Admission::Wait, {}};
  }
  return {Admission::Redundant, {}};
}

bool Core::is_connected_or_connecting(const Link& link, const EndpointId& remote) {
  const auto claim = claims_.find(remote);
  const Peer* const holder = claim == claims_.end() ? nullptr : find(claim->second);
  return holder && &holder->link != &link && holder->phase != Peer::Phase::Closed;
}

void Core::on_handshake_over(Link& link) {
  Peer& peer = *static_cast<Peer*>(link.owner);
  timers_.cancel({Timer::Handshake, peer.id});
  switch (link.handshake().state()) {
    case HandshakeMachine::State::Done:
      return peering_stands(peer);
    case HandshakeMachine::State::Redundant:
      timers_.arm({Timer::Write, peer.id}, now_ + kLastWords);
      return handshake_was_redundant(peer);
    default:
      timers_.arm({Timer::Write, peer.id}, now_ + kLastWords);
  }
}

void Core::peering_stands(Peer& peer) {
  const EndpointId remote = peer.link.remote();
  peer.phase = Peer::Phase::Peered;
  --handshakes_;
  peer.peered_at = now_;
  peer.mark = mark_of(remote);
  peer.hears = {numbering_origin(id_, peer.id), 0};
  peer.filter = Filter(peer.link.handshake().remote_filter());
  for (uint64_t number : peer.requests) requests_.at(number).status = PeerStatus::Peered;
  tell(Status{StatusCode::EndpointDiscovered, remote, {}, "found a new peer in the network", {}});
  tell(Status{StatusCode::PeerAdded, remote, peer.network, "handshake successful", {}});
  log("info", fmt::format("peered with {} at {}:{}", to_string(remote), peer.network.address, peer.network.port));
  router_.set_peer(peer, &peer.filter);
  if (peer.told_filter != filter_version_) send_filter(peer);
  router_.tell_losses(peer);
  for (uint64_t number : std::exchange(peer.waiting, {}))
    if (Peer* const other = find(number)) other->link.resume();
}

// The two of us are connected otherwise, or about to be: whoever asked for this connection shares that one.
void Core::handshake_was_redundant(Peer& peer) {
  const auto claim = claims_.find(peer.link.remote());
  Peer* const holder = claim == claims_.end() ? nullptr : find(claim->second);
  for (uint64_t number : std::exchange(peer.requests, {})) {
    if (!holder || holder->phase == Peer::Phase::Closed) {
      attempt_failed(number, ErrorCode::PeerUnavailable, "the connection that made this one redundant is gone");
      continue;
    }
    Request& request = requests_.at(number);
    request.peer = holder->id;
    request.status = holder->phase == Peer::Phase::Peered ? PeerStatus::Peered : PeerStatus::Connected;
    holder->requests.insert(number);
    if (holder->network.retry_seconds == 0 && request.network.retry_seconds > 0) holder->network = request.network;
  }
}

// -- the end of connections

void Core::on_closed(Link& link, const Error& why) {
  Peer& peer = *static_cast<Peer*>(link.owner);
  const Peer::Phase phase = std::exchange(peer.phase, Peer::Phase::Closed);
  for (Timer timer : {Timer::Handshake, Timer::Goodbye, Timer::Write}) timers_.cancel({timer, peer.id});
  full_.erase(&peer);
  waited_for_.erase(&peer);
  closed_.push_back(peer.id);
  if (phase == Peer::Phase::Peered || phase == Peer::Phase::Leaving) {
    peer.phase = phase;
    peering_ended(peer, why);
    peer.phase = Peer::Phase::Closed;
  } else {
    --handshakes_;
    if (link.handshake().state() != HandshakeMachine::State::Redundant) handshake_failed(peer, why);
  }
  release_claim(peer);
}

void Core::handshake_failed(Peer& peer, const Error& why) {
  const bool incompatible = why.code() == ErrorCode::PeerIncompatible;
  const std::string text = fmt::format("{}{}", why.message(), way_out(why.code(), options_.disable_ssl));
  for (uint64_t number : std::exchange(peer.requests, {}))
    attempt_failed(number, incompatible ? ErrorCode::PeerIncompatible : ErrorCode::PeerUnavailable, text);
  if (peer.link.we_connected() || !why) return;
  on_accept_failed(peer.network, Error(why.code(), text));
  if (incompatible) tell(ErrorEvent{why.code(), {}, peer.network, "incompatible protocol version", text});
}

void Core::release_claim(Peer& peer) {
  const auto claim = claims_.find(peer.link.remote());
  if (claim != claims_.end() && claim->second == peer.id) claims_.erase(claim);
  for (uint64_t number : std::exchange(peer.waiting, {}))
    if (Peer* const other = find(number)) other->link.resume();
}

void Core::peering_ended(Peer& peer, const Error& why) {
  const bool leaving = peer.phase == Peer::Phase::Leaving;
  const EndpointId remote = peer.link.remote();
  router_.set_peer(peer, nullptr);
  router_.lose_queue(peer);
  for (auto ping = pings_.begin(); ping != pings_.end();) {
    if (ping->second.peer != peer.id) {
      ++ping;
      continue;
    }
    ping->second.on_pong(Error(ErrorCode::ConnectionLost));
    ping = pings_.erase(ping);
  }
  const bool removed = leaving || peer.forced_out;
  std::string message(removed ? kRemoved : kLost);
  if (peer.forced_out) message += fmt::format(" ({})", peer.forced_out->message());
  const std::string reason = peer.said_goodbye && !removed ? "the other side said goodbye" : why ? why.message() : "";
  tell(Status{removed ? StatusCode::PeerRemoved : StatusCode::PeerLost, remote, peer.network, message, reason});
  tell(Status{StatusCode::EndpointUnreachable, remote, {}, "lost the last path", {}});
  log("info", fmt::format("{} {} at {}:{} ({})", message, to_string(remote), peer.network.address, peer.network.port,
                          reason.empty() ? "it has answered our goodbye" : reason));
  if (!leaving && !peer.said_goodbye) tell_path_lost(remote);
  const bool at_once = !peer.forced_out && now_ - peer.peered_at >= kShortPeering;
  for (uint64_t number : std::exchange(peer.requests, {})) {
    const auto at = requests_.find(number);
    if (at == requests_.end()) continue;
    Request& request = at->second;
    request.peer = 0;
    request.status = PeerStatus::Disconnected;
    if (leaving && !shutting_down_)  // asked for since we said goodbye
      timers_.arm({Timer::Retry, number}, now_ + kAfterGoodbye);
    else if (shutting_down_ || request.retry == Duration(0))
      requests_.erase(at);
    else
      timers_.arm({Timer::Retry, number}, at_once ? now_ : now_ + std::min(request.retry, Duration(kShortPeering)));
  }
}

void Core::say_goodbye(Peer& peer, Duration wait) {
  router_.set_peer(peer, nullptr);
  peer.phase = Peer::Phase::Leaving;
  for (uint64_t number : peer.requests) requests_.erase(number);
  peer.requests.clear();
  // Three letters that Broker's endpoints use as well, and a number that makes the answer ours.
  peer.goodbye.resize(11);
  std::memcpy(peer.goodbye.data(), "BYE", 3);
  store_be<uint64_t>(peer.goodbye.data() + 3, ++last_number_);
  const size_t waiting = peer.link.outbox().bytes();
  send_frame(peer, MessageType::Ping, kReservedTopic, peer.goodbye);
  const size_t size_of_goodbye = peer.link.outbox().bytes() - waiting;
  peer.farewell = {wait, now_ + kSlowFarewells * wait, peer.link.bytes_out + size_of_goodbye};
  timers_.arm({Timer::Goodbye, peer.id}, now_ + wait);
}

// Whoever takes what is queued, if slowly, gets time to do so.
void Core::farewell_took_long(Peer& peer) {
  Peer::Farewell& farewell = peer.farewell;
  const bool goes_on = std::exchange(farewell.bytes_then, peer.link.bytes_out) < peer.link.bytes_out;
  if (!goes_on || now_ >= farewell.end)
    return peer.link.close(Error(ErrorCode::PeerTimeout, "no answer to the goodbye"));
  timers_.arm({Timer::Goodbye, peer.id}, now_ + farewell.wait);
}

void Core::on_overflow(Peer& peer) {
  peer.forced_out = Error(ErrorCode::QueueFull, "the queue to it was full");
  peer.link.close(*peer.forced_out);
}

void Core::on_timer(TimerKey key) {
  const auto [timer, number] = key;
  switch (timer) {
    case Timer::Retry:
      if (requests_.contains(number)) attempt(number);
      return;
    case Timer::Handshake:
      if (Peer* const peer = find(number))
        peer->link.close(
            Error(ErrorCode::PeerTimeout,
                  fmt::format("no handshake within {} s", options_.handshake_timeout / std::chrono::seconds(1))));
      return;
    case Timer::Goodbye:
      if (Peer* const peer = find(number)) farewell_took_long(*peer);
      return;
    case Timer::Write:
      if (Peer* const peer = find(number)) peer->link.lost(Error(ErrorCode::PeerTimeout));
      return;
    case Timer::LateGap:
      return tell_late_gap(number);
    case Timer::Patience:
      return;  // the turn that this begins looks at the queues
  }
}

}  // namespace whimbrel
