// Network time, and what waits for it: a heap, equal times in the order of adding.
#include <algorithm>

#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

// For a heap with the earliest on top.
constexpr auto kLater = [](const auto& a, const auto& b) {
  return a.time != b.time ? a.time > b.time : a.number > b.number;
};

template <class Timers>
TimerAction take_earliest(Timers& timers) {
  std::pop_heap(timers.begin(), timers.end(), kLater);
  TimerAction action = std::move(timers.back().action);
  timers.pop_back();
  return action;
}

}  // namespace

void Runtime::set_network_time(double time) { network_time_ = time; }

void Runtime::add_timer(double time, TimerAction action) {
  timers_.push_back({time, timers_added_++, std::move(action)});
  std::push_heap(timers_.begin(), timers_.end(), kLater);
}

std::optional<double> Runtime::next_timer() const {
  if (timers_.empty()) return std::nullopt;
  return timers_.front().time;
}

size_t Runtime::expire_timers(size_t most) {
  size_t expired = 0;
  for (; expired < most && !timers_.empty() && timers_.front().time <= network_time_; ++expired)
    take_earliest(timers_)(false);
  return expired;
}

void Runtime::expire_all_timers() {
  while (!timers_.empty()) take_earliest(timers_)(true);
}

}  // namespace whimbrel::script
