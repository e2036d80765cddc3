// How long a full queue may hold others up.
//
// A publisher waits for a peer that is slower than it; that is back-pressure, and loses nothing. But waiting must not
// let one peer set the pace of all others. A peer is lagging, so that nobody waits for it any more and its overflow
// policy applies until it has caught up,
//
//   - when it has taken nothing at all for the time of its patience, while others had nothing left to send: it hangs;
//   - when others have waited for it much longer than it has waited for them: it is slow. The account for that holds
//   ten
//     times the patience, and a quarter of the time that passes is forgiven, so others keep three quarters of their
//     rate. Peers that are equally fast take turns in waiting for each other, and owe little, even if the machine
//     favours some;
//   - when it has taken nothing for the stall time-out, whatever the others do.
#pragma once

#include <algorithm>

#include "base/clock.h"
#include "whimbrel/options.h"

namespace whimbrel {

class Patience {
 public:
  Patience(Duration budget, Duration stall_timeout) : budget_(budget), stall_timeout_(stall_timeout) {}

  /// The queue has just become full.
  void queue_full() { full_ = true; }
  /// The queue has room again.
  void queue_has_room() { full_ = false; }
  /// The queue is short again. If that is because its messages were dropped, what the peer owes is not forgotten: when
  /// the queue is full the next time, nobody waits for a peer that has not taken anything since.
  void caught_up() { lagging_ = false; }

  /// For `time` its queue was full, and this part of the others, 0 to 1, had nothing left to send. `taken` counts the
  /// bytes that have gone to it altogether. True if the peer is lagging from now on.
  bool others_waited(TimePoint now, Duration time, double part, uint64_t taken) {
    stalled_ = taken == taken_ ? stalled_ + time : Duration(0);
    taken_ = taken;
    settle(now, time, part);
    const bool hangs = stalled_ >= budget_ && part > 0;
    lagging_ = hangs || owed_ / kSlowFactor >= budget_ || stalled_ >= stall_timeout_;
    return lagging_;
  }

  /// For `time` it had nothing left to send itself, because the queues of this part of the others were full.
  void waited_for_others(TimePoint now, Duration time, double part) { settle(now, time, -part); }

  bool full() const { return full_; }
  bool lagging() const { return lagging_; }

 private:
  static constexpr int kForgiven = 4, kSlowFactor = 10;

  void settle(TimePoint now, Duration time, double part) {
    const Duration forgiven = (now - settled_at_) / kForgiven;
    const auto added = std::chrono::duration_cast<Duration>(time * part);
    owed_ = std::max(Duration(0), owed_ - forgiven + added);
    settled_at_ = now;
  }

  Duration budget_, stall_timeout_;
  Duration owed_{};     // what others have waited for it, less what it has waited for others
  Duration stalled_{};  // how long it has taken nothing with its queue full
  TimePoint settled_at_{};
  uint64_t taken_ = 0;
  bool full_ = false;
  bool lagging_ = false;
};

}  // namespace whimbrel
