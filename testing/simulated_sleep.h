// SimulatedSleep replaces the sleeping of idle workers in tests: who goes to sleep stays so until the test wakes it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "whimbrel/options.h"

namespace whimbrel {

class SimulatedSleep {
 public:
  /// For PoolOptions::sleep. This object must outlive the pool.
  std::function<void(size_t, Duration)> function() {
    return [this](size_t worker, Duration duration) { sleep(worker, duration); };
  }

  /// Waits until `workers` of them are asleep.
  void await_asleep(size_t workers) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asleep_.size() == workers; });
  }

  /// Lets a sleeping worker poll, and waits until it is asleep again. Returns how long it now means to sleep.
  Duration wake(size_t worker) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asleep_.contains(worker); });
    asleep_.erase(worker);
    changed_.notify_all();
    changed_.wait(lock, [&] { return asleep_.contains(worker); });
    return asleep_[worker];
  }

  /// Nobody sleeps any more, now or later.
  void wake_all_for_good() {
    std::lock_guard lock(mutex_);
    over_ = true;
    changed_.notify_all();
  }

  /// The sleep that the given worker is in.
  Duration duration(size_t worker) {
    std::lock_guard lock(mutex_);
    return asleep_.at(worker);
  }

 private:
  void sleep(size_t worker, Duration duration) {
    std::unique_lock lock(mutex_);
    if (over_) return;
    asleep_[worker] = duration;
    changed_.notify_all();
    changed_.wait(lock, [&] { return over_ || !asleep_.contains(worker); });
    asleep_.erase(worker);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<size_t, Duration> asleep_;
  bool over_ = false;
};

}  // namespace whimbrel
