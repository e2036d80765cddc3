// AdaptiveSpin: looking for work for a moment before sleeping until it comes.
//
// A virtual machine takes some 50 us to put a core to sleep and to wake it, which is more than a message takes from one
// process to another and back. So a thread whose last wait was short looks again and again first. At each look it gives
// way to others; if one of them takes the core, it sleeps as ever. So it does while looking has been of no use, and for
// a while after somebody has kept the core: some kernels (Linux 6.18 is one) give it back only after milliseconds.
//
// Plain values of one thread.
#pragma once

#include <algorithm>
#include <thread>
#include <utility>

#include "base/clock.h"

namespace whimbrel {

/// Whether it pays to look: what a thread has learned from its last waits.
class SpinPolicy {
 public:
  using Duration = std::chrono::nanoseconds;
  // Measured on virtual machines with two cores. Both sides of a round trip that takes 130 us when they sleep come to
  // look with these.
  static constexpr Duration kLongestLook = std::chrono::microseconds(100);
  static constexpr Duration kShort = std::chrono::microseconds(250);

  /// A wait begins: look, or sleep at once?
  bool begin(TimePoint now) {
    looks_ = was_short_ && pause_ == 0 && now >= scarce_until_;
    if (pause_ > 0) --pause_;
    return looks_;
  }
  void found() { credit_ = std::min(credit_ + 1, kMostCredit); }
  /// Who got the core when we gave way had it for so long.
  void lent(Duration time, TimePoint now) {
    if (time > kLong) scarce_until_ = now + kScarce;
  }
  void slept(Duration waited) {
    was_short_ = waited < kShort;
    if (!was_short_) credit_ = kFirstCredit, pause_ = 0;
    if (!was_short_ || !looks_) return;
    credit_ -= kCostOfNothing;
    if (credit_ > 0) return;
    credit_ = kFirstCredit;
    pause_ = kPause;
  }

 private:
  // Two looks of three must find something; otherwise 3 of 67 waits are looked through, to see whether that has
  // changed.
  static constexpr int kMostCredit = 12, kFirstCredit = 6, kCostOfNothing = 2, kPause = 64;
  // A look in a second is allowed to cost that much.
  static constexpr Duration kLong = std::chrono::microseconds(1500), kScarce = std::chrono::seconds(1);

  bool was_short_ = false, looks_ = false;
  int credit_ = kFirstCredit;
  int pause_ = 0;  // waits to sleep through
  TimePoint scarce_until_;
};

class AdaptiveSpin {
 public:
  /// A wait begins, which ends at `until` at the latest. True once found() is; otherwise it is time to sleep, and
  /// woke() follows.
  template <class Found>
  bool look(TimePoint until, Found found) {
    began_ = std::chrono::steady_clock::now();
    if (!policy_.begin(began_)) return false;
    until = std::min(until, began_ + SpinPolicy::kLongestLook);
    bool is_found = found();
    for (TimePoint at = began_; !is_found && at < until; is_found = found()) {
      std::this_thread::yield();
      const TimePoint before = std::exchange(at, std::chrono::steady_clock::now());
      if (at - before > kUndisturbed) until = at;
      policy_.lent(at - before, at);
    }
    if (is_found) policy_.found();
    return is_found;
  }
  void woke() { policy_.slept(std::chrono::steady_clock::now() - began_); }

 private:
  static constexpr auto kUndisturbed = std::chrono::microseconds(20);  // a look alone takes about one

  SpinPolicy policy_;
  TimePoint began_;
};

}  // namespace whimbrel
