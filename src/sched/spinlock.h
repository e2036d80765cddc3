// Spinlock is a lock for sections of a few instructions, where putting a thread to sleep would cost more than waiting.
// Works with std::lock_guard. A holder that loses its processor makes the others yield theirs.
#pragma once

#include <atomic>
#include <thread>

namespace whimbrel {

class Spinlock {
 public:
  void lock() {
    int attempts = 0;
    while (locked_.exchange(true, std::memory_order_acquire)) {
      // Reading does not take the cache line away from the holder, as trying again at once would.
      while (locked_.load(std::memory_order_relaxed)) {
        if (++attempts % kAttemptsBeforeYield == 0) std::this_thread::yield();
      }
    }
  }
  void unlock() { locked_.store(false, std::memory_order_release); }

 private:
  static constexpr int kAttemptsBeforeYield = 64;
  std::atomic<bool> locked_ = false;
};

}  // namespace whimbrel
