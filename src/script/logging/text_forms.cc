#include "script/logging/text_forms.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <ctime>

namespace whimbrel::script::logging {

namespace {

constexpr uint64_t kMillion = 1'000'000;
// From here on, times have exponents.
constexpr double kFirstWithExponent = 2147483647.0;
// Below this, a value in millionths fits 64 bits.
constexpr double kFirstLarge = 1e12;

__extension__ using Wide = unsigned __int128;

/// A value from 0 to kFirstLarge in millionths, as printf would round it: to the nearest, ties to even. Exactly, where
/// a product of doubles would be rounded twice.
uint64_t millionths(double x) {
  uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  const int exponent = static_cast<int>(bits >> 52) - 1075;
  if (exponent < -1022) return 0;  // no normal number
  const Wide scaled = Wide{(bits & ((uint64_t{1} << 52) - 1)) | uint64_t{1} << 52} * kMillion;
  if (exponent >= 0) return static_cast<uint64_t>(scaled << exponent);
  const unsigned shift = static_cast<unsigned>(-exponent);
  if (shift > 80) return 0;
  const Wide half = Wide{1} << (shift - 1), rest = scaled & ((Wide{1} << shift) - 1);
  const auto whole = static_cast<uint64_t>(scaled >> shift);
  return whole + (rest > half || (rest == half && (whole & 1) != 0));
}

constexpr auto kPairs = [] {
  std::array<char, 200> pairs{};
  for (size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

/// All six, with zeros in front.
void put_six_digits(char* out, uint64_t x) {
  for (int i = 4; i >= 0; i -= 2, x /= 100) std::memcpy(out + i, &kPairs[x % 100 * 2], 2);
}

/// The text of a value in millionths: how many characters.
size_t put_fixed(char* out, uint64_t millionths_of_it) {
  char* const point = std::to_chars(out, out + 24, millionths_of_it / kMillion).ptr;
  *point = '.';
  put_six_digits(point + 1, millionths_of_it % kMillion);
  return static_cast<size_t>(point + 7 - out);
}

/// Takes zeros off the end, and then a point: "1.500000" becomes "1.5", "2.000000" becomes "2".
std::string_view without_zeros(std::string_view text) {
  text = text.substr(0, text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

template <class T>
void append_integer(std::string& line, T x) {
  char text[24];
  const char* const end = std::to_chars(text, text + sizeof text, x).ptr;
  line.append(text, static_cast<size_t>(end - text));
}

void append_infinite(std::string& line, double x) { line += std::isnan(x) ? "nan" : x < 0 ? "-inf" : "inf"; }

}  // namespace

void append_number(std::string& line, uint64_t x) { append_integer(line, x); }
void append_number(std::string& line, int64_t x) { append_integer(line, x); }

void append_double(std::string& line, double x) {
  if (!std::isfinite(x)) return append_infinite(line, x);
  if (x == 0) {
    line += "0.0";
    return;
  }
  if (x < 0) line += '-';
  char text[400];
  const double positive = std::fabs(x);
  const size_t size =
      positive < kFirstLarge
          ? put_fixed(text, millionths(positive))
          : static_cast<size_t>(std::to_chars(text, text + sizeof text, positive, std::chars_format::fixed, 6).ptr -
                                text);
  const bool is_whole = std::trunc(x) == x;
  line += is_whole ? std::string_view(text, size - 5) : without_zeros({text, size});
}

void append_seconds(std::string& line, double x) {
  if (!std::isfinite(x)) return append_infinite(line, x);
  if (std::signbit(x)) line += '-';
  char text[40];
  const double positive = std::fabs(x);
  if (positive < kFirstWithExponent) {
    line.append(text, put_fixed(text, millionths(positive)));
    return;
  }
  line.append(text, std::to_chars(text, text + sizeof text, positive, std::chars_format::scientific).ptr);
}

void append_address(std::string& line, const Address& address) {
  char text[INET6_ADDRSTRLEN];
  if (!address.is_v4()) {
    line += ::inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
    return;
  }
  char* end = text;
  for (size_t i = 12; i < 16; ++i) {
    if (i > 12) *end++ = '.';
    end = std::to_chars(end, text + sizeof text, unsigned{address.bytes[i]}).ptr;
  }
  line.append(text, static_cast<size_t>(end - text));
}

void append_subnet(std::string& line, const Subnet& subnet) {
  append_address(line, subnet.network);
  line += '/';
  append_number(line, int64_t{subnet.length()});
}

void append_iso_time(std::string& line, double x) {
  // Far beyond the years that a tm holds.
  constexpr double kLastSecond = 6e16;
  if (!(std::fabs(x) < kLastSecond)) return append_infinite(line, std::isnan(x) ? x : x * HUGE_VAL);
  double seconds = std::floor(x);
  uint64_t fraction = millionths(x - seconds);
  if (fraction >= kMillion) {
    fraction -= kMillion;
    ++seconds;
  }
  const auto whole = static_cast<time_t>(seconds);
  tm parts{};
  char text[64];
  ::gmtime_r(&whole, &parts);
  size_t size = std::strftime(text, sizeof text - 8, "%Y-%m-%dT%H:%M:%S.", &parts);
  put_six_digits(text + size, fraction);
  size += 6;
  text[size++] = 'Z';
  line.append(text, size);
}

}  // namespace whimbrel::script::logging
