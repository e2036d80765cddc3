#include "script/builtins/telemetry.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "script/builtins/reflection.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

/// As opaque types and their values are called, and the constants of Telemetry::MetricType.
struct KindNames {
  std::string_view type, object, constant;
};
constexpr KindNames kKindNames[] = {{"counter", "Counter", "Telemetry::COUNTER"},
                                    {"gauge", "Gauge", "Telemetry::GAUGE"},
                                    {"histogram", "Histogram", "Telemetry::HISTOGRAM"}};
const KindNames& names_of(MetricKind kind) { return kKindNames[static_cast<size_t>(kind)]; }

}  // namespace

std::string MetricFamily::full_name() const {
  std::string full = fmt::format("{}_{}", prefix, name);
  if (!unit.empty() && unit != "1") full += "_" + unit;
  if (kind == MetricKind::Counter) full += "_total";
  for (char& c : full)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != ':') c = '_';
  return full;
}

std::shared_ptr<Metric> MetricFamily::with(const Labels& labels) {
  std::shared_ptr<Metric>& metric = metrics[labels];
  if (!metric) {
    metric = std::make_shared<Metric>();
    if (kind == MetricKind::Histogram) metric->in_range.resize(bounds.size() + 1);
  }
  return metric;
}

std::shared_ptr<Metric> own_counter(Runtime& runtime, const std::string& name, const std::string& help,
                                    const std::vector<std::pair<std::string, std::string>>& labels) {
  MetricFamily family;
  family.prefix = "zeek";
  family.name = name;
  std::shared_ptr<MetricFamily>& known = runtime.state<MetricFamilies>().by_full_name[family.full_name()];
  if (!known) {
    family.help = help;
    for (const auto& [label, value] : labels) family.label_names.push_back(label);
    known = std::make_shared<MetricFamily>(std::move(family));
  }
  return known->with({labels.begin(), labels.end()});
}

MetricFamilyObject::MetricFamilyObject(std::shared_ptr<MetricFamily> family_)
    : OpaqueObject(make<OpaqueType>(fmt::format("{}_metric_family", names_of(family_->kind).type))),
      family(std::move(family_)) {}

std::string MetricFamilyObject::text() const {
  return fmt::format("<opaque of {}MetricFamilyVal>", names_of(family->kind).object);
}

MetricObject::MetricObject(MetricKind kind_, std::vector<double> bounds_, std::shared_ptr<Metric> metric_)
    : OpaqueObject(make<OpaqueType>(fmt::format("{}_metric", names_of(kind_).type))),
      kind(kind_),
      bounds(std::move(bounds_)),
      metric(std::move(metric_)) {}

std::string MetricObject::text() const { return fmt::format("<opaque of {}MetricVal>", names_of(kind).object); }

