// Loop: the one thread that owns all state of an endpoint's network. It runs handlers of sockets and timers, and after
// each of them one turn of the Turn it was given.
//
// Which thread that is may change: its own, in run(); a guest, in work(); or, while neither is in, a Visit. What the
// comments elsewhere call the loop thread is whichever has the role. post(), wake(), work() and Visit are for any
// thread; everything else belongs to the thread that has the role.
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
  /// Has something come, since it was asked last, that a guest waits for?
  virtual bool take_arrival() = 0;

 protected:
  ~Turn() = default;
};

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Until stop(). While there is a guest, only when that is away for long: see StandIn.
  void run(Turn& turn);
  /// The calling thread, always the same, runs the loop until there is an arrival, `alarm` (a descriptor, or -1) is
  /// readable, or it is time.
  void work(Turn& turn, TimePoint until, int alarm);
  /// No more guests. run() has the loop to itself.
  void dismiss_guest();
  void stop();
  /// After run() has ended: runs what was posted and not run any more. On the caller's thread.
  void run_posted();
  /// Runs the function on the loop, soon.
  void post(std::function<void()> function);
  /// Makes the loop take a turn. Costs next to nothing while it is awake.
  void wake();
  bool on_loop() const;
  /// Has the role, if that was free, until it is gone. Whoever has it next takes a turn.
  class Visit {
   public:
    explicit Visit(Loop& loop);
    ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    explicit operator bool() const { return loop_; }

   private:
    Loop* loop_;
  };
  TimePoint now() const { return std::chrono::steady_clock::now(); }

  struct Impl;  // Asio; for net/ only
  Impl& impl() { return *impl_; }

 private:
  void take_turn(Turn& turn);
  template <class MustNot>
  void sleep(Turn& turn, std::optional<TimePoint> until, MustNot must_not);
  void watch(int alarm);

  std::unique_ptr<Impl> impl_;
};

}  // namespace whimbrel
