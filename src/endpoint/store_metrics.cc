#include "endpoint/store_metrics.h"

namespace whimbrel {

StoreMetrics::StoreMetrics(Endpoint& endpoint, const std::string& name, bool is_master) {
  const auto make = [&](Metric::Type type, const char* metric, const char* help, const char* direction = nullptr) {
    Metric::Description d{type, metric, help, {{"name", name}, {"type", is_master ? "master" : "clone"}}};
    if (direction) d.labels.emplace_back("direction", direction);
    return endpoint.metric(std::move(d));
  };
  const auto counter = Metric::Type::Counter, gauge = Metric::Type::Gauge;
  entries_ = make(gauge, "whimbrel_store_entries", "Entries of each data store.");
  unacknowledged_ = make(gauge, "whimbrel_store_unacknowledged_changes",
                         "Changes kept until all clones, or the master of a clone, are known to have them.");
  expirations_ = make(counter, "whimbrel_store_expirations_total", "Entries that have expired.");
  snapshots_ = make(counter, "whimbrel_store_snapshots_total", "Times that the whole content was sent, or taken.");
  constexpr const char* kCommands = "Commands exchanged with other masters and clones.";
  received_ = make(counter, "whimbrel_store_commands_total", kCommands, "in");
  sent_ = make(counter, "whimbrel_store_commands_total", kCommands, "out");
  if (is_master) {
    clones_ = make(gauge, "whimbrel_store_clones", "Clones of each master, in all processes.");
    failures_ = make(counter, "whimbrel_store_failures_total", "What a master could not read from its file or write.");
  } else {
    in_step_ = make(gauge, "whimbrel_store_in_step", "Clones that have content and hear from their master.");
  }
}

void StoreMetrics::show(const StoreFigures& figures) {
  entries_.set(figures.entries);
  unacknowledged_.set(figures.unacknowledged);
  expirations_.set(figures.expirations);
  snapshots_.set(figures.snapshots);
  clones_.set(figures.clones);
  failures_.set(figures.failures);
  in_step_.set(figures.is_in_step ? 1 : 0);
}

}  // namespace whimbrel
