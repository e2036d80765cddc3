// Clock answers one question: what time is it? Only the drivers near the sockets hold one; everything below them is
// handed a TimePoint, so that tests need no sleeping (testing/manual_clock.h).
#pragma once

#include <chrono>

namespace whimbrel {

using TimePoint = std::chrono::steady_clock::time_point;

/// A source of time that never runs backwards. Any thread may ask.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() = 0;
};

/// The machine's monotonic clock.
class SystemClock final : public Clock {
 public:
  TimePoint now() override { return std::chrono::steady_clock::now(); }
};

}  // namespace whimbrel
