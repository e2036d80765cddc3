// The order of reals, where C++ has none: NaN comes after all others and equals itself. The two zeros are equal, as for
// peers.
#pragma once

#include <cmath>
#include <compare>

namespace whimbrel {

inline std::weak_ordering order_of_reals(double a, double b) {
  if (a < b) return std::weak_ordering::less;
  if (a > b) return std::weak_ordering::greater;
  return std::isnan(a) <=> std::isnan(b);
}

}  // namespace whimbrel