namespace {

// -- families and their members

std::vector<std::string> strings_of(const Cell& vector) {
  std::vector<std::string> strings;
  for (const Cell& cell : vector.as<VectorObject>().cells)
    if (cell.is_set()) strings.push_back(cell.string());
  return strings;
}

std::vector<double> numbers_of(const Cell& vector) {
  std::vector<double> numbers;
  for (const Cell& cell : vector.as<VectorObject>().cells)
    if (cell.is_set()) numbers.push_back(cell.as_double());
  return numbers;
}

/// (prefix, name, labels, [bounds of a histogram,] help, unit). A family that is there already is the same.
template <MetricKind kind>
Cell family(BuiltinCall& call) {
  auto made = std::make_shared<MetricFamily>();
  made->kind = kind;
  made->prefix = string_argument(call, 0);
  made->name = string_argument(call, 1);
  made->label_names = strings_of(call.arguments[2]);
  if (kind == MetricKind::Histogram) {
    made->bounds = numbers_of(call.arguments[3]);
    std::sort(made->bounds.begin(), made->bounds.end());
  }
  made->help = string_argument(call, call.arguments.size() - 2);
  made->unit = string_argument(call, call.arguments.size() - 1);
  const std::string name = made->full_name();
  const auto& known = call.runtime.state<MetricFamilies>().by_full_name.emplace(name, made).first->second;
  if (known->kind == kind && known->label_names == made->label_names) return make<MetricFamilyObject>(known);
  plain_error(call, fmt::format("metric family {} exists with another type or other labels", name));
  return {};
}

Cell metric_get_or_add(BuiltinCall& call) {
  MetricFamily& family = *call.arguments[0].as<MetricFamilyObject>().family;
  MetricFamily::Labels labels;
  TableObject::Walk walk(call.arguments[1].as<TableObject>());
  while (const TableObject::Entry* const entry = walk.next()) labels[entry->index[0].string()] = entry->value.string();
  return make<MetricObject>(family.kind, family.bounds, family.with(labels));
}

Metric& metric_argument(const BuiltinCall& call) { return *call.arguments[0].as<MetricObject>().metric; }

/// Counters only grow: for them this is nothing.
Cell counter_inc(BuiltinCall& call) {
  metric_argument(call).value += std::max(0.0, call.arguments[1].as_double());
  return Cell::boolean(true);
}

Cell gauge_inc(BuiltinCall& call) {
  metric_argument(call).value += call.arguments[1].as_double();
  return Cell::boolean(true);
}

Cell gauge_dec(BuiltinCall& call) {
  metric_argument(call).value -= call.arguments[1].as_double();
  return Cell::boolean(true);
}

Cell histogram_observe(BuiltinCall& call) {
  const auto& histogram = call.arguments[0].as<MetricObject>();
  const double measured = call.arguments[1].as_double();
  const auto bound = std::lower_bound(histogram.bounds.begin(), histogram.bounds.end(), measured);
  histogram.metric->value += measured;
  ++histogram.metric->in_range[static_cast<size_t>(bound - histogram.bounds.begin())];
  return Cell::boolean(true);
}

Cell value(BuiltinCall& call) { return Cell::real(metric_argument(call).value); }

// -- collecting

Cell strings(const BuiltinCall& call, const std::vector<std::string>& from) {
  return string_vector(call.runtime, from);
}

Cell numbers(const BuiltinCall& call, const std::vector<double>& from) {
  auto vector = result_vector(call, "double_vec");
  for (const double x : from) vector->cells.push_back(Cell::real(x));
  return vector;
}

/// A record Telemetry::MetricOpts. Labels are in the order of their names.
Cell options_of(const BuiltinCall& call, const MetricFamily& family) {
  auto options = result_record(call, "Telemetry::MetricOpts");
  const std::string name = family.full_name();
  set_field(*options, "prefix", string_cell(name.substr(0, name.find('_'))));
  set_field(*options, "name", string_cell(name));
  set_field(*options, "unit", string_cell(family.unit));
  set_field(*options, "help_text", string_cell(family.help));
  auto labels = family.label_names;
  std::ranges::sort(labels);
  set_field(*options, "label_names", strings(call, labels));
  set_field(*options, "is_total", Cell::boolean(family.kind == MetricKind::Counter));
  set_field(*options, "metric_type", enum_cell(call.runtime, names_of(family.kind).constant));
  if (family.kind == MetricKind::Histogram) set_field(*options, "bounds", numbers(call, family.bounds));
  return options;
}

void add_counts(const BuiltinCall& call, RecordObject& record, const Metric& metric) {
  std::vector<double> in_range(metric.in_range.begin(), metric.in_range.end());
  set_field(record, "values", numbers(call, in_range));
  set_field(record, "observations", Cell::real(std::accumulate(in_range.begin(), in_range.end(), 0.0)));
  set_field(record, "sum", Cell::real(metric.value));
}

void collect(const BuiltinCall& call, const MetricFamily& family, VectorObject& into) {
  const bool is_histogram = family.kind == MetricKind::Histogram;
  const Cell options = options_of(call, family);
  for (const auto& [labels, metric] : family.metrics) {
    auto record = result_record(call, is_histogram ? "Telemetry::HistogramMetric" : "Telemetry::Metric");
    set_field(*record, "opts", options);
    std::vector<std::string> names, values;
    for (const auto& [name, value] : labels) {
      names.push_back(name);
      values.push_back(value);
    }
    set_field(*record, "label_names", strings(call, names));
    set_field(*record, "label_values", strings(call, values));
    if (is_histogram)
      add_counts(call, *record, *metric);
    else
      set_field(*record, "value", Cell::real(metric->value));
    into.cells.push_back(record);
  }
}

void update_event_counts(Runtime& runtime) {
  for (const Function* const event : called_events(runtime))
    own_counter(runtime, "event_handler_invocations", "Number of times the given event handler was called",
                {{"name", event->name}})
        ->value = static_cast<double>(times_called(*event));
}

/// (prefix, name): families whose full names begin with what matches both patterns.
template <bool histograms>
Cell collect_metrics(BuiltinCall& call) {
  update_event_counts(call.runtime);
  const std::string pattern = string_argument(call, 0) + '_' + string_argument(call, 1) + '*';
  auto found = result_vector(call, "any_vec");
  for (const auto& [full_name, family] : call.runtime.state<MetricFamilies>().by_full_name) {
    if ((family->kind == MetricKind::Histogram) != histograms) continue;
    if (::fnmatch(pattern.c_str(), full_name.c_str(), 0) == 0) collect(call, *family, *found);
  }
  return found;
}

}  // namespace

