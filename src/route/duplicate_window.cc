#include "route/duplicate_window.h"

namespace whimbrel {

DuplicateWindow::Numbers& DuplicateWindow::origin(const EndpointId& id) {
  if (const auto known = origins_.find(id); known != origins_.end()) {
    by_age_.splice(by_age_.begin(), by_age_, known->second.age_);
    return known->second;
  }
  if (origins_.size() == kMostOrigins) {
    origins_.erase(by_age_.back());
    by_age_.pop_back();
  }
  by_age_.push_front(id);
  Numbers& numbers = origins_[id];
  numbers.age_ = by_age_.begin();
  return numbers;
}

bool DuplicateWindow::Numbers::take(uint64_t number) {
  if (seen_.empty()) {
    seen_.resize(kSpan / 64);
    next_ = number;
  }
  if (number >= next_) {
    forget(next_, number);
    next_ = number + 1;
  } else if (next_ - number > kSpan) {
    return false;
  }
  uint64_t& word = seen_[number % kSpan / 64];
  const uint64_t bit = uint64_t{1} << (number % 64);
  if (word & bit) return false;
  word |= bit;
  return true;
}

// The places of the numbers from..to, both included, become free; they held numbers that are now too old.
void DuplicateWindow::Numbers::forget(uint64_t from, uint64_t to) {
  if (to - from >= kSpan) {
    seen_.assign(seen_.size(), 0);
    return;
  }
  for (uint64_t n = from; n <= to; ++n) {
    if (n % 64 == 0 && to - n >= 63) {
      seen_[n % kSpan / 64] = 0;
      n += 63;
    } else {
      seen_[n % kSpan / 64] &= ~(uint64_t{1} << (n % 64));
    }
  }
}

}  // namespace whimbrel
