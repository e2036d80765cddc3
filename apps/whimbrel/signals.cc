#include "signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>

namespace whimbrel::cli {

namespace {

// What handlers may touch.
std::atomic<bool> stop_asked{false}, statistics_asked{false};
std::atomic<int> wake_fd{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void wake() {
  const int before = errno;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(wake_fd, &one, sizeof one);
  errno = before;
}

void on_stop(int) {
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  ::signal(SIGHUP, SIG_DFL);
  stop_asked = true;
  wake();
}

void on_statistics(int) {
  statistics_asked = true;
  wake();
}

// Without SA_RESTART: a write to a full pipe must not outlast a request to stop.
void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

int milliseconds_until(std::optional<TimePoint> until) {
  if (!until) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, INT_MAX));
}

}  // namespace

Signals::Signals(For whom) : event_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  wake_fd = event_fd_;
  handle(SIGINT, on_stop);
  handle(SIGTERM, on_stop);
  handle(SIGHUP, whom == For::Daemon ? on_statistics : on_stop);
  if (whom == For::Daemon) handle(SIGUSR1, on_statistics);
  handle(SIGPIPE, SIG_IGN);
}

Signals::~Signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) ::signal(signal, SIG_DFL);
  wake_fd = -1;
  ::close(event_fd_);
}

bool Signals::stop() { return stop_asked; }
bool Signals::take_statistics() { return statistics_asked.exchange(false); }

void Signals::wait(std::optional<TimePoint> until, const std::vector<int>& descriptors) const {
  std::vector<pollfd> all = {{event_fd_, POLLIN, 0}};
  for (const int descriptor : descriptors) {
    // Standard output is not read; there an end that is gone is all that counts.
    const short events = descriptor == STDOUT_FILENO ? 0 : POLLIN;
    all.push_back({descriptor, events, 0});
  }
  if (stop_asked || statistics_asked) return;
  ::poll(all.data(), all.size(), milliseconds_until(until));
  uint64_t ignored;
  [[maybe_unused]] const ssize_t n = ::read(event_fd_, &ignored, sizeof ignored);
}

}  // namespace whimbrel::cli
