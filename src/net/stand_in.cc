#include "net/stand_in.h"

#include <chrono>

namespace whimbrel {

namespace {

constexpr auto kLook = std::chrono::milliseconds(1);
constexpr int kQuietLooks = 3;  // the guest did nothing but wait: no more looking until it leaves

}  // namespace

void StandIn::guest_leaves() {
  ++visits_;
  if (!sleeps_) return;
  {
    std::lock_guard lock(mutex_);
    sleeps_ = false;
  }
  changed_.notify_one();
}

void StandIn::wait_until_needed() {
  std::unique_lock lock(mutex_);
  seen_ = visits_.load();
  for (int quiet = 0; seen_ != 0 && !dismissed_;) {
    if (quiet < kQuietLooks) {
      changed_.wait_for(lock, kLook, [this] { return dismissed_.load(); });
    } else {
      sleeps_ = true;
      // A guest that left before it could see that has changed the count.
      if (visits_ == seen_) changed_.wait(lock, [this] { return !sleeps_ || dismissed_; });
      sleeps_ = false;
      quiet = 0;
    }
    const uint64_t visits = visits_;
    if (visits != seen_)
      quiet = 0;
    else if (is_inside(visits))
      ++quiet;
    else
      return;
    seen_ = visits;
  }
}

void StandIn::dismiss() {
  {
    std::lock_guard lock(mutex_);
    dismissed_ = true;
  }
  changed_.notify_one();
}

}  // namespace whimbrel
