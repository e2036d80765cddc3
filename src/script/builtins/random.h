// Random numbers for scripts: the "minimal standard" generator of Lehmer, Park and Miller.
#pragma once

#include <cmath>
#include <cstdint>

namespace whimbrel::script {

class LehmerGenerator {
 public:
  static constexpr uint64_t kModulus = 0x7fffffff;

  explicit LehmerGenerator(uint64_t seed) : state_(seed == 0 ? 1 : seed) {}
  uint64_t next() { return state_ = state_ * 16807 % kModulus; }
  /// 0 to limit - 1.
  uint64_t below(uint64_t limit) {
    return static_cast<uint64_t>(static_cast<double>(limit) *
                                 (static_cast<double>(next()) / static_cast<double>(kModulus)));
  }

 private:
  uint64_t state_;
};

}  // namespace whimbrel::script
