// Telemetry: numbers that a program keeps about itself, in families of one name whose members differ in their labels.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "script/model/objects.h"

namespace whimbrel::script {

enum class MetricKind : uint8_t {
  Counter,    ///< only grows
  Gauge,      ///< goes up and down
  Histogram,  ///< how many measurements were in which range
};

struct Metric {
  double value = 0;                ///< of a histogram: the sum of what was measured
  std::vector<uint64_t> in_range;  ///< of a histogram, for each range how many measurements; the last has no bound
};

struct MetricFamily {
  MetricKind kind = MetricKind::Counter;
  std::string prefix, name, unit, help;
  std::vector<std::string> label_names;
  std::vector<double> bounds;  ///< of a histogram's ranges, ascending
  using Labels = std::map<std::string, std::string>;
  std::map<Labels, std::shared_ptr<Metric>> metrics;

  /// As monitoring systems see it: "zeek_event_handler_invocations_total".
  std::string full_name() const;
  std::shared_ptr<Metric> with(const Labels& labels);
};

/// All families of a runtime: its state<MetricFamilies>().
struct MetricFamilies {
  std::map<std::string, std::shared_ptr<MetricFamily>> by_full_name;
};

class Runtime;
/// A counter that the interpreter itself keeps, in the family "zeek_NAME_total".
std::shared_ptr<Metric> own_counter(Runtime& runtime, const std::string& name, const std::string& help,
                                    const std::vector<std::pair<std::string, std::string>>& labels);

struct MetricFamilyObject final : OpaqueObject {
  explicit MetricFamilyObject(std::shared_ptr<MetricFamily> family);
  std::string text() const override;
  const std::shared_ptr<MetricFamily> family;
};

struct MetricObject final : OpaqueObject {
  MetricObject(MetricKind kind, std::vector<double> bounds, std::shared_ptr<Metric> metric);
  std::string text() const override;
  const MetricKind kind;
  const std::vector<double> bounds;
  const std::shared_ptr<Metric> metric;
};

}  // namespace whimbrel::script
