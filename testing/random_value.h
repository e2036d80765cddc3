// RandomValues makes values of all kinds from a seed: small ones, often from a handful of edge cases, so that equal and
// nearly equal values meet. For property tests.
#pragma once

#include <random>

#include "whimbrel/value.h"

namespace whimbrel {

class RandomValues {
 public:
  explicit RandomValues(uint64_t seed) : engine_(seed) {}

  /// Any value, nested at most this deep.
  Value any(int depth = 3);
  /// A value that has a JSON form: no NaN, no infinity, no bytes that are not UTF-8.
  Value for_json(int depth = 3);
  /// A number from 0 to n - 1.
  size_t below(size_t n) { return engine_() % n; }
  std::mt19937_64& engine() { return engine_; }

 private:
  Value value(int depth);
  Value scalar();
  std::string text();
  int64_t number();
  double real();
  Address address();

  std::mt19937_64 engine_;
  bool for_json_ = false;
};

}  // namespace whimbrel
