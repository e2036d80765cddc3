// Core: what is told of messages that are missing. docs/formats/extensions.md.
#include "engine/core.h"

namespace whimbrel {

namespace {

constexpr Duration kLongestWay = std::chrono::seconds(1);  // of messages through circles, behind those that are faster
constexpr size_t kMostLateGaps = 256;

}  // namespace

void Core::tell_path_lost(const EndpointId& lost) {
  pass_gap(nullptr, {id_, router_.next_notice(), {Gap::Reason::PathLost, lost, 0, {}}});
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

}  // namespace whimbrel
