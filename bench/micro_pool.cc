// Where each policy of the worker pool wins. "sharing" starts a job of an idle pool within microseconds, costs nothing
// while idle, and is as fast with few workers; "stealing" pays when jobs submit jobs, and when many workers want tiny
// jobs.
//
//   micro_pool --benchmark_counters_tabular=true
//
// Arguments: the policy (0 sharing, 1 stealing) and the number of workers. Pools run with the default polling options.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

#include "sched/worker_pool.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock;

std::unique_ptr<WorkerPool> start(benchmark::State& state) {
  const std::string policy = state.range(0) == 0 ? "sharing" : "stealing";
  state.SetLabel(policy);
  auto pool = WorkerPool::start({.max_threads = static_cast<size_t>(state.range(1)), .scheduler_policy = policy});
  if (!pool) {
    std::fprintf(stderr, "%s\n", pool.error().message().c_str());
    std::exit(1);
  }
  return std::move(*pool);
}

/// Counts the jobs in flight. Declared before the pool, because a job may still be in here when its round is over.
class InFlight {
 public:
  void add(int jobs) { jobs_.fetch_add(jobs); }
  void remove_one() {
    const int left = jobs_.fetch_sub(1) - 1;
    if (left == awaited_) jobs_.notify_one();  // for each job it would cost more than the job
  }
  /// Waits until there are at most so many.
  void wait(int most) {
    awaited_ = most;
    for (int jobs; (jobs = jobs_) > most;) jobs_.wait(jobs);
  }

 private:
  std::atomic<int> jobs_ = 0;
  std::atomic<int> awaited_ = 0;
};

void report_rates(benchmark::State& state, const WorkerPool& pool, int64_t jobs_per_iteration) {
  double steals = 0, sleeps = 0;
  for (const WorkerStatistics& worker : pool.statistics()) {
    steals += static_cast<double>(worker.steals);
    sleeps += static_cast<double>(worker.sleeps);
  }
  const double jobs = static_cast<double>(state.iterations() * jobs_per_iteration);
  state.SetItemsProcessed(state.iterations() * jobs_per_iteration);
  state.counters["steals/job"] = steals / jobs;
  state.counters["sleeps/job"] = sleeps / jobs;
}

/// A steady stream from one thread that keeps `in_flight` jobs under way, so that no worker runs out of them for long.
template <class Work>
void stream_from_one_submitter(benchmark::State& state, int in_flight, Work work) {
  const int batch = in_flight / 4;
  InFlight jobs;
  auto pool = start(state);
  for (auto _ : state) {
    jobs.wait(in_flight - batch);
    jobs.add(batch);
    for (int i = 0; i < batch; ++i) {
      pool->submit([&] {
        work();
        jobs.remove_one();
      });
    }
  }
  jobs.wait(0);
  report_rates(state, *pool, batch);
}

/// Jobs that cost less than their submission.
void tiny_jobs_from_one_submitter(benchmark::State& state) {
  stream_from_one_submitter(state, 16384, [] {});
}

/// About 20 microseconds of arithmetic.
void work() {
  uint64_t x = 88172645463325252;
  for (int i = 0; i < 8000; ++i) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  benchmark::DoNotOptimize(x);
}

void larger_jobs_from_one_submitter(benchmark::State& state) { stream_from_one_submitter(state, 1024, work); }

/// A job that splits in two until there are enough; only the first comes from outside.
struct Tree {
  static constexpr int kDepth = 18;
  static constexpr int kJobs = (2 << kDepth) - 1;

  void grow(int depth) {
    if (depth == 0) started = SteadyTime::now();
    if (depth == kDepth) return leaves.remove_one();
    for (int i = 0; i < 2; ++i) pool->submit([this, depth] { grow(depth + 1); });
  }

  WorkerPool* pool = nullptr;
  InFlight leaves;
  SteadyTime::time_point started;
};

/// Counts from the start of the first job, not from its submission.
void nested_submits(benchmark::State& state) {
  Tree tree;
  auto pool = start(state);
  tree.pool = pool.get();
  for (auto _ : state) {
    tree.leaves.add(1 << Tree::kDepth);
    pool->submit([&tree] { tree.grow(0); });
    tree.leaves.wait(0);
    state.SetIterationTime(std::chrono::duration<double>(SteadyTime::now() - tree.started).count());
  }
  report_rates(state, *pool, Tree::kJobs);
}

/// From submitting a job to a pool with nothing to do until the job runs.
void latency_of_one_job_at_idle(benchmark::State& state) {
  SteadyTime::time_point ran;
  InFlight jobs;
  auto pool = start(state);
  std::mt19937 random(1);
  double most = 0;
  for (auto _ : state) {
    // Beyond the moderate phase, then anywhere in a relaxed sleep.
    std::this_thread::sleep_for(100ms + std::chrono::microseconds(random() % 64000));
    jobs.add(1);
    const auto submitted = SteadyTime::now();
    pool->submit([&] {
      ran = SteadyTime::now();
      jobs.remove_one();
    });
    jobs.wait(0);
    const double seconds = std::chrono::duration<double>(ran - submitted).count();
    state.SetIterationTime(seconds);
    most = std::max(most, seconds);
  }
  state.counters["most_ms"] = most * 1000;
}

double cpu_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// What a pool costs that has nothing to do, for a second.
void cpu_used_while_idle(benchmark::State& state) {
  auto pool = start(state);
  std::this_thread::sleep_for(200ms);  // into the relaxed phase
  rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  for (auto _ : state) std::this_thread::sleep_for(1s);
  getrusage(RUSAGE_SELF, &after);
  const double seconds = static_cast<double>(state.iterations());
  const double used = cpu_seconds(after.ru_utime) + cpu_seconds(after.ru_stime) - cpu_seconds(before.ru_utime) -
                      cpu_seconds(before.ru_stime);
  state.counters["cpu_us/s"] = used / seconds * 1e6;
  state.counters["wakeups/s"] = static_cast<double>(after.ru_nvcsw - before.ru_nvcsw) / seconds;
}

void policies_and_workers(benchmark::internal::Benchmark* benchmark) {
  for (int workers : {1, 2, 4}) {
    for (int policy : {0, 1}) benchmark->Args({policy, workers});
  }
  benchmark->ArgNames({"policy", "workers"})->Unit(benchmark::kMillisecond);
}

BENCHMARK(tiny_jobs_from_one_submitter)->Apply(policies_and_workers)->UseRealTime();
BENCHMARK(larger_jobs_from_one_submitter)->Apply(policies_and_workers)->UseRealTime();
BENCHMARK(nested_submits)->Apply(policies_and_workers)->UseManualTime();
BENCHMARK(latency_of_one_job_at_idle)
    ->ArgNames({"policy", "workers"})
    ->Args({0, 2})
    ->Args({1, 2})
    ->Iterations(20)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(cpu_used_while_idle)
    ->ArgNames({"policy", "workers"})
    ->Args({0, 2})
    ->Args({1, 2})
    ->Args({1, 4})
    ->Iterations(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace whimbrel

BENCHMARK_MAIN();
