// LogMetrics: what the metrics page of a node shows of log records.
#pragma once

#include "whimbrel/endpoint.h"

namespace whimbrel::script {

class LogMetrics {
 public:
  explicit LogMetrics(Endpoint& endpoint);

  /// Records since the start.
  struct Figures {
    uint64_t sent = 0, received = 0;
    uint64_t confirmed = 0;  ///< sent, and known to be written by a receiver
    uint64_t lost = 0;       ///< sent, and not known to have arrived: reported
    uint64_t missing = 0;    ///< of others, that have not come: reported
    uint64_t unwritten = 0;  ///< received, and not written
  };
  void show(const Figures& figures);

 private:
  Metric sent_, received_, confirmed_, lost_, missing_, unwritten_;
};

}  // namespace whimbrel::script
