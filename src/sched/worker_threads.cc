#include "sched/worker_threads.h"

#include <fmt/format.h>

#include <cassert>
#include <system_error>

namespace whimbrel {

Result<void> WorkerThreads::start(size_t count, const std::function<void(size_t)>& run) {
  std::lock_guard lock(joining_);
  while (threads_.size() < count) {
    try {
      threads_.emplace_back(run, threads_.size());
    } catch (const std::system_error& failure) {
      return Error(ErrorCode::CannotOpenResource, fmt::format("only {} of {} worker threads could be started: {}",
                                                              threads_.size(), count, failure.code().message()));
    }
  }
  return {};
}

void WorkerThreads::join() {
  std::lock_guard lock(joining_);
  for (std::thread& thread : threads_) {
    assert(thread.get_id() != std::this_thread::get_id() && "a job may not stop its own pool");
    thread.join();
  }
  threads_.clear();
}

}  // namespace whimbrel
