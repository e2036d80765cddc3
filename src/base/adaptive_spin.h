// AdaptiveSpin: looking for work for a moment before sleeping until it comes.
//
// A virtual machine takes some 50 us to put a core to sleep and to wake it, which is more than a message takes from one
// process to another and back. So a thread whose last wait was short looks again and again first. At each look it gives
// way to others; if one of them takes the core, or the wait gets long, it sleeps as ever.
//
// A plain value of one thread.
#pragma once

#include <algorithm>
#include <thread>
#include <utility>

#include "base/clock.h"

namespace whimbrel {

class AdaptiveSpin {
 public:
  /// A wait begins, which ends at `until` at the latest. True once found() is; otherwise it is time to sleep, and
  /// woke() follows.
  template <class Found>
  bool look(TimePoint until, Found found) {
    began_ = std::chrono::steady_clock::now();
    if (!was_short_) return false;
    until = std::min(until, began_ + kLongestLook);
    for (TimePoint at = began_; at < until;) {
      if (found()) return true;
      std::this_thread::yield();
      const TimePoint before = std::exchange(at, std::chrono::steady_clock::now());
      if (at - before > kUndisturbed) break;
    }
    return found();
  }
  void woke() { was_short_ = std::chrono::steady_clock::now() - began_ < kShort; }

 private:
  // Measured on virtual machines with two cores; both sides of a round trip begin to look from the second one on.
  static constexpr auto kLongestLook = std::chrono::microseconds(100);
  static constexpr auto kShort = std::chrono::microseconds(250);
  static constexpr auto kUndisturbed = std::chrono::microseconds(20);  // a look alone takes about one

  TimePoint began_;
  bool was_short_ = false;
};

}  // namespace whimbrel
