// The policy "stealing" of WorkerPool: a queue for each worker, who looks at those of others when it is empty.
//
// Jobs go round the workers, except that what a job submits goes to the worker that runs it. Owner and thief alike take
// the job that has waited longest. How an idle worker polls is the matter of polling_plan.h.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "sched/polling_plan.h"
#include "sched/spinlock.h"
#include "sched/worker_counters.h"
#include "sched/worker_pool.h"
#include "sched/worker_threads.h"

namespace whimbrel {

class StealingPool final : public WorkerPool {
 public:
  explicit StealingPool(PoolOptions options);
  ~StealingPool() override { stop(); }

  Result<void> start_threads();
  bool submit(std::function<void()> job) override;
  void stop() override;
  std::vector<WorkerStatistics> statistics() const override;

 private:
  using Job = std::function<void()>;

  struct Queue {
    Spinlock lock;
    // Protected by lock:
    std::deque<Job> jobs;
    bool closed = false;
  };
  /// On cache lines of its own, for the sake of the lock.
  struct alignas(64) Worker {
    Queue queue;
    WorkerCounters counters;
  };

  void run(size_t self);
  void run_what_is_left(size_t self);
  /// From the worker's own queue. Empty functions mean that there is no job.
  Job take(size_t self);
  /// From the queue of the next worker that has a job.
  Job steal(size_t self);
  static Job take_from(Queue&);
  void sleep(size_t self, Duration);
  size_t queue_for_submission();

  const PoolOptions options_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<size_t> submissions_ = 0;

  std::atomic<bool> stopping_ = false;  // set under sleeping_, after all queues were closed
  std::mutex sleeping_;
  std::condition_variable wake_up_;

  WorkerThreads threads_;
};

}  // namespace whimbrel
