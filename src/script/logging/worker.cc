#include "script/logging/worker.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>

namespace whimbrel::script::logging {

namespace {

constexpr auto kRetryPause = std::chrono::seconds(1);

/// Signals are the main thread's. That of a file that gets too large would end the process.
void block_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

std::string records(size_t n) { return fmt::format("{} record{}", n, n == 1 ? "" : "s"); }

}  // namespace

// -- the loop thread

Worker::Log Worker::add(std::unique_ptr<Sink> sink, std::string name) {
  const std::lock_guard lock(mutex_);
  State state;
  state.sink = std::move(sink);
  state.name = std::move(name);
  new_logs_.emplace(++last_log_, std::move(state));
  return last_log_;
}

void Worker::write(Log log, std::string bytes, size_t records) { post({Task::Write, log, std::move(bytes), records}); }
void Worker::flush(Log log) { post({Task::Flush, log}); }
void Worker::rotate(Log log, std::string new_name, uint64_t ticket) {
  post({Task::Rotate, log, std::move(new_name), 0, ticket});
}
void Worker::close(Log log) { post({Task::Close, log}); }

void Worker::post(Job job) {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  room_.wait(lock, [this] { return queued_bytes_ < kQueueLimit; });
  queued_bytes_ += job.bytes.size();
  const bool was_idle = queue_.empty();
  queue_.push_back(std::move(job));
  if (was_idle) work_.notify_one();
}

std::vector<Notice> Worker::take_notices() {
  const std::lock_guard lock(mutex_);
  has_notices_ = false;
  return std::exchange(notices_, {});
}

void Worker::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
  stopping_ = false;
}

// -- the worker thread

void Worker::run() {
  block_signals();
  std::unique_lock lock(mutex_);
  auto next_try = std::chrono::steady_clock::now() + kRetryPause;
  for (;;) {
    const auto has_work = [this] { return !queue_.empty() || stopping_; };
    if (has_failed())
      work_.wait_until(lock, next_try, has_work);
    else
      work_.wait(lock, has_work);
    const bool is_last = stopping_ && queue_.empty();
    std::deque<Job> jobs = std::exchange(queue_, {});
    logs_.merge(new_logs_);
    lock.unlock();
    for (Job& job : jobs) {
      const size_t size = job.bytes.size();
      handle(std::move(job));
      const std::lock_guard done(mutex_);
      queued_bytes_ -= size;
      room_.notify_one();
    }
    if (const auto now = std::chrono::steady_clock::now(); is_last || now >= next_try) {
      retry_all();
      next_try = now + kRetryPause;
    }
    if (is_last) {
      for (auto& [log, state] : logs_) give_up(state);
      return;
    }
    lock.lock();
  }
}

bool Worker::has_failed() const {
  for (const auto& [log, state] : logs_)
    if (!state.why.empty()) return true;
  return false;
}

void Worker::tell(Notice notice) {
  const std::lock_guard lock(mutex_);
  notices_.push_back(std::move(notice));
  has_notices_ = true;
}

void Worker::handle(Job job) {
  if (job.task == Task::Mark) {
    if (!has_failed()) tell({Notice::Kind::Marked, {}, job.ticket});
    return;
  }
  State& state = logs_.at(job.log);
  if (!state.why.empty() || !perform(state, job)) return keep(state, std::move(job));
  if (job.task == Task::Close) logs_.erase(job.log);
}

void Worker::keep(State& state, Job job) {
  const size_t size = job.bytes.size();
  const bool has_room = state.kept_bytes + size <= kKeptLimit && kept_bytes_ + size <= kKeptLimitOfAll;
  if (job.task == Task::Write && !has_room) {
    state.lost += job.records;
    return;
  }
  state.kept_bytes += size;
  kept_bytes_ += size;
  state.kept.push_back(std::move(job));
}

bool Worker::perform(State& state, Job& job) {
  Sink& sink = *state.sink;
  if (sink.is_gone() && job.task != Task::Write) return true;
  switch (job.task) {
    case Task::Write: {
      const Sink::Outcome outcome = sink.write(std::string_view(job.bytes).substr(job.done));
      job.done += outcome.taken;
      return check(state, outcome);
    }
    case Task::Flush:
      return check(state, sink.flush());
    case Task::Mark:
      return true;
    case Task::Close:
      if (!check(state, sink.close())) return false;
      sink.finish();
      return true;
    case Task::Rotate:
      if (!sink.has_file()) {
        tell({Notice::Kind::NothingRotated, {}, job.ticket});
        return true;
      }
      if (!check(state, sink.close())) return false;
      rename(state, job);
      return true;
  }
  return true;
}

void Worker::rename(State& state, Job& job) {
  const std::string why = state.sink->rename(job.bytes);
  if (why.empty()) return tell({Notice::Kind::Rotated, job.bytes, job.ticket});
  tell({Notice::Kind::Error,
        fmt::format("{}: cannot rename {} to {}: {}", state.name, state.sink->place(), job.bytes, why)});
  tell({Notice::Kind::NothingRotated, {}, job.ticket});
}

bool Worker::check(State& state, const Sink::Outcome& outcome) {
  if (outcome.why.empty()) {
    state.was_open |= state.sink->has_file();
    return true;
  }
  const bool is_news = state.why.empty(), was_open = state.was_open;
  state.was_open |= outcome.is_open;
  state.why = outcome.why;
  if (!is_news) return false;
  const std::string text = outcome.is_open ? fmt::format("cannot write {}: {}", state.sink->place(), outcome.why)
                                           : state.sink->open_problem(outcome.why);
  if (outcome.is_open || was_open) {
    tell({Notice::Kind::Error, fmt::format("{}: {}; records are kept in memory", state.name, text)});
    return false;
  }
  // In the words of those who would give up now.
  tell({Notice::Kind::Error, fmt::format("{}: {}", state.name, text)});
  tell({Notice::Kind::Error, state.name + ": terminating thread"});
  return false;
}

bool Worker::retry(State& state) {
  while (!state.kept.empty()) {
    Job& job = state.kept.front();
    const size_t size = job.bytes.size();
    if (!perform(state, job)) return false;
    state.kept_bytes -= size;
    kept_bytes_ -= size;
    const bool is_closed = job.task == Task::Close;
    state.kept.pop_front();
    if (is_closed) break;
  }
  const std::string lost = state.lost > 0 ? fmt::format("; {} have been lost", records(state.lost)) : "";
  tell({Notice::Kind::Info, fmt::format("{}: {} is written again{}", state.name, state.sink->place(), lost), 0,
        state.lost});
  state.lost = 0;
  state.why.clear();
  return true;
}

void Worker::retry_all() {
  for (auto& [log, state] : logs_)
    if (!state.why.empty()) retry(state);
}

/// At the end of the process.
void Worker::give_up(State& state) {
  if (state.why.empty()) return;
  for (const Job& job : state.kept) {
    if (job.task == Task::Rotate) tell({Notice::Kind::NothingRotated, {}, job.ticket});
    state.lost += job.records;
  }
  if (state.was_open && state.lost > 0)
    tell({Notice::Kind::Error,
          fmt::format("{}: {} have been lost: cannot write {}: {}", state.name, records(state.lost),
                      state.sink->place(), state.why),
          0, state.lost});
}

}  // namespace whimbrel::script::logging
