#include "script/builtins/cardinality.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "script/builtins/support.h"
#include "script/model/seeds.h"

namespace whimbrel::script {

namespace {

constexpr unsigned kFewestBits = 4, kMostBits = 30;

/// Corrects the bias of the mean over m registers; from the paper.
double correction(size_t m) {
  switch (m) {
    case 16:
      return 0.673;
    case 32:
      return 0.697;
    case 64:
      return 0.709;
    default:
      return 0.7213 / (1 + 1.079 / static_cast<double>(m));
  }
}

}  // namespace

CardinalityObject::CardinalityObject(unsigned bits)
    : SketchObject(make<OpaqueType>("cardinality")), registers(size_t{1} << bits) {}

unsigned CardinalityObject::bits_for(double error, double confidence) {
  // With m registers one standard deviation is 1.04 / sqrt(m). More registers put more deviations into the error.
  const double one_deviation = 2 * std::log2(1.04 / error);
  double bits = std::max(1.0, std::floor(one_deviation) + 1);
  const auto probability = [&] { return std::erf(std::exp2((bits - one_deviation) / 2) / std::sqrt(2)); };
  while (bits <= kMostBits && probability() < confidence) ++bits;
  return static_cast<unsigned>(std::min(bits, kMostBits + 1.0));
}

void CardinalityObject::add(const Cell& value) {
  const auto key = key_of_element(value);
  if (!key) return;
  const uint64_t hash = siphash(key->data(), key->size());
  const auto bits = static_cast<unsigned>(std::countr_zero(registers.size()));
  const uint64_t rest = hash >> bits;
  const auto rank = static_cast<uint8_t>(static_cast<unsigned>(std::countl_zero(rest)) - bits + 1);
  uint8_t& longest = registers[hash & (registers.size() - 1)];
  longest = std::max(longest, rank);
}

double CardinalityObject::factor() const { return correction(registers.size()); }

double CardinalityObject::estimate() const {
  const double m = static_cast<double>(registers.size());
  double sum = 0;
  for (const uint8_t rank : registers) sum += std::exp2(-static_cast<double>(rank));
  const double raw = factor() * m * m / sum;
  const auto empty = std::count(registers.begin(), registers.end(), 0);
  if (raw <= 2.5 * m && empty > 0) return m * std::log(m / static_cast<double>(empty));
  return raw <= 0x1p64 / 30 ? raw : -0x1p64 * std::log(1 - raw / 0x1p64);
}

bool CardinalityObject::add_all(const CardinalityObject& other) {
  if (registers.size() != other.registers.size()) return false;
  for (size_t i = 0; i < registers.size(); ++i) registers[i] = std::max(registers[i], other.registers[i]);
  return true;
}

namespace {

CardinalityObject& counter_argument(const BuiltinCall& call, size_t i) {
  return call.arguments[i].as<CardinalityObject>();
}

Cell hll_cardinality_init(BuiltinCall& call) {
  const double error = call.arguments[0].as_double(), confidence = call.arguments[1].as_double();
  const bool possible = error > 0 && confidence < 1;
  const unsigned bits = possible ? CardinalityObject::bits_for(error, confidence) : 0;
  if (bits >= kFewestBits && bits <= kMostBits) return make<CardinalityObject>(bits);
  plain_error(call, "no HyperLogLog counter can have this error and confidence");
  return {};
}

Cell hll_cardinality_add(BuiltinCall& call) {
  CardinalityObject& counter = counter_argument(call, 0);
  const bool fits = counter.accepts(call.arguments[1]);
  if (fits)
    counter.add(call.arguments[1]);
  else
    plain_error(call, "incompatible HLL data type");
  return Cell::boolean(fits);
}

Cell hll_cardinality_merge_into(BuiltinCall& call) {
  CardinalityObject &into = counter_argument(call, 0), &from = counter_argument(call, 1);
  if (into.differs(from)) {
    plain_error(call, "incompatible HLL types");
    return Cell::boolean(false);
  }
  const bool merged = into.add_all(from);
  if (!merged)
    plain_error(call, "Cardinality counters with different parameters cannot be merged.");
  else if (!into.element)
    into.element = from.element;
  return Cell::boolean(merged);
}

Cell hll_cardinality_estimate(BuiltinCall& call) { return Cell::real(counter_argument(call, 0).estimate()); }
Cell hll_cardinality_copy(BuiltinCall& call) { return counter_argument(call, 0).clone(); }

}  // namespace

void add_cardinality_builtins(Registry& registry) {
  registry.begin("cardinality-counter.bif");
  registry.add("hll_cardinality_init(err: double, confidence: double): opaque of cardinality", hll_cardinality_init);
  registry.add("hll_cardinality_add(handle: opaque of cardinality, elem: any): bool", hll_cardinality_add);
  registry.add("hll_cardinality_merge_into(handle1: opaque of cardinality, handle2: opaque of cardinality): bool",
               hll_cardinality_merge_into);
  registry.add("hll_cardinality_estimate(handle: opaque of cardinality): double", hll_cardinality_estimate);
  registry.add("hll_cardinality_copy(handle: opaque of cardinality): opaque of cardinality", hll_cardinality_copy);
}

}  // namespace whimbrel::script
