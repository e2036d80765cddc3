// StoreMetrics: what the metrics page of an endpoint shows of one master or clone.
#pragma once

#include <array>
#include <string>

#include "store/figures.h"
#include "whimbrel/endpoint.h"

namespace whimbrel {

class StoreMetrics {
 public:
  StoreMetrics(Endpoint& endpoint, const std::string& name, bool is_master);

  void show(const StoreFigures& figures);
  void count_received() { received_.add(1); }
  void count_sent() { sent_.add(1); }

 private:
  Metric entries_, unacknowledged_, expirations_, snapshots_, received_, sent_;
  Metric clones_, failures_;  // of a master
  Metric in_step_;            // of a clone
};

}  // namespace whimbrel
