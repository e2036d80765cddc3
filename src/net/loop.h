// Loop: the one thread that owns all state of an endpoint's network. It runs handlers of sockets and timers, and after
// each of them one turn of the Turn it was given.
//
// post() and wake() may be called from any thread; everything else belongs to the thread in run().
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/clock.h"

namespace whimbrel {

/// What is done once per round of the loop.
class Turn {
 public:
  /// Works off what has come in. Returns when it wants to be called again at the latest, if at all.
  virtual std::optional<TimePoint> take_turn(TimePoint now) = 0;
  /// Is there work from other threads right now? Asked before the loop sleeps.
  virtual bool has_work() = 0;

 protected:
  ~Turn() = default;
};

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Until stop().
  void run(Turn& turn);
  void stop();
  /// After run() has ended: runs what was posted and not run any more. On the caller's thread.
  void run_posted();
  /// Runs the function on the loop, soon.
  void post(std::function<void()> function);
  /// Makes the loop take a turn. Costs next to nothing while it is awake.
  void wake();
  bool on_loop() const;
  TimePoint now() const { return std::chrono::steady_clock::now(); }

  struct Impl;  // Asio; for net/ only
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace whimbrel
