// Histogram: how often each latency occurred, from nanoseconds to minutes, each to within 1.6 percent. Memory does not
// grow with the counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace whimbrel::bench {

class Histogram {
 public:
  Histogram();

  void add(uint64_t ns);
  /// The latency that this part (0 to 1) of all does not exceed. 0 if there are none.
  uint64_t percentile(double part) const;
  uint64_t count() const { return count_; }
  uint64_t max() const { return max_; }

  /// "max index:count index:count ...", for the way from one process to another.
  std::string to_line() const;
  static Histogram read(std::string_view line);

 private:
  // Buckets: 64 of one nanosecond each, then 64 for every power of two.
  static size_t index_of(uint64_t ns);
  static uint64_t top_of(size_t index);

  std::vector<uint64_t> buckets_;
  uint64_t count_ = 0;
  uint64_t max_ = 0;
};

}  // namespace whimbrel::bench
