// Measures of how random bytes are, as the program `ent` (John Walker) has them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "script/builtins/sketch.h"

namespace whimbrel::script {

class EntropyTest {
 public:
  struct Result {
    double entropy, chi_square, mean, monte_carlo_pi, serial_correlation;
  };
  void add(std::string_view bytes);
  Result result() const;

  /// What it has seen so far, as it travels to peers: 14 sums, how often each byte came, the bytes of the last point.
  std::vector<uint64_t> state() const;
  /// Nothing if that is no state.
  static std::optional<EntropyTest> from_state(std::span<const uint64_t> state);

 private:
  void add_coordinate_byte(uint8_t byte);

  std::array<uint64_t, 256> times_{};  // that each byte has come
  uint64_t total_ = 0;
  // Of the serial correlation: sums over the bytes.
  uint8_t first_ = 0, last_ = 0;
  double products_ = 0, sum_ = 0, squares_ = 0;
  // Of the Monte Carlo value of pi: six bytes are a point, three for each coordinate.
  std::array<uint8_t, 6> point_{};
  size_t point_size_ = 0;
  uint64_t points_ = 0, points_in_circle_ = 0;
};

struct EntropyObject final : OpaqueObject {
  EntropyObject() : OpaqueObject(make<OpaqueType>("entropy")) {}
  std::string text() const override { return "<opaque of EntropyVal>"; }
  Ref<OpaqueObject> clone() const override {
    auto copy = make<EntropyObject>();
    copy->test = test;
    return copy;
  }
  EntropyTest test;
};

}  // namespace whimbrel::script
