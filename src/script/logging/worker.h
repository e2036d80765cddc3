// Worker: the thread that writes logs, one for a process. The loop thread gives it blocks of bytes, and never waits for
// a disk; only when 64 MiB are on their way does it wait until some have been written.
//
// A log that cannot be written (a full disk, a directory that has gone) is told of once. Its bytes are kept, up to 16
// MiB, and 64 MiB for all such logs, and tried again every second; what comes on top of these is dropped, and counted.
// Other logs go on.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "script/logging/sink.h"

namespace whimbrel::script::logging {

/// What the worker has to say, in the order in which it happened.
struct Notice {
  enum class Kind : uint8_t { Error, Info, Rotated, NothingRotated, Marked };
  Kind kind;
  std::string text;     ///< of messages; the new name, if something has been rotated
  uint64_t ticket = 0;  ///< of rotations and marks
  size_t lost = 0;      ///< records that have been lost, if this tells of any
};

class Worker {
 public:
  using Log = uint32_t;

  Worker() = default;
  ~Worker() { stop(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// `name`: how messages call it, "conn/Log::WRITER_ASCII".
  Log add(std::unique_ptr<Sink> sink, std::string name);
  void write(Log log, std::string bytes, size_t records);
  void flush(Log log);
  /// Closes the file and gives it that name, or one like it if it is taken; a Notice with the ticket tells when.
  /// Without a file, nothing happens.
  void rotate(Log log, std::string new_name, uint64_t ticket);
  /// Ends a log. Nothing may follow.
  void close(Log log);
  /// A Notice with the ticket tells when all that has been given so far is written. None comes while some log fails.
  void mark(uint64_t ticket) { post({Task::Mark, 0, {}, 0, ticket}); }
  bool has_notices() const { return has_notices_.load(std::memory_order_relaxed); }
  std::vector<Notice> take_notices();
  /// Works off everything, tries what has failed once more, and ends the thread.
  void stop();

  static constexpr size_t kQueueLimit = 64 << 20;
  static constexpr size_t kKeptLimit = 16 << 20;
  static constexpr size_t kKeptLimitOfAll = 64 << 20;

 private:
  enum class Task : uint8_t { Write, Flush, Rotate, Close, Mark };
  struct Job {
    Task task;
    Log log;
    std::string bytes = {};  // or the new name
    size_t records = 0;
    uint64_t ticket = 0;
    size_t done = 0;  // of the bytes
  };
  /// The worker's own.
  struct State {
    std::unique_ptr<Sink> sink;
    std::string name;
    std::deque<Job> kept;  // since it has failed
    size_t kept_bytes = 0;
    size_t lost = 0;  // records
    std::string why;  // "": it does not fail
    bool was_open = false;
  };

  void post(Job job);
  void run();
  void handle(Job job);
  void keep(State& state, Job job);
  /// False: it has failed, which has been told.
  bool perform(State& state, Job& job);
  bool check(State& state, const Sink::Outcome& outcome);
  void rename(State& state, Job& job);
  bool retry(State& state);
  void retry_all();
  void give_up(State& state);
  void tell(Notice notice);
  bool has_failed() const;

  std::mutex mutex_;
  std::condition_variable work_, room_;
  std::deque<Job> queue_;
  size_t queued_bytes_ = 0;  // also of those that are being written
  bool stopping_ = false;
  std::vector<Notice> notices_;
  std::atomic<bool> has_notices_ = false;
  std::map<Log, State> new_logs_;
  // The worker thread's own:
  std::map<Log, State> logs_;
  size_t kept_bytes_ = 0;  // of all logs
  Log last_log_ = 0;
  std::thread thread_;
};

}  // namespace whimbrel::script::logging
