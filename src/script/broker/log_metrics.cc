#include "script/broker/log_metrics.h"

namespace whimbrel::script {

LogMetrics::LogMetrics(Endpoint& endpoint) {
  const auto counter = [&](const char* name, const char* help, const char* direction) {
    Metric::Description d{Metric::Type::Counter, name, help, {}};
    if (direction) d.labels.emplace_back("direction", direction);
    return endpoint.metric(std::move(d));
  };
  constexpr const char *kRecords = "whimbrel_log_records_total", *kLost = "whimbrel_log_records_lost_total";
  constexpr const char* kOfRecords = "Log records sent to and received from other nodes.";
  constexpr const char* kOfLost = "Log records that were reported lost, of those sent and of those of others.";
  sent_ = counter(kRecords, kOfRecords, "out");
  received_ = counter(kRecords, kOfRecords, "in");
  lost_ = counter(kLost, kOfLost, "out");
  missing_ = counter(kLost, kOfLost, "in");
  confirmed_ =
      counter("whimbrel_log_records_confirmed_total", "Log records sent that a receiver has written.", nullptr);
  unwritten_ =
      counter("whimbrel_log_records_unwritten_total", "Log records received that could not be written.", nullptr);
}

void LogMetrics::show(const Figures& figures) {
  sent_.set(figures.sent);
  received_.set(figures.received);
  confirmed_.set(figures.confirmed);
  lost_.set(figures.lost);
  missing_.set(figures.missing);
  unwritten_.set(figures.unwritten);
}

}  // namespace whimbrel::script
