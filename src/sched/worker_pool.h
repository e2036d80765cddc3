// WorkerPool runs jobs that would hold the loop up, on threads of its own.
//
//   auto pool = WorkerPool::start(pool_options(options));
//   if (!pool) return pool.error();
//   (*pool)->submit([] { ... });
//
// Two policies, which the option scheduler_policy chooses between; bench/micro_pool.cc shows where each wins:
//
//   sharing   One queue, one mutex, one condition variable. An idle pool costs nothing and starts a job at once.
//   stealing  A queue for each worker behind a spinlock; a busy pool has no common lock. Submitting wakes nobody: idle
//             workers poll, more and more rarely (polling_plan.h), so a job may wait for up to relaxed_sleep.
//
// Jobs start in the order of submission, as far as they are in one queue. They must not throw. The pool sets no limit
// to the number of queued jobs: who submits keeps count of what it has in flight.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "whimbrel/options.h"
#include "whimbrel/result.h"

namespace whimbrel {

/// The options of the same names (whimbrel/options.h), and what tests replace.
struct PoolOptions {
  size_t max_threads = 1;
  std::string scheduler_policy = "sharing";
  size_t aggressive_polls = 5;
  size_t aggressive_interval = 4;
  size_t moderate_polls = 5;
  size_t moderate_interval = 2;
  Duration moderate_sleep = std::chrono::milliseconds(16);
  size_t relaxed_interval = 1;
  Duration relaxed_sleep = std::chrono::milliseconds(64);

  /// How an idle worker of a stealing pool sleeps; called on its thread. If empty, it sleeps until stop() wakes it.
  std::function<void(size_t worker, Duration)> sleep = {};
};
PoolOptions pool_options(const EndpointOptions&);

/// What a worker did since the start.
struct WorkerStatistics {
  uint64_t jobs = 0;            ///< started
  uint64_t polls = 0;           ///< looks for a job in its queue (sharing: in the common one)
  uint64_t steal_attempts = 0;  ///< looks at the queues of all others
  uint64_t steals = 0;          ///< jobs found there
  uint64_t sleeps = 0;          ///< times it went to sleep for lack of jobs
  bool operator==(const WorkerStatistics&) const = default;
};

/// All functions may be called from any thread, except that stop() and the destructor may not be called by a job.
class WorkerPool {
 public:
  /// Starts max_threads workers. Fails on options out of range and when the system gives no more threads.
  static Result<std::unique_ptr<WorkerPool>> start(const PoolOptions& options);

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  /// As stop().
  virtual ~WorkerPool() = default;

  /// Queues a job. False, and the job is gone, once stop() was called.
  virtual bool submit(std::function<void()> job) = 0;
  /// Refuses further jobs, runs those that are queued, and waits until all workers ended. Any number of times.
  virtual void stop() = 0;
  /// One element for each worker, in the order of their numbers.
  virtual std::vector<WorkerStatistics> statistics() const = 0;

 protected:
  WorkerPool() = default;
};

}  // namespace whimbrel
