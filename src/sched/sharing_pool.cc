#include "sched/sharing_pool.h"

#include <cassert>

namespace whimbrel {

Result<void> SharingPool::start_threads() {
  return threads_.start(counters_.size(), [this](size_t worker) { run(worker); });
}

bool SharingPool::submit(std::function<void()> job) {
  assert(job);
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return false;
    jobs_.push_back(std::move(job));
  }
  something_to_do_.notify_one();
  return true;
}

void SharingPool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  something_to_do_.notify_all();
  threads_.join();
}

std::vector<WorkerStatistics> SharingPool::statistics() const {
  std::vector<WorkerStatistics> all;
  for (const WorkerCounters& counters : counters_) all.push_back(counters.read());
  return all;
}

void SharingPool::run(size_t worker) {
  WorkerCounters& counters = counters_[worker];
  while (auto job = take(counters)) {
    WorkerCounters::count(counters.jobs);
    job();
  }
}

std::function<void()> SharingPool::take(WorkerCounters& counters) {
  std::unique_lock lock(mutex_);
  while (true) {
    WorkerCounters::count(counters.polls);
    if (!jobs_.empty()) break;
    if (stopping_) return {};
    WorkerCounters::count(counters.sleeps);
    something_to_do_.wait(lock);
  }
  auto job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

}  // namespace whimbrel
