#include "codec/json/broker_numbers.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace whimbrel {

namespace {

// 10^(2^i); an exponent is taken apart into these.
constexpr double kPowers[] = {1e1, 1e2, 1e4, 1e8, 1e16, 1e32, 1e64, 1e128, 1e256};

// Broker writes six decimals. Text with more did not come from it, and is read to the nearest value.
constexpr int kBrokerDecimals = 6;

double scaled(double digits, int exponent) {
  int i = 0;
  for (unsigned bits = static_cast<unsigned>(std::abs(exponent)); bits != 0 && i < 9; bits >>= 1, ++i) {
    if ((bits & 1) == 0) continue;
    digits = exponent < 0 ? digits / kPowers[i] : digits * kPowers[i];
  }
  return digits;
}

}  // namespace

double broker_real(double x) {
  if (!std::isfinite(x)) return x;
  const std::string text = fmt::format("{}", x);
  double digits = 0;
  int decimals = 0;
  bool after_point = false;
  size_t i = text[0] == '-' ? 1 : 0;
  for (; i < text.size() && text[i] != 'e'; ++i) {
    if (text[i] == '.') {
      after_point = true;
      continue;
    }
    digits = digits * 10 + (text[i] - '0');
    decimals += after_point;
  }
  if (decimals > kBrokerDecimals) return x;
  const int exponent = i < text.size() ? std::stoi(text.substr(i + 1)) : 0;
  return std::copysign(scaled(digits, exponent - decimals), x);
}

Timespan broker_timespan(Timespan exact) {
  const double ns = static_cast<double>(exact.ns);
  if (ns >= 0x1p63) return {std::numeric_limits<int64_t>::min()};
  return {static_cast<int64_t>(ns)};
}

}  // namespace whimbrel