void add_telemetry_builtins(Registry& registry) {
  registry.begin("telemetry.bif");
  registry.add(
      "Telemetry::__counter_family(prefix: string, name: string, labels: string_vec, "
      "helptext: string &default=\"Zeek Script Metric\", unit: string &default=\"\"): opaque of counter_metric_family",
      family<MetricKind::Counter>);
  registry.add(
      "Telemetry::__counter_metric_get_or_add(family: opaque of counter_metric_family, labels: "
      "table_string_of_string): "
      "opaque of counter_metric",
      metric_get_or_add);
  registry.add("Telemetry::__counter_inc(val: opaque of counter_metric, amount: double &default=1.0): bool",
               counter_inc);
  registry.add("Telemetry::__counter_value(val: opaque of counter_metric): double", value);
  registry.add(
      "Telemetry::__gauge_family(prefix: string, name: string, labels: string_vec, "
      "helptext: string &default=\"Zeek Script Metric\", unit: string &default=\"\"): opaque of gauge_metric_family",
      family<MetricKind::Gauge>);
  registry.add(
      "Telemetry::__gauge_metric_get_or_add(family: opaque of gauge_metric_family, labels: table_string_of_string): "
      "opaque of gauge_metric",
      metric_get_or_add);
  registry.add("Telemetry::__gauge_inc(val: opaque of gauge_metric, amount: double &default=1.0): bool", gauge_inc);
  registry.add("Telemetry::__gauge_dec(val: opaque of gauge_metric, amount: double &default=1.0): bool", gauge_dec);
  registry.add("Telemetry::__gauge_value(val: opaque of gauge_metric): double", value);
  registry.add(
      "Telemetry::__histogram_family(prefix: string, name: string, labels: string_vec, bounds: double_vec, "
      "helptext: string &default=\"Zeek Script Metric\", unit: string &default=\"\"): opaque of "
      "histogram_metric_family",
      family<MetricKind::Histogram>);
  registry.add(
      "Telemetry::__histogram_metric_get_or_add(family: opaque of histogram_metric_family, "
      "labels: table_string_of_string): opaque of histogram_metric",
      metric_get_or_add);
  registry.add("Telemetry::__histogram_observe(val: opaque of histogram_metric, measurement: double): bool",
               histogram_observe);
  registry.add("Telemetry::__histogram_sum(val: opaque of histogram_metric): double", value);
  registry.add("Telemetry::__collect_metrics(prefix: string, name: string): any_vec", collect_metrics<false>);
  registry.add("Telemetry::__collect_histogram_metrics(prefix: string, name: string): any_vec", collect_metrics<true>);
}

}  // namespace whimbrel::script
