// Core: who may go on, and who has to wait, when queues are full. engine/overload.h has the rules.
#include <algorithm>

#include "engine/core.h"

namespace whimbrel {

namespace {

constexpr Duration kRecently = std::chrono::seconds(1);
constexpr Duration kPatienceTick = std::chrono::milliseconds(5), kLeastToSettle = std::chrono::milliseconds(1);

}  // namespace

std::pair<size_t, size_t> Core::busy_and_starving(TimePoint now) const {
  size_t busy = 0, starving = 0;
  for (const auto& [number, peer] : peers_) {
    if (peer->phase != Peer::Phase::Peered || now - peer->sent_at >= kRecently) continue;
    ++busy;
    starving += peer->link.outbox().empty();
  }
  return {busy, starving};
}

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

}  // namespace whimbrel
