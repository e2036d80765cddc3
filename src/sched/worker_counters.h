// The counters behind WorkerStatistics: written by one worker, read by anybody.
#pragma once

#include <atomic>

#include "sched/worker_pool.h"

namespace whimbrel {

/// On cache lines of its own: counting must not slow other workers down.
struct alignas(64) WorkerCounters {
  std::atomic<uint64_t> jobs = 0, polls = 0, steal_attempts = 0, steals = 0, sleeps = 0;

  /// Only the owning worker counts, so there is no need for an atomic addition.
  static void count(std::atomic<uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  WorkerStatistics read() const {
    return {jobs.load(std::memory_order_relaxed), polls.load(std::memory_order_relaxed),
            steal_attempts.load(std::memory_order_relaxed), steals.load(std::memory_order_relaxed),
            sleeps.load(std::memory_order_relaxed)};
  }
};

}  // namespace whimbrel
