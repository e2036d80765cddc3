#include "sched/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <numeric>
#include <thread>

#include "testing/simulated_sleep.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;
using Pool = std::unique_ptr<WorkerPool>;

Pool start(const PoolOptions& options) {
  auto pool = WorkerPool::start(options);
  EXPECT_TRUE(pool) << pool.error().message();
  return std::move(*pool);
}

WorkerStatistics total(const WorkerPool& pool) {
  WorkerStatistics sum;
  for (const WorkerStatistics& one : pool.statistics()) {
    sum.jobs += one.jobs;
    sum.polls += one.polls;
    sum.steal_attempts += one.steal_attempts;
    sum.steals += one.steals;
    sum.sleeps += one.sleeps;
  }
  return sum;
}

// -- what both policies promise

class EveryPolicy : public testing::TestWithParam<std::string> {
 protected:
  Pool start_with(size_t threads) {
    // Short real sleeps: that stop() and jobs get through is the matter here, not when.
    return start({.max_threads = threads, .scheduler_policy = GetParam(), .moderate_sleep = 1ms, .relaxed_sleep = 1ms});
  }
};
INSTANTIATE_TEST_SUITE_P(Policies, EveryPolicy, testing::Values("sharing", "stealing"),
                         [](const auto& policy) { return policy.param; });

TEST_P(EveryPolicy, RunsEachJobOnce) {
  constexpr size_t kJobs = 1000;
  std::vector<std::atomic<int>> runs(kJobs);
  auto pool = start_with(3);
  for (size_t i = 0; i < kJobs; ++i) EXPECT_TRUE(pool->submit([&runs, i] { ++runs[i]; }));
  pool->stop();
  for (size_t i = 0; i < kJobs; ++i) EXPECT_EQ(runs[i], 1) << "job " << i;
  EXPECT_EQ(total(*pool).jobs, kJobs);
}

TEST_P(EveryPolicy, RunsAJobWithoutBeingStopped) {
  std::latch done(1);
  auto pool = start_with(2);
  pool->submit([&] { done.count_down(); });
  done.wait();
}

TEST_P(EveryPolicy, RunsJobsOnAsManyThreadsAsMaxThreadsSays) {
  // Each job waits for the other two, so this ends only if three run at the same time.
  std::latch all_run(3);
  auto pool = start_with(3);
  for (int i = 0; i < 3; ++i) pool->submit([&] { all_run.arrive_and_wait(); });
  all_run.wait();
  EXPECT_EQ(pool->statistics().size(), 3u);
}

