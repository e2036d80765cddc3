#include "testing/random_value.h"

#include <bit>
#include <cmath>
#include <limits>

namespace whimbrel {

Value RandomValues::any(int depth) {
  for_json_ = false;
  return value(depth);
}

Value RandomValues::for_json(int depth) {
  for_json_ = true;
  return value(depth);
}

Value RandomValues::value(int depth) {
  if (depth == 0 || below(3) > 0) return scalar();
  const size_t n = below(5);
  if (below(3) == 0) {
    std::vector<Table::Entry> entries;
    for (size_t i = 0; i < n; ++i) {
      Value key = value(depth - 1);
      entries.emplace_back(std::move(key), value(depth - 1));
    }
    return Table(std::move(entries));
  }
  Vector elements;
  for (size_t i = 0; i < n; ++i) elements.push_back(value(depth - 1));
  if (below(2) == 0) return elements;
  return Set(std::move(elements));
}

Value RandomValues::scalar() {
  switch (below(12)) {
    case 0:
      return Value();
    case 1:
      return below(2) == 0;
    case 2:
      return Value::count(static_cast<uint64_t>(number()));
    case 3:
      return Value::integer(number());
    case 4:
      return real();
    case 5:
      return text();
    case 6:
      return address();
    case 7: {
      const Address network = address();
      return Subnet::make(network, static_cast<int>(below(network.is_v4() ? 33 : 129)));
    }
    case 8:
      return Port{static_cast<uint16_t>(number()), static_cast<Protocol>(below(4))};
    case 9:
      return Timestamp{number()};
    case 10:
      return Timespan{number()};
    default:
      return EnumValue{text()};
  }
}

int64_t RandomValues::number() {
  switch (below(4)) {
    case 0:
      return static_cast<int64_t>(below(4));
    case 1:
      return -static_cast<int64_t>(below(4)) * 1'000'000;
    case 2:
      return below(2) == 0 ? INT64_MIN : INT64_MAX;
    default:
      return static_cast<int64_t>(engine_());
  }
}

double RandomValues::real() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kEdges[] = {0.0, -0.0, 1.0, -1.5, 0.1, 5e-324, -2e-310, 1e308, kInfinity, -kInfinity, NAN};
  const double x = below(2) == 0 ? kEdges[below(std::size(kEdges))] : std::bit_cast<double>(uint64_t{engine_()});
  return for_json_ && !std::isfinite(x) ? 2.5 : x;
}

std::string RandomValues::text() {
  constexpr const char* kPieces[] = {"", "a", "ab", "Notice::LOG", "\n\t\"\\", "\x01\x1f\x7f", "\u00e9\u20ac", "x"};
  std::string out;
  for (size_t n = below(4); n > 0; --n) out += kPieces[below(std::size(kPieces))];
  if (below(8) == 0) out += std::string(below(300), 'y');
  if (!for_json_ && below(4) == 0) out += "\xff";
  if (below(8) == 0) out += '\0';
  return out;
}

Address RandomValues::address() {
  if (below(2) == 0) return Address::v4(10, 0, static_cast<uint8_t>(below(2)), static_cast<uint8_t>(engine_()));
  Address x;
  for (uint8_t& byte : x.bytes) byte = static_cast<uint8_t>(below(3) == 0 ? engine_() : 0);
  return x;
}

}  // namespace whimbrel
