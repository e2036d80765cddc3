// ChildProcess: a process that was started here and does not outlive who started it. What it prints comes back in
// lines. Nothing here blocks.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel {

/// The end of a pipe from which lines are read.
class LinePipe {
 public:
  using OnLine = std::function<void(std::string_view line)>;

  LinePipe() = default;
  ~LinePipe() { close(); }
  LinePipe(const LinePipe&) = delete;
  LinePipe& operator=(const LinePipe&) = delete;

  /// Opens a pipe; returns the end to write to, -1 if that fails.
  int open();
  int descriptor() const { return descriptor_; }  ///< -1: closed
  /// Hands over what is there, up to a limit. Lines that do not end are cut.
  void read(const OnLine& on_line);
  /// All that is left, when nobody writes any more; the last line may lack its end.
  void drain(const OnLine& on_line);

 private:
  bool read_some(const OnLine& on_line);
  void hand_over_rest(const OnLine& on_line);
  void close();

  int descriptor_ = -1;
  std::string rest_;
};

struct ProcessPlan {
  std::vector<std::string> command;          ///< the program, and its arguments
  std::vector<std::string> environment;      ///< NAME=VALUE, all of it
  std::string folder;                        ///< where it works
  std::string out_file = {}, err_file = {};  ///< what it prints goes to the ends of these; "": into the pipes
  std::optional<int> processor = {};         ///< the only one that it may use
  std::string program = {};                  ///< what is run, if the command begins with another name for it
  int orphan_signal = SIGKILL;               ///< what it gets when who started it is gone
};

class ChildProcess {
 public:
  /// Where the child can write reports: a file, for it.
  static constexpr const char* kReportFile = "/dev/fd/3";

  /// Starts it, in a process group of its own: Ctrl-C does not reach it.
  Result<void> start(const ProcessPlan& plan);
  ChildProcess() = default;
  /// Kills it.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  /// Can be read as soon as it has ended.
  int end_descriptor() const { return end_; }
  void signal(int number) const;
  /// How it ended, as wait() tells it; nothing while it runs.
  std::optional<int> ended();

  double cpu_seconds() const;
  size_t resident_bytes() const;

  LinePipe out, err, report;

 private:
  pid_t pid_ = -1;
  int end_ = -1;
  std::optional<int> status_;
};

/// How long to wait before a process that dies is started again: 1, 2, 4 ... 60 seconds, and from the beginning once it
/// has lived for a minute.
class BackOff {
 public:
  std::chrono::seconds after(std::chrono::steady_clock::duration lifetime);

 private:
  std::chrono::seconds next_{1};
};

/// "exit status 1", "signal 9 (Killed)"
std::string describe_end(int wait_status);

}  // namespace whimbrel
