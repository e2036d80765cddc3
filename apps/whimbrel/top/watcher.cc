#include "watcher.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

#include "base/clock.h"
#include "top.h"

namespace whimbrel::top {

Watcher::Watcher(std::unique_ptr<PageReader> reader, Duration interval)
    : reader_(std::move(reader)),
      event_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      interval_(interval),
      thread_([this] { run(); }) {}

Watcher::~Watcher() {
  {
    std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
  reader_->cancel();
  thread_.join();
  ::close(event_fd_);
}

std::optional<Result<std::string>> Watcher::take() {
  std::lock_guard lock(mutex_);
  uint64_t ignored;
  [[maybe_unused]] const ssize_t n = ::read(event_fd_, &ignored, sizeof ignored);
  return std::exchange(latest_, {});
}

void Watcher::set_interval(Duration interval) {
  std::lock_guard lock(mutex_);
  interval_ = interval;
  changed_.notify_all();
}

void Watcher::run() {
  std::unique_lock lock(mutex_);
  while (!is_over_) {
    const TimePoint began = std::chrono::steady_clock::now();
    lock.unlock();
    auto page = reader_->get(kStatusPath, kPatience);
    lock.lock();
    latest_ = std::move(page);
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(event_fd_, &one, sizeof one);
    while (!is_over_ && changed_.wait_until(lock, began + interval_) != std::cv_status::timeout) {
    }
  }
}

}  // namespace whimbrel::top
