#include "base/option_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace whimbrel {
namespace {

struct Unit {
  std::string_view name;
  uint64_t factor;
};
constexpr std::array<Unit, 3> kSizeUnits = {{{"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}}};
constexpr uint64_t kSecond = 1'000'000'000;  // intervals are counted in nanoseconds
constexpr std::array<Unit, 6> kIntervalUnits = {{
    {"day", 86400 * kSecond},
    {"hr", 3600 * kSecond},
    {"min", 60 * kSecond},
    {"sec", kSecond},
    {"msec", kSecond / 1000},
    {"usec", kSecond / 1'000'000},
}};
constexpr std::array<Unit, 5> kShortIntervalUnits = {{
    {"s", kSecond},
    {"ms", kSecond / 1000},
    {"us", kSecond / 1'000'000},
    {"h", 3600 * kSecond},
    {"d", 86400 * kSecond},
}};

template <size_t N>
const Unit* find_unit(const std::array<Unit, N>& units, std::string_view name) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.name == name; });
  return found == units.end() ? nullptr : &*found;
}

/// The largest unit of which `amount` is a whole number.
template <size_t N>
const Unit* fitting_unit(const std::array<Unit, N>& units, uint64_t amount) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return amount % u.factor == 0; });
  return amount == 0 || found == units.end() ? nullptr : &*found;
}

bool is_number_character(char c) { return (c >= '0' && c <= '9') || c == '.'; }

struct NumberAndUnit {
  std::string_view number, unit;
};
NumberAndUnit split_number(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_number_character);
  const auto length = static_cast<size_t>(end - text.begin());
  auto unit = text.substr(length);
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  // "5 " has neither a unit nor an end.
  return {unit.empty() ? text : text.substr(0, length), unit};
}

/// A decimal number without sign and exponent, times `factor`, rounded.
std::optional<Duration> read_multiple(std::string_view number, uint64_t factor) {
  if (number.empty() || !std::all_of(number.begin(), number.end(), is_number_character)) return std::nullopt;
  double value = 0;
  const auto [end, failure] =
      std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
  if (failure != std::errc() || end != number.data() + number.size()) return std::nullopt;
  const double nanoseconds = std::round(value * static_cast<double>(factor));
  if (nanoseconds > static_cast<double>(kLongestInterval.count())) return std::nullopt;
  return Duration(static_cast<Duration::rep>(nanoseconds));
}

/// Levenshtein's distance, one row of the matrix at a time.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<uint64_t> read_count(std::string_view text) {
  uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<uint64_t> read_size(std::string_view text) {
  const auto [number, unit_name] = split_number(text);
  const auto count = read_count(number);
  if (!count || unit_name.empty()) return count;
  const Unit* unit = find_unit(kSizeUnits, unit_name);
  if (!unit || *count > std::numeric_limits<uint64_t>::max() / unit->factor) return std::nullopt;
  return *count * unit->factor;
}

std::optional<uint16_t> read_port(std::string_view text) {
  constexpr std::string_view kProtocol = "/tcp";
  if (text.ends_with(kProtocol)) text.remove_suffix(kProtocol.size());
  const auto count = read_count(text);
  if (!count || *count > std::numeric_limits<uint16_t>::max()) return std::nullopt;
  return static_cast<uint16_t>(*count);
}

std::optional<bool> read_bool(std::string_view text) {
  for (std::string_view word : {"T", "true", "yes", "1"}) {
    if (text == word) return true;
  }
  for (std::string_view word : {"F", "false", "no", "0"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

std::optional<Duration> read_seconds(std::string_view text) { return read_multiple(text, kSecond); }

std::optional<Duration> read_interval(std::string_view text) {
  auto [number, unit_name] = split_number(text);
  if (unit_name.empty()) return read_seconds(number);
  const Unit* unit = find_unit(kShortIntervalUnits, unit_name);
  if (unit_name.ends_with('s')) unit_name.remove_suffix(1);
  if (!unit) unit = find_unit(kIntervalUnits, unit_name);
  if (!unit) return std::nullopt;
  return read_multiple(number, unit->factor);
}

std::string show_size(uint64_t bytes) {
  const Unit* unit = fitting_unit(kSizeUnits, bytes);
  return unit ? fmt::format("{}{}", bytes / unit->factor, unit->name) : fmt::to_string(bytes);
}

std::string show_interval(Duration interval) {
  if (interval < Duration::zero()) return "-" + show_interval(-std::max(interval, -kLongestInterval));
  const auto nanoseconds = static_cast<uint64_t>(interval.count());
  if (nanoseconds == 0) return "0sec";
  if (const Unit* unit = fitting_unit(kIntervalUnits, nanoseconds)) {
    return fmt::format("{}{}", nanoseconds / unit->factor, unit->name);
  }
  return fmt::format("{}.{:03}usec", nanoseconds / 1000, nanoseconds % 1000);
}

std::string quoted_list(const std::vector<std::string_view>& words) {
  std::string list;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += fmt::format("\"{}\"", words[i]);
  }
  return list;
}

Error not_accepted(std::string_view name, std::string_view text, std::string_view accepted) {
  constexpr size_t kShown = 64;
  const std::string_view rest = text.size() > kShown ? "..." : "";
  return {ErrorCode::InvalidArgument,
          fmt::format("{} is \"{}{}\"; it can be {}", name, text.substr(0, kShown), rest, accepted)};
}

std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& words) {
  assert(!words.empty());
  const auto start = word.substr(0, 64);  // no option is as long; keeps nonsense cheap
  return *std::min_element(words.begin(), words.end(), [&](std::string_view a, std::string_view b) {
    return edit_distance(start, a) < edit_distance(start, b);
  });
}

}  // namespace whimbrel
