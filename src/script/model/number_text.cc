// How numbers and strings read: the parts of describe.h that know nothing of cells.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "script/model/characters.h"
#include "script/model/describe.h"

namespace whimbrel::script {

namespace {

constexpr double kLargestFixed = 2147483647;  // from here on exponents are shown
constexpr double kSmallestFixed = 1e-6;
constexpr uint32_t kMillion = 1000000;

/// "1e+20": all digits that a double may need, without zeros at the end of the mantissa.
std::string exponent_text(double x) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.16e", x);
  std::string text = buffer;
  const size_t exponent = text.find('e');
  if (exponent == text.npos) return text;  // inf
  size_t end = text.find_last_not_of('0', exponent - 1) + 1;
  if (text[end - 1] == '.') --end;
  return text.erase(end, exponent - end);
}

/// At most six digits after the point, none of them a zero at the end.
std::string fixed_text(double x) {
  uint32_t whole = static_cast<uint32_t>(x);
  const double scaled = (x - whole) * kMillion;
  uint32_t fraction = static_cast<uint32_t>(scaled);
  const double rest = scaled - fraction;
  if (rest > 0.5 || (rest == 0.5 && (fraction == 0 || fraction % 2 == 1))) ++fraction;
  if (fraction >= kMillion) {
    fraction = 0;
    ++whole;
  }
  std::string text = fmt::format("{}", whole);
  if (fraction == 0) return text;
  text += fmt::format(".{:06}", fraction);
  return text.erase(text.find_last_not_of('0') + 1);
}

bool is_whole(double x) { return std::abs(x - std::nearbyint(x)) < 1e-9; }

void append_unit(std::string& text, double number, std::string_view unit) {
  if (!text.empty()) text += ' ';
  text += text_of_double(number);
  text += ' ';
  text += unit;
  if (std::abs(std::abs(number) - 1) >= 1e-6) text += 's';
}

}  // namespace

std::string text_of_double(double x) {
  if (std::isnan(x)) return "nan";
  const double size = std::abs(x);
  std::string text = x < 0 ? "-" : "";
  if (size >= kLargestFixed || (size > 0 && size < kSmallestFixed)) return text + exponent_text(size);
  text += fixed_text(size);
  return is_whole(x) ? text + ".0" : text;
}

std::string text_of_interval(double seconds) {
  struct Unit {
    double seconds;
    std::string_view name;
  };
  static constexpr Unit kUnits[] = {{86400, "day"}, {3600, "hr"}, {60, "min"}, {1, "sec"}, {1e-3, "msec"}};
  std::string text;
  double rest = seconds;
  for (const Unit& unit : kUnits) {
    if (std::abs(rest) < unit.seconds) continue;
    const double number = std::trunc(rest / unit.seconds);
    append_unit(text, number, unit.name);
    rest -= number * unit.seconds;
  }
  if (const double microseconds = rest / 1e-6; std::abs(microseconds) >= 1e-6) append_unit(text, microseconds, "usec");
  return text.empty() ? "0 secs" : text;
}

void append_escaped(std::string& text, char c) {
  if (is_printable(c))
    text += c;
  else
    fmt::format_to(std::back_inserter(text), "\\x{:02x}", static_cast<unsigned char>(c));
}

std::string escaped(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) append_escaped(text, c);
  return text;
}

}  // namespace whimbrel::script
