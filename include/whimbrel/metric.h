// Metric: a number of a program's own on the pages of its endpoint, /metrics and /v1/status/json.
//
//   Metric jobs = endpoint.metric({Metric::Type::Counter, "myprogram_jobs_total", "Jobs that are done."});
//   jobs.add(1);
//
// Any thread may use it at any time; it costs what an atomic number costs. It is on the pages as long as it is there.
// Several of the same name and labels are added up.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace whimbrel {

class Metric {
 public:
  enum class Type : uint8_t { Counter, Gauge };
  struct Description {
    Type type = Type::Counter;
    std::string name;  ///< letters, digits, '_' and ':', no digit at first; so are the names of labels
    std::string help;  ///< one line
    std::vector<std::pair<std::string, std::string>> labels;
  };

  /// One that is on no page.
  Metric() = default;
  Metric(Metric&&) noexcept = default;
  Metric& operator=(Metric&&) noexcept = default;

  void add(uint64_t n) {
    if (number_) number_->value.fetch_add(n, std::memory_order_relaxed);
  }
  void set(uint64_t n) {
    if (number_) number_->value.store(n, std::memory_order_relaxed);
  }

 private:
  friend class MetricList;
  struct Number {
    explicit Number(Description d) : description(std::move(d)) {}
    const Description description;
    std::atomic<uint64_t> value{0};
  };
  explicit Metric(std::shared_ptr<Number> number) : number_(std::move(number)) {}

  std::shared_ptr<Number> number_;
};

}  // namespace whimbrel
