// StandIn: when an endpoint's own thread has to run the loop, although another thread, the guest, does as a rule.
//
// The guest runs the loop while it waits, and is away in between, mostly for microseconds: to hand the loop over each
// time would cost more than all the rest. So the own thread looks about once in a millisecond, and takes over when the
// guest has been away since the last look. While the guest does nothing but wait, the own thread sleeps.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace whimbrel {

class StandIn {
 public:
  // -- guest
  void guest_enters() { ++visits_; }
  void guest_leaves();

  // -- own thread
  /// At once if there was never a guest.
  void wait_until_needed();
  /// After that: has nobody come since?
  bool is_needed() const { return dismissed_ || visits_ == seen_; }

  // -- any thread
  /// There will be no more guests.
  void dismiss();

 private:
  static bool is_inside(uint64_t visits) { return visits % 2 == 1; }

  std::atomic<uint64_t> visits_{0};  // counts both ways: odd while the guest is inside
  std::atomic<uint64_t> seen_{0};    // at the own thread's last look
  std::atomic<bool> dismissed_{false};
  std::atomic<bool> sleeps_{false};  // until the guest leaves
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace whimbrel
