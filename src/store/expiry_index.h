// ExpiryIndex: when which entries expire, by their encoded keys. Owned by a master.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "whimbrel/bytes.h"
#include "whimbrel/value.h"

namespace whimbrel {

class ExpiryIndex {
 public:
  /// None: the entry does not expire, or is not there any more.
  void note(BytesView key, std::optional<Timestamp> expiry);
  /// A key whose time is before `now`, the earliest first. It is forgotten by that.
  std::optional<std::string> take_due(Timestamp now);
  void clear();

 private:
  std::unordered_map<std::string, Timestamp> times_;
  std::set<std::pair<Timestamp, const std::string*>> by_time_;  // of the keys in times_
};

}  // namespace whimbrel
