// MetricList: the numbers that others want to see on the pages of an endpoint. Any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "whimbrel/metric.h"

namespace whimbrel {

class MetricList {
 public:
  /// On no page if a name cannot be on one.
  Metric make(Metric::Description description);

  using Labels = std::vector<std::pair<std::string, std::string>>;
  /// All numbers of a name.
  struct Family {
    Metric::Type type = Metric::Type::Counter;
    std::string help;
    std::map<Labels, uint64_t> values;
  };
  /// Of those that are still there, by name. The first of a name says what it is.
  std::map<std::string, Family> families() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Metric::Number>> numbers_;
};

}  // namespace whimbrel
