#include "sched/polling_plan.h"

namespace whimbrel {

PollingPlan::PollingPlan(const PoolOptions& options)
    : phases_{{{options.aggressive_polls, options.aggressive_interval, Duration::zero()},
               {options.moderate_polls, options.moderate_interval, options.moderate_sleep},
               {0, options.relaxed_interval, options.relaxed_sleep}}} {}

PollingPlan::Poll PollingPlan::next() {
  while (phase_is_over()) {
    ++phase_;
    polls_ = 0;
  }
  ++polls_;
  const Phase& phase = phases_[phase_];
  return {polls_ % phase.interval == 0, phase.sleep};
}

void PollingPlan::restart() {
  phase_ = 0;
  polls_ = 0;
}

bool PollingPlan::phase_is_over() const {
  const bool is_last = phase_ + 1 == phases_.size();
  return !is_last && polls_ == phases_[phase_].polls;
}

}  // namespace whimbrel
