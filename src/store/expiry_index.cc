#include "store/expiry_index.h"

namespace whimbrel {

void ExpiryIndex::note(BytesView key, std::optional<Timestamp> expiry) {
  if (times_.empty() && !expiry) return;
  const std::string text(reinterpret_cast<const char*>(key.data()), key.size());
  auto known = times_.find(text);
  if (known != times_.end()) {
    by_time_.erase({known->second, &known->first});
    if (!expiry) times_.erase(known);
  }
  if (!expiry) return;
  known = times_.insert_or_assign(text, *expiry).first;
  by_time_.emplace(*expiry, &known->first);
}

std::optional<std::string> ExpiryIndex::take_due(Timestamp now) {
  if (by_time_.empty() || by_time_.begin()->first >= now) return std::nullopt;
  std::string key = *by_time_.begin()->second;
  by_time_.erase(by_time_.begin());
  times_.erase(key);
  return key;
}

void ExpiryIndex::clear() {
  by_time_.clear();
  times_.clear();
}

}  // namespace whimbrel
