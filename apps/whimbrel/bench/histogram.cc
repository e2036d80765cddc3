#include "histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <sstream>

namespace whimbrel::bench {

namespace {

constexpr int kBits = 6;
constexpr uint64_t kSteps = 1 << kBits;
constexpr size_t kBuckets = (64 - kBits + 1) * kSteps;

}  // namespace

Histogram::Histogram() : buckets_(kBuckets) {}

size_t Histogram::index_of(uint64_t ns) {
  if (ns < kSteps) return ns;
  const int shift = std::bit_width(ns) - 1 - kBits;
  return static_cast<size_t>(shift) * kSteps + (ns >> shift);
}

uint64_t Histogram::top_of(size_t index) {
  if (index < 2 * kSteps) return index;
  const auto shift = index / kSteps - 1;
  return ((index - shift * kSteps + 1) << shift) - 1;
}

void Histogram::add(uint64_t ns) {
  ++buckets_[index_of(ns)];
  ++count_;
  max_ = std::max(max_, ns);
}

uint64_t Histogram::percentile(double part) const {
  const auto rank = std::max<uint64_t>(1, static_cast<uint64_t>(std::ceil(part * static_cast<double>(count_))));
  uint64_t seen = 0;
  for (size_t i = 0; i < buckets_.size(); ++i)
    if ((seen += buckets_[i]) >= rank) return std::min(top_of(i), max_);
  return max_;
}

std::string Histogram::to_line() const {
  std::string line = fmt::format("{}", max_);
  for (size_t i = 0; i < buckets_.size(); ++i)
    if (buckets_[i] > 0) line += fmt::format(" {}:{}", i, buckets_[i]);
  return line;
}

Histogram Histogram::read(std::string_view line) {
  Histogram histogram;
  std::istringstream in{std::string(line)};
  in >> histogram.max_;
  size_t index;
  uint64_t count;
  for (char colon; in >> index >> colon >> count;) {
    if (index >= kBuckets) continue;
    histogram.buckets_[index] += count;
    histogram.count_ += count;
  }
  return histogram;
}

}  // namespace whimbrel::bench
