// PollingPlan says what an idle worker of a stealing pool does at each poll. It goes through three phases:
//
//   phase        how many polls     steals at every ...     and if it finds nothing, sleeps
//   aggressive   aggressive_polls   aggressive_interval-th  not at all
//   moderate     moderate_polls     moderate_interval-th    moderate_sleep
//   relaxed      all that follow    relaxed_interval-th     relaxed_sleep
//
// Each phase counts its polls from 1: with an interval of 4, its 4th, 8th, 12th ... poll steals. With the defaults:
//
//   aggressive: poll, poll, poll, poll + steal, poll
//   moderate:   poll, sleep 16 ms, poll + steal, sleep, poll, sleep, poll + steal, sleep, poll, sleep
//   relaxed:    poll + steal, sleep 64 ms, and so on until there is a job, after which the plan starts over
//
// A plain value of one worker.
#pragma once

#include <array>
#include <cstddef>

#include "sched/worker_pool.h"

namespace whimbrel {

class PollingPlan {
 public:
  struct Poll {
    bool steal;      ///< look at the queues of others, too
    Duration sleep;  ///< how long to sleep if there is no job; 0 for not at all
    bool operator==(const Poll&) const = default;
  };

  /// The intervals of `options` are not 0.
  explicit PollingPlan(const PoolOptions& options);
  Poll next();
  /// After a job: begins with the first aggressive poll again.
  void restart();

 private:
  struct Phase {
    size_t polls;
    size_t interval;
    Duration sleep;
  };
  bool phase_is_over() const;

  std::array<Phase, 3> phases_;
  size_t phase_ = 0;
  size_t polls_ = 0;  // in this phase
};

}  // namespace whimbrel
