#include "net/stand_in.h"

#include <chrono>

namespace whimbrel {

namespace {

constexpr auto kLook = std::chrono::milliseconds(1);
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
  for (bool quiet = false; seen_ != 0 && !dismissed_;) {
    if (!quiet) {
      changed_.wait_for(lock, kLook, [this] { return dismissed_.load(); });
    } else {
      sleeps_ = true;
      // A guest that left before it could see that has changed the count.
      if (visits_ == seen_) changed_.wait(lock, [this] { return !sleeps_ || dismissed_; });
      sleeps_ = false;
    }
    const uint64_t visits = visits_;
    const bool same = visits == seen_;
    if (same && !is_inside(visits)) return;
    quiet = same;
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
