// Meters: what an endpoint measures of itself while it works, for its pages (metrics_page.h, status_page.h). Adding to
// a meter costs a few instructions, and takes neither memory nor locks. Owned by the core, loop only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/topic_meter.h"
#include "whimbrel/options.h"

namespace whimbrel {

/// How often something took how long.
class LatencyMeter {
 public:
  /// Upper bounds, in microseconds.
  static constexpr std::array<int64_t, 19> kBounds = {
      10,     25,     50,      100,     250,     500,       1'000,     2'500,     5'000,     10'000,
      25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000};

  void add(Duration time) {
    size_t i = 0;
    while (i < kBounds.size() && time > std::chrono::microseconds(kBounds[i])) ++i;
    ++buckets_[i];
    sum_ += time;
  }
  void add(const LatencyMeter& other) {
    for (size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
    sum_ += other.sum_;
  }

  /// How many lay within each bound and above the one before; the last: above all.
  const std::array<uint64_t, kBounds.size() + 1>& buckets() const { return buckets_; }
  Duration sum() const { return sum_; }

 private:
  std::array<uint64_t, kBounds.size() + 1> buckets_{};
  Duration sum_{};
};

/// How long messages wait for their way to the kernel. Looks at few of them: at one moment for each queue, and at no
/// more than kMost queues at a time.
class DelayProbes {
 public:
  explicit DelayProbes(LatencyMeter& meter) : meter_(meter) {}

  /// What is in the queue now, of `who`, is written once `mark` bytes have gone to it altogether.
  void begin(uint64_t who, uint64_t mark, TimePoint now) {
    if (probes_.size() < kMost) probes_.push_back({who, mark, now});
  }
  struct Queue {
    uint64_t written, queued;  ///< bytes
  };
  /// queue_of(who): none if it is not there any more. A queue that never gets empty is looked at again.
  template <class QueueOf>
  void settle(TimePoint now, QueueOf queue_of) {
    for (size_t i = 0; i < probes_.size();) {
      Probe& probe = probes_[i];
      const std::optional<Queue> queue = queue_of(probe.who);
      const bool is_over = !queue || queue->written >= probe.mark;
      if (queue && is_over) meter_.add(now - probe.since);
      if (queue && is_over && queue->queued > 0) {
        probe.mark = queue->written + queue->queued;
        probe.since = now;
      } else if (is_over) {
        probe = probes_.back();
        probes_.pop_back();
        continue;
      }
      ++i;
    }
  }

 private:
  static constexpr size_t kMost = 16;
  struct Probe {
    uint64_t who, mark;
    TimePoint since;
  };

  LatencyMeter& meter_;
  std::vector<Probe> probes_;
};

struct Meters {
  TopicMeter topics;
  LatencyMeter turns;             ///< from the first bytes that were read until all is handed over and written
  LatencyMeter peer_delays;       ///< in queues to peers
  LatencyMeter client_delays;     ///< in queues to clients
  LatencyMeter peer_round_trips;  ///< of pings that were asked for
  LatencyMeter client_round_trips;

  /// Something has arrived.
  void turn_begins(TimePoint now) {
    if (turn_began_ == TimePoint()) turn_began_ = now;
  }
  /// `began`: of the turn, if nothing had arrived.
  void turn_ends(TimePoint began, TimePoint now) {
    turns.add(now - (turn_began_ == TimePoint() ? began : turn_began_));
    turn_began_ = {};
  }

 private:
  TimePoint turn_began_{};
};

}  // namespace whimbrel
