// Reals on the wire: IEEE 754 binary64, except that the infinities swap their signs and NaN is all ones. Peers write
// and read them so. Encoder::real() has the other direction.
#pragma once

#include <bit>
#include <cstdint>

namespace whimbrel {

inline double real_from_wire(uint64_t bits) {
  constexpr uint64_t kSign = uint64_t{1} << 63, kInfinity = uint64_t{0x7ff} << 52;
  return std::bit_cast<double>((bits & ~kSign) == kInfinity ? bits ^ kSign : bits);
}

}  // namespace whimbrel
