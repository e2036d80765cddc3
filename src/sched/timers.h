// TimerQueue answers two questions: when is the next timer due, and which are due now?
//
//   timers.arm(Ping{peer}, now + 10s);
//   while (auto due = timers.pop_due(now)) handle(*due);
//   sleep_until(timers.next());
//
// It holds no clock and no thread: its owner says what time it is. At most one timer per key is armed at a time. Timers
// fire in the order of their times, and those of the same time in the order of arming. arm, cancel and pop_due cost
// O(log n), next O(1). Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace whimbrel {

/// Key: what a timer is for; a copyable type with operator<.
template <class Key>
class TimerQueue {
 public:
  /// Makes `key` due at `at`. A timer of that key that is armed already is replaced, also in the order among equals.
  void arm(const Key& key, TimePoint at) {
    cancel(key);
    const Position position{at, ++armed_};
    by_time_.emplace(position, key);
    by_key_.emplace(key, position);
  }

  /// Disarms the timer of that key. False if none is armed.
  bool cancel(const Key& key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return false;
    by_time_.erase(found->second);
    by_key_.erase(found);
    return true;
  }

  bool armed(const Key& key) const { return by_key_.contains(key); }

  /// The time of the earliest timer.
  std::optional<TimePoint> next() const {
    if (by_time_.empty()) return std::nullopt;
    return by_time_.begin()->first.first;
  }

  /// Disarms the earliest timer that is due at `now`, and returns its key. A timer is due from its time on.
  std::optional<Key> pop_due(TimePoint now) {
    if (by_time_.empty() || by_time_.begin()->first.first > now) return std::nullopt;
    auto timer = by_time_.extract(by_time_.begin());
    by_key_.erase(timer.mapped());
    return std::move(timer.mapped());
  }

  size_t size() const { return by_key_.size(); }
  bool empty() const { return by_key_.empty(); }

 private:
  using Position = std::pair<TimePoint, uint64_t>;  // the number keeps equals in the order of arming

  std::map<Position, Key> by_time_;
  std::map<Key, Position> by_key_;
  uint64_t armed_ = 0;
};

}  // namespace whimbrel
