// Signals turned into things to look at: SIGINT and SIGTERM ask to stop. A second request to stop ends the process at
// once, in case the clean end takes too long. SIGPIPE is ignored; writing then fails instead.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

namespace whimbrel::cli {

using TimePoint = std::chrono::steady_clock::time_point;

/// Holds the handlers while it lives; there is one per process. The thread that makes it is the one that signals
/// interrupt.
class Signals {
 public:
  /// Daemons live on when their terminal is gone: for them SIGHUP and SIGUSR1 ask for statistics. For others SIGHUP
  /// asks to stop.
  enum class For : bool { Program, Daemon };
  explicit Signals(For whom = For::Program);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Has the process been asked to stop?
  static bool stop();
  /// True once after statistics were asked for.
  static bool take_statistics();

  /// Sleeps until one of the descriptors can be read or has lost its other end, a signal came, or it is that late.
  void wait(std::optional<TimePoint> until, const std::vector<int>& descriptors) const;

 private:
  int event_fd_;
};

}  // namespace whimbrel::cli
