// WorkerThreads holds the threads of a pool: starts them, or as many as the system gives, and waits for their end.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel {

class WorkerThreads {
 public:
  /// Runs run(0) to run(count - 1), each on a thread of its own. After an error those that were started still run.
  Result<void> start(size_t count, const std::function<void(size_t worker)>& run);
  /// Waits for the end of all threads. Any number of times, from any thread but these.
  void join();

 private:
  std::mutex joining_;  // protects threads_ once they are started
  std::vector<std::thread> threads_;
};

}  // namespace whimbrel