TEST_P(EveryPolicy, ASingleWorkerKeepsTheOrder) {
  std::vector<int> order;
  auto pool = start_with(1);
  for (int i = 0; i < 100; ++i) pool->submit([&order, i] { order.push_back(i); });
  pool->stop();
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST_P(EveryPolicy, RunsJobsThatJobsSubmit) {
  auto pool = start_with(2);
  constexpr int kDepth = 10;
  std::latch leaves(1 << kDepth);
  std::function<void(int)> split = [&](int depth) {
    if (depth == kDepth) return leaves.count_down();
    for (int i = 0; i < 2; ++i) pool->submit([&split, depth] { split(depth + 1); });
  };
  pool->submit([&] { split(0); });
  leaves.wait();
  pool->stop();
  EXPECT_EQ(total(*pool).jobs, (2u << kDepth) - 1);
}

TEST_P(EveryPolicy, StopRunsWhatIsQueued) {
  auto pool = start_with(2);
  std::latch stop_was_called(1);
  std::atomic<int> runs = 0;
  for (int i = 0; i < 50; ++i) {
    pool->submit([&] {
      stop_was_called.wait();
      ++runs;
    });
  }
  std::thread stopper([&] { pool->stop(); });
  while (pool->submit([&] { ++runs; })) std::this_thread::yield();  // accepted ones count, and must run as well
  const int before = runs;
  stop_was_called.count_down();
  stopper.join();
  EXPECT_EQ(before, 0);
  EXPECT_GE(runs, 50);
  EXPECT_EQ(static_cast<uint64_t>(runs), total(*pool).jobs);
}

TEST_P(EveryPolicy, RefusesJobsAfterStop) {
  auto pool = start_with(2);
  pool->stop();
  bool ran = false;
  EXPECT_FALSE(pool->submit([&] { ran = true; }));
  pool->stop();
  EXPECT_FALSE(ran);
}

TEST_P(EveryPolicy, RefusesJobsOfJobsDuringStop) {
  auto pool = start_with(1);
  std::latch started(1), refused(1);
  pool->submit([&] {
    started.count_down();
    while (pool->submit([] {})) std::this_thread::yield();
    refused.count_down();
  });
  started.wait();
  pool->stop();
  EXPECT_TRUE(refused.try_wait());
}

TEST_P(EveryPolicy, MayBeStoppedFromSeveralThreadsAtOnce) {
  auto pool = start_with(2);
  std::atomic<int> runs = 0;
  for (int i = 0; i < 100; ++i) pool->submit([&] { ++runs; });
  std::vector<std::thread> stoppers;
  for (int i = 0; i < 4; ++i) {
    stoppers.emplace_back([&] {
      pool->stop();
      EXPECT_EQ(runs, 100);  // whoever comes back from stop() finds everything done
    });
  }
  for (auto& stopper : stoppers) stopper.join();
}

TEST_P(EveryPolicy, TheDestructorRunsWhatIsQueued) {
  std::atomic<int> runs = 0;
  auto pool = start_with(2);
  for (int i = 0; i < 100; ++i) pool->submit([&] { ++runs; });
  pool.reset();
  EXPECT_EQ(runs, 100);
}

TEST_P(EveryPolicy, LetsGoOfAJobOnceItRan) {
  auto resource = std::make_shared<int>();
  std::weak_ptr<int> watch = resource;
  bool gone = false;
  auto pool = start_with(1);
  pool->submit([resource = std::move(resource)] {});
  // The worker takes the second job only after it is through with the first.
  pool->submit([&] { gone = watch.expired(); });
  pool->stop();
  EXPECT_TRUE(gone);
}

TEST_P(EveryPolicy, TakesJobsFromManyThreadsWhileItStops) {
  auto pool = start_with(2);
  std::atomic<uint64_t> accepted = 0, runs = 0;
  std::latch some_submitted(4);
  std::vector<std::thread> submitters;
  for (int i = 0; i < 4; ++i) {
    submitters.emplace_back([&] {
      for (int n = 0; pool->submit([&] { ++runs; }); ++n) {
        ++accepted;
        if (n == 100) some_submitted.count_down();
        if (n > 100) std::this_thread::yield();
      }
    });
  }
  some_submitted.wait();
  pool->stop();
  for (auto& submitter : submitters) submitter.join();
  EXPECT_EQ(runs, accepted);
}

// -- sharing

TEST(SharingPoolTest, AnIdleWorkerSleepsInsteadOfPolling) {
  auto pool = start({.max_threads = 1, .scheduler_policy = "sharing"});
  while (total(*pool).sleeps == 0) std::this_thread::yield();
  pool->stop();
  // One look before it slept, at most a few after spurious wake-ups; no look by a timer.
  const auto statistics = total(*pool);
  EXPECT_EQ(statistics.polls, statistics.sleeps + 1);
  EXPECT_EQ(statistics.steal_attempts, 0u);
}

// -- stealing, with sleeping under the test's control

class StealingPoolTest : public testing::Test {
 protected:
  ~StealingPoolTest() override { stop(); }

  /// Starts a pool and waits until all its workers sleep for the first time.
  void start_idle(PoolOptions options) {
    options.scheduler_policy = "stealing";
    options.sleep = sleep.function();
    pool = start(options);
    sleep.await_asleep(options.max_threads);
  }
  void stop() {
    sleep.wake_all_for_good();
    if (pool) pool->stop();
  }
  WorkerStatistics worker(size_t number) { return pool->statistics()[number]; }

  /// How often a worker must be woken until it runs a job that waits in the queue of another.
  int polls_until_stolen(size_t thief) {
    for (int polls = 1; polls < 100; ++polls) {
      sleep.wake(thief);
      if (worker(thief).steals > 0) return polls;
    }
    return -1;
  }

  SimulatedSleep sleep;
  Pool pool;
};

TEST_F(StealingPoolTest, AnIdleWorkerGoesThroughThePhasesOfTheDefaults) {
  start_idle({.max_threads = 1});
  // Five aggressive polls without sleep, one of which steals; then the first moderate one.
  EXPECT_EQ(worker(0), (WorkerStatistics{.polls = 6, .steal_attempts = 1, .sleeps = 1}));
  std::vector<Duration> sleeps = {sleep.duration(0)};
  for (int i = 0; i < 9; ++i) sleeps.push_back(sleep.wake(0));
  EXPECT_EQ(sleeps, (std::vector<Duration>{16ms, 16ms, 16ms, 16ms, 16ms, 64ms, 64ms, 64ms, 64ms, 64ms}));
  // Of the moderate polls two stole, of the relaxed ones all five.
  EXPECT_EQ(worker(0), (WorkerStatistics{.polls = 15, .steal_attempts = 8, .sleeps = 10}));
}

TEST_F(StealingPoolTest, AggressivePollsComeWithoutSleep) {
  start_idle({.max_threads = 1, .aggressive_polls = 1000, .aggressive_interval = 10, .moderate_interval = 5});
  EXPECT_EQ(worker(0), (WorkerStatistics{.polls = 1001, .steal_attempts = 100, .sleeps = 1}));
}

TEST_F(StealingPoolTest, ModeratePollsSleepAsLongAsModerateSleepSays) {
  start_idle({.max_threads = 1, .moderate_polls = 2, .moderate_sleep = 3s, .relaxed_sleep = 70s});
  EXPECT_EQ(sleep.duration(0), 3s);
  EXPECT_EQ(sleep.wake(0), 3s);
  EXPECT_EQ(sleep.wake(0), 70s);
  EXPECT_EQ(sleep.wake(0), 70s);
}

TEST_F(StealingPoolTest, AJobTakesAWorkerBackToAggressivePolling) {
  start_idle({.max_threads = 1, .aggressive_polls = 7, .moderate_polls = 0});
  EXPECT_EQ(sleep.duration(0), 64ms);
  EXPECT_EQ(worker(0).polls, 8u);
  pool->submit([] {});
  sleep.wake(0);
  // It found the job with the 9th poll, and starts over: seven without sleep, one with.
  EXPECT_EQ(worker(0), (WorkerStatistics{.jobs = 1, .polls = 17, .steal_attempts = 4, .sleeps = 2}));
}

TEST_F(StealingPoolTest, SubmittersGoRoundTheWorkers) {
  start_idle({.max_threads = 3, .aggressive_polls = 0, .moderate_polls = 0, .relaxed_interval = 1000});
  for (int i = 0; i < 7; ++i) pool->submit([] {});
  for (size_t number = 0; number < 3; ++number) sleep.wake(number);
  EXPECT_EQ(worker(0).jobs, 3u);
  EXPECT_EQ(worker(1).jobs, 2u);
  EXPECT_EQ(worker(2).jobs, 2u);
  EXPECT_EQ(total(*pool).steals, 0u);
}

TEST_F(StealingPoolTest, AJobsJobsGoToItsOwnWorker) {
  start_idle({.max_threads = 3, .aggressive_polls = 0, .moderate_polls = 0, .relaxed_interval = 1000});
  pool->submit([&] {
    for (int i = 0; i < 6; ++i) pool->submit([] {});
  });
  sleep.wake(0);
  EXPECT_EQ(worker(0).jobs, 7u);
  for (size_t number : {1, 2}) {
    sleep.wake(number);
    EXPECT_EQ(worker(number).jobs, 0u);
  }
}

TEST_F(StealingPoolTest, AnIdleWorkerStealsWhatWaitsLongestWithAnother) {
  start_idle({.max_threads = 2, .aggressive_polls = 0, .moderate_polls = 0});
  std::vector<int> order;
  for (int i = 0; i < 6; ++i) pool->submit([&order, i] { order.push_back(i); });
  sleep.wake(1);
  // First its own jobs, then those of worker 0, which still sleeps.
  EXPECT_EQ(order, (std::vector<int>{1, 3, 5, 0, 2, 4}));
  EXPECT_EQ(worker(1).jobs, 6u);
  EXPECT_EQ(worker(1).steals, 3u);
  EXPECT_EQ(worker(0).jobs, 0u);
}

TEST_F(StealingPoolTest, RelaxedIntervalSaysWhichRelaxedPollsSteal) {
  start_idle({.max_threads = 2, .aggressive_polls = 0, .moderate_polls = 0, .relaxed_interval = 4});
  pool->submit([] {});
  EXPECT_EQ(polls_until_stolen(1), 3);  // with its first sleep, one poll is past
}

TEST_F(StealingPoolTest, ModerateIntervalSaysWhichModeratePollsSteal) {
  start_idle({.max_threads = 2, .aggressive_polls = 0, .moderate_polls = 50, .moderate_interval = 8});
  pool->submit([] {});
  EXPECT_EQ(polls_until_stolen(1), 7);
}

TEST(StealingPoolAfterAJobTest, AggressiveIntervalSaysWhichAggressivePollsSteal) {
  // Its job makes worker 1 poll aggressively again, three times; it steals the job of worker 0 only if that is enough.
  for (const auto& [interval, steals] : {std::pair<size_t, uint64_t>{3, 1}, {4, 0}}) {
    SCOPED_TRACE(interval);
    SimulatedSleep sleep;
    auto pool = start({.max_threads = 2,
                       .scheduler_policy = "stealing",
                       .aggressive_polls = 3,
                       .aggressive_interval = interval,
                       .moderate_polls = 0,
                       .relaxed_interval = 1000,
                       .sleep = sleep.function()});
    sleep.await_asleep(2);
    for (int i = 0; i < 2; ++i) pool->submit([] {});
    sleep.wake(1);
    EXPECT_EQ(pool->statistics()[1].jobs, 1 + steals);
    EXPECT_EQ(pool->statistics()[1].steals, steals);
    sleep.wake_all_for_good();
    pool->stop();
  }
}

TEST_F(StealingPoolTest, AJobBehindABusyWorkerIsRunByAnother) {
  start_idle({.max_threads = 2});
  std::latch others_done(2);
  pool->submit([&] { others_done.wait(); });
  for (int i = 0; i < 2; ++i) pool->submit([&] { others_done.count_down(); });
  stop();  // both workers wake up; whichever gets the waiting job, the other must do the rest
  EXPECT_TRUE(others_done.try_wait());
  EXPECT_GE(total(*pool).steals, 1u);
}

TEST_F(StealingPoolTest, WithoutSleepsItPollsForGood) {
  pool = start({.max_threads = 1,
                .scheduler_policy = "stealing",
                .moderate_sleep = 0ms,
                .relaxed_sleep = 0ms,
                .sleep = sleep.function()});
  while (total(*pool).polls < 1000) std::this_thread::yield();
  EXPECT_EQ(total(*pool).sleeps, 0u);
}

TEST(StealingPoolForRealTest, StopWakesWorkersThatSleepForHours) {
  std::atomic<int> runs = 0;
  auto pool =
      start({.max_threads = 2, .scheduler_policy = "stealing", .moderate_polls = 0, .relaxed_sleep = Duration::max()});
  while (total(*pool).sleeps < 2) std::this_thread::yield();
  for (int i = 0; i < 3; ++i) pool->submit([&] { ++runs; });
  EXPECT_EQ(runs, 0);  // submitting wakes nobody
  pool->stop();        // or this test hangs
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(total(*pool).sleeps, 2u);
}

// -- options that do not work

std::string failure(const PoolOptions& options) {
  auto pool = WorkerPool::start(options);
  EXPECT_EQ(pool.error().code(), ErrorCode::InvalidArgument);
  return pool.error().message();
}

TEST(WorkerPoolOptionsTest, AnUnknownPolicyIsAnError) {
  EXPECT_EQ(failure({.scheduler_policy = "x"}), R"(scheduler_policy is "x"; it can be "sharing" or "stealing")");
}

TEST(WorkerPoolOptionsTest, NumbersThatMakeNoSenseAreErrors) {
  EXPECT_EQ(failure({.max_threads = 0}), R"(max_threads is "0"; it can be a number from 1 to 1024)");
  EXPECT_EQ(failure({.max_threads = 1025}), R"(max_threads is "1025"; it can be a number from 1 to 1024)");
  EXPECT_EQ(failure({.aggressive_interval = 0}), R"(aggressive_interval is "0"; it can be a number from 1)");
  EXPECT_EQ(failure({.moderate_interval = 0}), R"(moderate_interval is "0"; it can be a number from 1)");
  EXPECT_EQ(failure({.relaxed_interval = 0}), R"(relaxed_interval is "0"; it can be a number from 1)");
}

TEST(WorkerPoolOptionsTest, AreThoseOfTheEndpoint) {
  EndpointOptions endpoint;
  endpoint.max_threads = 3;
  endpoint.scheduler_policy = "stealing";
  endpoint.aggressive_polls = 11;
  endpoint.aggressive_interval = 12;
  endpoint.moderate_polls = 13;
  endpoint.moderate_interval = 14;
  endpoint.moderate_sleep = 15ms;
  endpoint.relaxed_interval = 16;
  endpoint.relaxed_sleep = 17ms;
  const PoolOptions pool = pool_options(endpoint);
  EXPECT_EQ(pool.max_threads, 3u);
  EXPECT_EQ(pool.scheduler_policy, "stealing");
  EXPECT_EQ(pool.aggressive_polls, 11u);
  EXPECT_EQ(pool.aggressive_interval, 12u);
  EXPECT_EQ(pool.moderate_polls, 13u);
  EXPECT_EQ(pool.moderate_interval, 14u);
  EXPECT_EQ(pool.moderate_sleep, 15ms);
  EXPECT_EQ(pool.relaxed_interval, 16u);
  EXPECT_EQ(pool.relaxed_sleep, 17ms);
}

TEST(WorkerPoolOptionsTest, HaveTheDefaultsOfTheEndpoint) {
  const PoolOptions own, endpoint = pool_options({});
  EXPECT_EQ(own.max_threads, endpoint.max_threads);
  EXPECT_EQ(own.scheduler_policy, endpoint.scheduler_policy);
  EXPECT_EQ(own.aggressive_polls, endpoint.aggressive_polls);
  EXPECT_EQ(own.aggressive_interval, endpoint.aggressive_interval);
  EXPECT_EQ(own.moderate_polls, endpoint.moderate_polls);
  EXPECT_EQ(own.moderate_interval, endpoint.moderate_interval);
  EXPECT_EQ(own.moderate_sleep, endpoint.moderate_sleep);
  EXPECT_EQ(own.relaxed_interval, endpoint.relaxed_interval);
  EXPECT_EQ(own.relaxed_sleep, endpoint.relaxed_sleep);
}

}  // namespace
}  // namespace whimbrel
