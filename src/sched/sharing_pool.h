// The policy "sharing" of WorkerPool: all workers wait at one queue.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "sched/worker_counters.h"
#include "sched/worker_pool.h"
#include "sched/worker_threads.h"

namespace whimbrel {

class SharingPool final : public WorkerPool {
 public:
  explicit SharingPool(size_t workers) : counters_(workers) {}
  ~SharingPool() override { stop(); }

  Result<void> start_threads();
  bool submit(std::function<void()> job) override;
  void stop() override;
  std::vector<WorkerStatistics> statistics() const override;

 private:
  void run(size_t worker);
  /// Waits for a job. An empty function once the pool has stopped and nothing is left.
  std::function<void()> take(WorkerCounters&);

  std::mutex mutex_;
  std::condition_variable something_to_do_;
  // Protected by mutex_:
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;

  std::vector<WorkerCounters> counters_;
  WorkerThreads threads_;
};

}  // namespace whimbrel
