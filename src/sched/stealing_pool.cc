#include "sched/stealing_pool.h"

#include <algorithm>
#include <cassert>

namespace whimbrel {
namespace {

/// Which worker of which pool this thread is.
struct CurrentWorker {
  const void* pool = nullptr;
  size_t number = 0;
};
thread_local CurrentWorker current_worker;

// Waiting adds to the clock, which must not overflow; a wake-up a day too many hurts nobody.
constexpr Duration kLongestSleep = std::chrono::hours(24);

}  // namespace

StealingPool::StealingPool(PoolOptions options) : options_(std::move(options)) {
  for (size_t i = 0; i < options_.max_threads; ++i) workers_.push_back(std::make_unique<Worker>());
}

Result<void> StealingPool::start_threads() {
  return threads_.start(workers_.size(), [this](size_t worker) { run(worker); });
}

bool StealingPool::submit(Job job) {
  assert(job);
  Queue& queue = workers_[queue_for_submission()]->queue;
  std::lock_guard lock(queue.lock);
  if (queue.closed) return false;
  queue.jobs.push_back(std::move(job));
  return true;
}

size_t StealingPool::queue_for_submission() {
  if (current_worker.pool == this) return current_worker.number;
  return submissions_.fetch_add(1, std::memory_order_relaxed) % workers_.size();
}

void StealingPool::stop() {
  for (auto& worker : workers_) {
    std::lock_guard lock(worker->queue.lock);
    worker->queue.closed = true;
  }
  {
    std::lock_guard lock(sleeping_);
    stopping_ = true;
  }
  wake_up_.notify_all();
  threads_.join();
}

std::vector<WorkerStatistics> StealingPool::statistics() const {
  std::vector<WorkerStatistics> all;
  for (const auto& worker : workers_) all.push_back(worker->counters.read());
  return all;
}

void StealingPool::run(size_t self) {
  current_worker = {this, self};
  WorkerCounters& counters = workers_[self]->counters;
  PollingPlan plan(options_);
  while (!stopping_) {
    const PollingPlan::Poll poll = plan.next();
    Job job = take(self);
    if (!job && poll.steal) job = steal(self);
    if (job) {
      WorkerCounters::count(counters.jobs);
      job();
      plan.restart();
    } else if (poll.sleep > Duration::zero()) {
      WorkerCounters::count(counters.sleeps);
      sleep(self, poll.sleep);
    }
  }
  run_what_is_left(self);
}

void StealingPool::run_what_is_left(size_t self) {
  // The queues are closed. Whoever finds all of them empty has nothing to wait for, even while others still run jobs.
  while (true) {
    Job job = take(self);
    if (!job) job = steal(self);
    if (!job) return;
    WorkerCounters::count(workers_[self]->counters.jobs);
    job();
  }
}

StealingPool::Job StealingPool::take(size_t self) {
  WorkerCounters::count(workers_[self]->counters.polls);
  return take_from(workers_[self]->queue);
}

StealingPool::Job StealingPool::steal(size_t self) {
  WorkerCounters& counters = workers_[self]->counters;
  WorkerCounters::count(counters.steal_attempts);
  for (size_t distance = 1; distance < workers_.size(); ++distance) {
    if (Job job = take_from(workers_[(self + distance) % workers_.size()]->queue)) {
      WorkerCounters::count(counters.steals);
      return job;
    }
  }
  return {};
}

StealingPool::Job StealingPool::take_from(Queue& queue) {
  std::lock_guard lock(queue.lock);
  if (queue.jobs.empty()) return {};
  Job job = std::move(queue.jobs.front());
  queue.jobs.pop_front();
  return job;
}

void StealingPool::sleep(size_t self, Duration duration) {
  if (options_.sleep) return options_.sleep(self, duration);
  std::unique_lock lock(sleeping_);
  wake_up_.wait_for(lock, std::min(duration, kLongestSleep), [this] { return stopping_.load(); });
}

}  // namespace whimbrel
