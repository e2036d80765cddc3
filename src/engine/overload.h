// How long a full queue may hold others up.
//
// A publisher waits for a peer that is slower than it; that is back-pressure, and loses nothing. But waiting must not
// let one slow peer set the pace of all others. So each peer has a budget of patience, spent only while somebody else
// has nothing left to send because of it. The budget refills twenty times slower than it is spent: others keep at least
// 95 % of their rate. When it is used up, or when the peer has taken nothing at all for a long time, the peer is
// lagging: nobody waits for it any more, and its overflow policy applies until it has caught up.
#pragma once

#include <algorithm>
#include <optional>

#include "base/clock.h"
#include "whimbrel/options.h"

namespace whimbrel {

class Patience {
 public:
  Patience(Duration budget, Duration stall_timeout) : budget_(budget), stall_timeout_(stall_timeout) {}

  /// The queue has just become full.
  void queue_full() {
    full_ = true;
    looked_at_.reset();
  }
  /// The queue has room again.
  void queue_has_room() { full_ = false; }
  /// The peer has caught up.
  void caught_up() { lagging_ = false; }

  /// Looks at a full queue from which `taken` bytes have gone altogether. True if the peer is lagging from now on.
  bool look(TimePoint now, uint64_t taken, bool others_starve) {
    if (!looked_at_ || taken != taken_) last_taken_ = now;
    taken_ = taken;
    spent_ = std::max(Duration(0), spent_ - (now - spent_at_) / kRefill);
    spent_at_ = now;
    if (looked_at_ && others_starve) spent_ += now - *looked_at_;
    looked_at_ = now;
    lagging_ = spent_ >= budget_ || now - last_taken_ >= stall_timeout_;
    return lagging_;
  }

  bool full() const { return full_; }
  bool lagging() const { return lagging_; }

 private:
  static constexpr int kRefill = 20;
  Duration budget_, stall_timeout_;
  Duration spent_{};
  TimePoint spent_at_{}, last_taken_{};
  std::optional<TimePoint> looked_at_;  // since the queue became full
  uint64_t taken_ = 0;
  bool full_ = false;
  bool lagging_ = false;
};

}  // namespace whimbrel
