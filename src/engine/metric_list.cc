#include "engine/metric_list.h"

#include <algorithm>
#include <set>

namespace whimbrel {

namespace {

bool is_name(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
  };
  return !text.empty() && std::ranges::all_of(text, fits) && !(text[0] >= '0' && text[0] <= '9');
}

bool is_good(const Metric::Description& d) {
  std::set<std::string> names;
  for (const auto& [name, value] : d.labels)
    if (!is_name(name) || name.find(':') != std::string::npos || !names.insert(name).second) return false;
  return is_name(d.name) && d.help.find_first_of("\\\n") == std::string::npos;
}

}  // namespace

Metric MetricList::make(Metric::Description description) {
  if (!is_good(description)) return {};
  std::ranges::sort(description.labels);
  auto number = std::make_shared<Metric::Number>(std::move(description));
  std::lock_guard lock(mutex_);
  std::erase_if(numbers_, [](const auto& weak) { return weak.expired(); });
  numbers_.push_back(number);
  return Metric(std::move(number));
}

std::map<std::string, MetricList::Family> MetricList::families() const {
  std::map<std::string, Family> all;
  std::lock_guard lock(mutex_);
  for (const auto& weak : numbers_) {
    const auto number = weak.lock();
    if (!number) continue;
    const Metric::Description& d = number->description;
    Family& family = all.try_emplace(d.name, Family{d.type, d.help, {}}).first->second;
    family.values[d.labels] += number->value.load(std::memory_order_relaxed);
  }
  return all;
}

}  // namespace whimbrel
