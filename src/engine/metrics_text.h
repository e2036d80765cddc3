// MetricsText: the text format of Prometheus, 0.0.4.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "engine/meters.h"

namespace whimbrel {

/// As the value of a label. What is no printable UTF-8 is shown as \xHH; topics that look alike then are not told
/// apart.
std::string label(std::string_view text);

/// Writes metrics one after the other, each with all its values.
class MetricsText {
 public:
  void counter(std::string_view name, std::string_view help) { begin(name, help, "counter"); }
  void gauge(std::string_view name, std::string_view help) { begin(name, help, "gauge"); }
  void histogram(std::string_view name, std::string_view help) { begin(name, help, "histogram"); }

  /// `labels`: as in `a="b",c="d"`.
  template <class Number>
  void value(std::string_view labels, Number value) {
    line("", labels, value);
  }
  void counter(std::string_view name, std::string_view help, uint64_t only_value) {
    counter(name, help);
    value("", only_value);
  }
  template <class Number>
  void gauge(std::string_view name, std::string_view help, Number only_value) {
    gauge(name, help);
    value("", only_value);
  }
  void latencies(std::string_view labels, const LatencyMeter& meter);
  bool has(std::string_view name) const { return names_.contains(name); }
  std::string take() { return std::move(out_); }

 private:
  void begin(std::string_view name, std::string_view help, std::string_view type) {
    name_ = *names_.emplace(name).first;
    fmt::format_to(std::back_inserter(out_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
  }
  template <class Number>
  void line(std::string_view suffix, std::string_view labels, Number value) {
    const std::string_view open = labels.empty() ? "" : "{", close = labels.empty() ? "" : "}";
    fmt::format_to(std::back_inserter(out_), "{}{}{}{}{} {}\n", name_, suffix, open, labels, close, value);
  }

  std::set<std::string, std::less<>> names_;
  std::string_view name_;  // of these, the last
  std::string out_;
};

}  // namespace whimbrel
