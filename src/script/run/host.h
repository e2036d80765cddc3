// Host: the only window of the interpreter to the world. apps/ have the real one (host_process.h); tests a made-up one
// with a clock that they turn.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/address.h"

namespace whimbrel::script {

class Host {
 public:
  virtual ~Host() = default;
  virtual void out(std::string_view text) = 0;  ///< standard output, buffered
  virtual void err(std::string_view text) = 0;  ///< standard error, at once
  virtual void flush() = 0;
  virtual double wall_clock() = 0;  ///< seconds since 1970
  virtual std::optional<std::string> environment(const std::string& name) = 0;
  /// The addresses of a host name in a script, which is resolved while it is parsed.
  virtual std::vector<Address> resolve(const std::string& name) { return (void)name, std::vector<Address>{}; }
  /// Waits until something happens (an IO source, a signal), or so many seconds have passed.
  virtual void wait(double seconds) = 0;
  /// From now on wait() calls this for its waiting: it is to return after so many seconds, when the descriptor is
  /// readable, or when an IO source has work. Without a function: as before.
  using Waiter = std::function<void(double seconds, int descriptor)>;
  virtual void wait_by(Waiter waiter) { (void)waiter; }
  /// A signal to end (TERM, INT) has come. request_stop() is what terminate() does.
  virtual bool stop_requested() = 0;
  virtual void request_stop() = 0;
  /// Set this when a user insists on the end of a process that does not heed stop_requested().
  virtual void watch_interrupt(std::atomic<bool>*) {}
};

}  // namespace whimbrel::script
