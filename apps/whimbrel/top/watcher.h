// Watcher: looks at a node again and again on a thread of its own, so that a slow or dead node does not hold up the
// terminal.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "net/page_reader.h"

namespace whimbrel::top {

class Watcher {
 public:
  Watcher(std::unique_ptr<PageReader> reader, Duration interval);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  /// The latest page, or why there is none, if it was not taken before.
  std::optional<Result<std::string>> take();
  /// Can be read when there is something to take.
  int descriptor() const { return event_fd_; }
  void set_interval(Duration interval);

 private:
  void run();

  const std::unique_ptr<PageReader> reader_;
  const int event_fd_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Duration interval_;
  bool is_over_ = false;
  std::optional<Result<std::string>> latest_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace whimbrel::top
