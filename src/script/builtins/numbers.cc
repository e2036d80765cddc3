// Numbers: conversions, mathematics, chance.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "script/builtins/random.h"
#include "script/builtins/support.h"
#include "script/model/seeds.h"

namespace whimbrel::script {

namespace {

// -- text to number

Cell to_count(BuiltinCall& call) {
  const std::string text = c_string_argument(call, 0);
  char* end = nullptr;
  const unsigned long long n = std::strtoull(text.c_str(), &end, 10);
  if (!text.empty() && *end == '\0') return Cell::count(n);
  builtin_error(call, "bad conversion to count", 0);
  return Cell::count(0);
}

Cell to_int(BuiltinCall& call) { return Cell::integer(std::strtoll(c_string_argument(call, 0).c_str(), nullptr, 10)); }

Cell to_double(BuiltinCall& call) {
  const std::string text = c_string_argument(call, 0);
  char* end = nullptr;
  const double x = std::strtod(text.c_str(), &end);
  if (!text.empty() && *end == '\0') return Cell::real(x);
  builtin_error(call, "bad conversion to double", 0);
  return Cell::real(0);
}

// -- number to number

/// Rounded, halves to the even neighbour. What does not fit becomes the nearest number that does.
// What does not fit becomes what the reference's processors make of it: the lowest number of an int, 0 for counts that
// are too large.
int64_t rounded(double x) {
  const double whole = std::nearbyint(x);
  return whole >= -0x1p63 && whole < 0x1p63 ? static_cast<int64_t>(whole) : INT64_MIN;
}

Cell double_to_count(BuiltinCall& call) {
  const double x = call.arguments[0].as_double();
  if (x < 0) builtin_error(call, "bad conversion to count", 0);
  const double whole = std::nearbyint(x);
  if (whole >= 0x1p63) return Cell::count(whole >= 0x1p64 ? 0 : static_cast<uint64_t>(whole));
  return Cell::count(static_cast<uint64_t>(rounded(x)));
}

Cell int_to_count(BuiltinCall& call) {
  const int64_t n = call.arguments[0].as_int();
  if (n >= 0) return Cell::count(static_cast<uint64_t>(n));
  builtin_error(call, "bad conversion to count", 0);
  return Cell::count(0);
}

Cell double_to_int(BuiltinCall& call) { return Cell::integer(rounded(call.arguments[0].as_double())); }
Cell int_to_double(BuiltinCall& call) { return Cell::real(static_cast<double>(call.arguments[0].as_int())); }
Cell count_to_double(BuiltinCall& call) { return Cell::real(static_cast<double>(call.arguments[0].as_count())); }

// -- bytes to number

template <class It>
uint64_t number_of(It begin, It end) {
  uint64_t n = 0;
  for (; begin != end; ++begin) n = n << 8 | static_cast<uint8_t>(*begin);
  return n;
}

Cell bytestring_to_count(BuiltinCall& call) {
  const std::string& bytes = string_argument(call, 0);
  if (bytes.size() > 8) {
    builtin_error(call, "unsupported byte length for bytestring_to_count");
    return Cell::count(0);
  }
  const bool little_endian = call.arguments[1].as_bool();
  return Cell::count(little_endian ? number_of(bytes.rbegin(), bytes.rend()) : number_of(bytes.begin(), bytes.end()));
}

Cell bytestring_to_double(BuiltinCall& call) {
  const std::string& bytes = string_argument(call, 0);
  if (bytes.size() == 8) return Cell::real(std::bit_cast<double>(number_of(bytes.begin(), bytes.end())));
  builtin_error(call, "bad conversion to double");
  return Cell::real(0);
}

Cell bytestring_to_float(BuiltinCall& call) {
  const std::string& bytes = string_argument(call, 0);
  if (bytes.size() == 4) {
    const auto word = static_cast<uint32_t>(number_of(bytes.begin(), bytes.end()));
    return Cell::real(static_cast<double>(std::bit_cast<float>(word)));
  }
  builtin_error(call, "bad conversion to float");
  return Cell::real(0);
}

// -- mathematics

template <double (*kFunction)(double)>
Cell real_function(BuiltinCall& call) {
  return Cell::real(kFunction(call.arguments[0].as_double()));
}

double floor_of(double x) { return std::floor(x); }
double ceil_of(double x) { return std::ceil(x); }
double exp_of(double x) { return std::exp(x); }
double ln_of(double x) { return std::log(x); }
double log2_of(double x) { return std::log2(x); }
double log10_of(double x) { return std::log10(x); }

Cell sqrt_(BuiltinCall& call) {
  const double x = call.arguments[0].as_double();
  if (x >= 0) return Cell::real(std::sqrt(x));
  plain_error(call, "negative sqrt argument");
  return Cell::real(-1);
}

Cell pow_(BuiltinCall& call) {
  return Cell::real(std::pow(call.arguments[0].as_double(), call.arguments[1].as_double()));
}

/// Great-circle distance in miles. The rounded constants are those that recorded distances come from.
Cell haversine_distance(BuiltinCall& call) {
  constexpr double kPi = 3.14159, kEarthRadiusMiles = 3958.8;
  const auto radians = [&](size_t i) { return call.arguments[i].as_double() * kPi / 180; };
  const double latitude1 = radians(0), longitude1 = radians(1), latitude2 = radians(2), longitude2 = radians(3);
  const double s1 = std::sin((latitude2 - latitude1) / 2), s2 = std::sin((longitude2 - longitude1) / 2);
  const double a = s1 * s1 + std::cos(latitude1) * std::cos(latitude2) * s2 * s2;
  return Cell::real(2 * kEarthRadiusMiles * std::asin(std::sqrt(std::min(1.0, a))));
}

// -- chance

struct Chance {
  LehmerGenerator generator{seeds().random};
};

Cell rand_(BuiltinCall& call) {
  return Cell::count(call.runtime.state<Chance>().generator.below(call.arguments[0].as_count()));
}

Cell srand_(BuiltinCall& call) {
  call.runtime.state<Chance>().generator = LehmerGenerator(static_cast<uint32_t>(call.arguments[0].as_count()));
  return {};
}

}  // namespace

void add_number_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("to_count(str: string): count", to_count);
  registry.add("to_int(str: string): int", to_int);
  registry.add("to_double(str: string): double", to_double);
  registry.add("double_to_count(d: double): count", double_to_count);
  registry.add("double_to_int(d: double): int", double_to_int);
  registry.add("int_to_count(n: int): count", int_to_count);
  registry.add("int_to_double(i: int): double", int_to_double);
  registry.add("count_to_double(c: count): double", count_to_double);
  registry.add("bytestring_to_count(s: string, is_le: bool &default=F): count", bytestring_to_count);
  registry.add("bytestring_to_double(s: string): double", bytestring_to_double);
  registry.add("bytestring_to_float(s: string): double", bytestring_to_float);
  registry.add("floor(d: double): double", real_function<floor_of>);
  registry.add("ceil(d: double): double", real_function<ceil_of>);
  registry.add("sqrt(x: double): double", sqrt_);
  registry.add("exp(d: double): double", real_function<exp_of>);
  registry.add("ln(d: double): double", real_function<ln_of>);
  registry.add("log2(d: double): double", real_function<log2_of>);
  registry.add("log10(d: double): double", real_function<log10_of>);
  registry.add("pow(x: double, y: double): double", pow_);
  registry.add("haversine_distance(lat1: double, long1: double, lat2: double, long2: double): double",
               haversine_distance);
  registry.add("rand(max: count): count", rand_);
  registry.add("srand(seed: count): any", srand_);
}

}  // namespace whimbrel::script
