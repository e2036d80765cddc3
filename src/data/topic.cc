#include "whimbrel/topic.h"

#include <algorithm>

namespace whimbrel {

std::string join_topics(std::string_view a, std::string_view b) {
  std::string out;
  out.reserve(a.size() + 1 + b.size());
  out += a;
  if (!a.empty() && !b.empty() && b.front() != '/') out += '/';
  out += b;
  if (!out.empty() && out.back() == '/') out.pop_back();
  return out;
}

namespace {

/// Whether one of the prefixes covers the topic. Everything between a prefix and the topic in byte order begins with
/// that prefix, so in a minimal list only the last entry not after the topic can.
bool covers(const std::vector<std::string>& prefixes, std::string_view topic) {
  const auto after = std::upper_bound(prefixes.begin(), prefixes.end(), topic);
  return after != prefixes.begin() && topic.starts_with(*std::prev(after));
}

}  // namespace

Filter::Filter(const std::vector<std::string>& prefixes) {
  std::vector<std::string> sorted = prefixes;
  std::sort(sorted.begin(), sorted.end());
  for (std::string& prefix : sorted)
    if (prefixes_.empty() || !prefix.starts_with(prefixes_.back())) prefixes_.push_back(std::move(prefix));
}

bool Filter::add(std::string_view prefix) {
  if (covers(prefixes_, prefix)) return false;
  const auto first = std::lower_bound(prefixes_.begin(), prefixes_.end(), prefix);
  const auto last = std::find_if_not(first, prefixes_.end(), [&](const auto& p) { return p.starts_with(prefix); });
  prefixes_.insert(prefixes_.erase(first, last), std::string(prefix));
  return true;
}

bool Filter::matches(std::string_view topic) const { return covers(prefixes_, topic); }

}  // namespace whimbrel
