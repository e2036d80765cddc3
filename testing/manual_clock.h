// ManualClock is a Clock that stands still until a test moves it. Any thread may read or move it.
#pragma once

#include <atomic>
#include <cassert>

#include "base/clock.h"

namespace whimbrel {

class ManualClock final : public Clock {
 public:
  /// Starts an hour after the epoch, so that "an hour ago" is a valid time as well.
  explicit ManualClock(TimePoint start = TimePoint(std::chrono::hours(1))) : ticks_(start.time_since_epoch().count()) {}

  TimePoint now() override { return TimePoint(TimePoint::duration(ticks_.load())); }

  void advance(TimePoint::duration by) {
    assert(by >= TimePoint::duration::zero());
    ticks_.fetch_add(by.count());
  }

 private:
  std::atomic<TimePoint::rep> ticks_;
};

}  // namespace whimbrel
