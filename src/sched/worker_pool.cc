#include "sched/worker_pool.h"

#include <fmt/format.h>

#include "base/option_text.h"
#include "sched/sharing_pool.h"
#include "sched/stealing_pool.h"

namespace whimbrel {
namespace {

Result<void> check(const PoolOptions& options) {
  const size_t threads = options.max_threads;
  if (threads < 1 || threads > kMaxThreads) {
    return not_accepted("max_threads", fmt::to_string(threads), fmt::format("a number from 1 to {}", kMaxThreads));
  }
  const std::pair<std::string_view, size_t> intervals[] = {
      {"aggressive_interval", options.aggressive_interval},
      {"moderate_interval", options.moderate_interval},
      {"relaxed_interval", options.relaxed_interval},
  };
  for (const auto& [name, value] : intervals) {
    if (value == 0) return not_accepted(name, "0", "a number from 1");
  }
  return {};
}

template <class Pool, class Argument>
Result<std::unique_ptr<WorkerPool>> start_pool(Argument&& argument) {
  auto pool = std::make_unique<Pool>(std::forward<Argument>(argument));
  if (auto started = pool->start_threads(); !started) return started.error();  // ends those that were started
  return std::unique_ptr<WorkerPool>(std::move(pool));
}

}  // namespace

PoolOptions pool_options(const EndpointOptions& options) {
  return {
      .max_threads = options.max_threads,
      .scheduler_policy = options.scheduler_policy,
      .aggressive_polls = options.aggressive_polls,
      .aggressive_interval = options.aggressive_interval,
      .moderate_polls = options.moderate_polls,
      .moderate_interval = options.moderate_interval,
      .moderate_sleep = options.moderate_sleep,
      .relaxed_interval = options.relaxed_interval,
      .relaxed_sleep = options.relaxed_sleep,
  };
}

Result<std::unique_ptr<WorkerPool>> WorkerPool::start(const PoolOptions& options) {
  if (auto checked = check(options); !checked) return checked.error();
  if (options.scheduler_policy == "sharing") return start_pool<SharingPool>(options.max_threads);
  if (options.scheduler_policy == "stealing") return start_pool<StealingPool>(options);
  return not_accepted("scheduler_policy", options.scheduler_policy, quoted_list({"sharing", "stealing"}));
}

}  // namespace whimbrel
