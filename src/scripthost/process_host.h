// ProcessHost: the interpreter's window to the real process: its standard streams, clock, environment and signals.
//
// One at a time, since signals belong to the whole process. SIGTERM, SIGINT and SIGHUP ask for an orderly end. When the
// interpreter is asked a second time, or does not notice SIGINT within a second, another within five, the scripts that
// run are broken off.
// A process that is to end with its parent has a few seconds for it.
#pragma once

#include <csignal>
#include <utility>

#include "script/run/host.h"

namespace whimbrel::script {

class ProcessHost final : public Host {
 public:
  ProcessHost();
  ~ProcessHost() override;
  ProcessHost(const ProcessHost&) = delete;
  ProcessHost& operator=(const ProcessHost&) = delete;

  void out(std::string_view text) override;
  void err(std::string_view text) override;
  void flush() override;
  double wall_clock() override;
  std::optional<std::string> environment(const std::string& name) override;
  void wait(double seconds) override;
  void wait_by(Waiter waiter) override { waiter_ = std::move(waiter); }
  bool stop_requested() override;
  void request_stop() override;
  std::vector<Address> resolve(const std::string& name) override;
  void watch_interrupt(std::atomic<bool>* flag) override;

  /// Ends a wait(), or the next one. From any thread.
  void wake();

 private:
  Waiter waiter_;
};

}  // namespace whimbrel::script
