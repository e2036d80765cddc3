#include "codec/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <optional>

#include "data/text.h"

namespace whimbrel {

namespace {

constexpr int64_t kSecond = 1'000'000'000;

struct Unit {
  std::string_view name;
  int64_t ns;
};
constexpr Unit kUnits[] = {
    {"ns", 1},
    {"us", 1000},
    {"ms", 1'000'000},
    {"s", kSecond},
    {"min", 60 * kSecond},
    {"h", 3600 * kSecond},
    {"d", 86400 * kSecond},
};
/// Zeek's names, which may have an s at the end.
constexpr Unit kZeekUnits[] = {
    {"usec", 1000},        {"msec", 1'000'000},    {"sec", kSecond},
    {"min", 60 * kSecond}, {"hr", 3600 * kSecond}, {"day", 86400 * kSecond},
};

std::optional<int64_t> unit_size(std::string_view name) {
  for (const Unit& unit : kUnits)
    if (unit.name == name) return unit.ns;
  if (name.ends_with('s')) name.remove_suffix(1);
  for (const Unit& unit : kZeekUnits)
    if (unit.name == name) return unit.ns;
  return std::nullopt;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

/// unit * 0.DIGITS, rounded down. Exact, since rounding down in steps gives the same as doing it once.
uint64_t fraction_of(std::string_view digits, uint64_t unit) {
  uint64_t sum = 0;
  for (; !digits.empty(); digits.remove_suffix(1)) sum = (sum + static_cast<uint64_t>(digits.back() - '0') * unit) / 10;
  return sum;
}

/// number * unit in nanoseconds, with the fraction added away from zero, unless that leaves 64 bits.
std::optional<int64_t> total(bool negative, uint64_t number, int64_t unit, std::string_view fraction) {
  uint64_t sum;
  const auto factor = static_cast<uint64_t>(unit);
  const uint64_t max = uint64_t{INT64_MAX} + negative;
  if (__builtin_mul_overflow(number, factor, &sum)) return std::nullopt;
  if (__builtin_add_overflow(sum, fraction_of(fraction, factor), &sum) || sum > max) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - sum : sum);
}

Error out_of_range(std::string_view text) {
  return {ErrorCode::InvalidData, fmt::format("{} does not fit into 64 bits of nanoseconds", text.substr(0, 100))};
}

void append_padded(std::string& out, int64_t x, int width) {
  char digits[20];
  for (int i = width; i-- > 0; x /= 10) digits[i] = static_cast<char>('0' + x % 10);
  out.append(digits, static_cast<size_t>(width));
}

/// A cursor over fixed-width fields; after the first mismatch it is failed.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  bool failed() const { return failed_; }
  void fail() { failed_ = true; }
  std::string_view rest() const { return rest_; }
  int number(size_t width) {
    int x = 0;
    if (rest_.size() < width || !all_digits(rest_.substr(0, width))) {
      failed_ = true;
      return 0;
    }
    for (size_t i = 0; i < width; ++i) x = 10 * x + (rest_[i] - '0');
    rest_.remove_prefix(width);
    return x;
  }
  bool skip_if(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { failed_ |= !skip_if(c); }
  std::string_view digits() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const std::string_view found = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
    rest_.remove_prefix(found.size());
    failed_ |= found.empty();
    return found;
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

/// Nothing, "Z" or "+02:00" up to the end of the text, in seconds.
int64_t read_zone(FieldReader& in) {
  if (in.rest().empty() || in.skip_if('Z')) return 0;
  const int sign = in.skip_if('-') ? -1 : 1;
  if (sign == 1) in.expect('+');
  const int hours = in.number(2);
  in.expect(':');
  const int minutes = in.number(2);
  if (hours > 23 || minutes > 59) in.fail();
  return sign * (hours * 3600 + minutes * 60);
}

}  // namespace

void append_timestamp(std::string& out, Timestamp x) {
  using namespace std::chrono;
  const auto time = floor<seconds>(nanoseconds(x.ns));
  const auto day = floor<days>(time);
  const year_month_day date{sys_days(day)};
  const int64_t second = (time - day).count();
  append_padded(out, static_cast<int>(date.year()), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append_padded(out, second / 3600, 2);
  out += ':';
  append_padded(out, second / 60 % 60, 2);
  out += ':';
  append_padded(out, second % 60, 2);
  out += '.';
  const int64_t ns = (x.ns % kSecond + kSecond) % kSecond;
  if (ns % 1'000'000 == 0)
    append_padded(out, ns / 1'000'000, 3);
  else if (ns % 1000 == 0)
    append_padded(out, ns / 1000, 6);
  else
    append_padded(out, ns, 9);
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  const auto bad = [&] {
    return Error(ErrorCode::InvalidData,
                 fmt::format("\"{}\" is not a time: expected a date and time that exist, as 2022-04-10T07:00:00.123",
                             text.substr(0, 100)));
  };
  FieldReader in(text);
  const year y(in.number(4));
  in.expect('-');
  const month m(static_cast<unsigned>(in.number(2)));
  in.expect('-');
  const day d(static_cast<unsigned>(in.number(2)));
  in.expect('T');
  const int hour = in.number(2);
  in.expect(':');
  const int minute = in.number(2);
  in.expect(':');
  const int second = in.number(2);
  const std::string_view fraction = in.skip_if('.') ? in.digits() : std::string_view();
  const int64_t zone = read_zone(in);
  const year_month_day date(y, m, d);
  if (in.failed() || !in.rest().empty() || fraction.size() > 9) return bad();
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return bad();

  const int64_t days = sys_days(date).time_since_epoch().count();
  const int64_t seconds = days * 86400 + hour * 3600 + minute * 60 + second - zone;
  // A time before 1970 is so many whole seconds below, and a fraction above that: count from the second after instead,
  // so that the earliest moment that 64 bits can express does not overflow on the way.
  const auto sub = static_cast<int64_t>(fraction_of(fraction, kSecond));
  const bool early = seconds < 0 && sub > 0;
  int64_t ns;
  if (__builtin_mul_overflow(seconds + early, kSecond, &ns) || __builtin_add_overflow(ns, sub - early * kSecond, &ns))
    return out_of_range(text);
  return Timestamp{ns};
}

void append_timespan(std::string& out, Timespan x) {
  std::string_view unit = "ns";
  if (x.ns % kSecond == 0) {
    x.ns /= kSecond;
    unit = "s";
  } else if (x.ns % 1'000'000 == 0) {
    x.ns /= 1'000'000;
    unit = "ms";
  } else if (x.ns % 1000 == 0) {
    x.ns /= 1000;
    unit = "us";
  }
  append_text(out, x.ns);
  out += unit;
}

bool is_time_unit(std::string_view text) { return unit_size(text).has_value(); }

Result<Timespan> make_timespan(std::string_view number, std::string_view unit) {
  const auto size = unit_size(unit);
  const std::string shown = fmt::format("{}{}", number.substr(0, 100), unit.substr(0, 20));
  const auto bad = [&](std::string_view why) {
    return Error(ErrorCode::InvalidData, fmt::format("\"{}\" is not an interval: {}", shown, why));
  };
  if (!size) return bad("the unit must be ns, us, ms, s, min, h or d");
  const bool negative = number.starts_with('-');
  if (negative || number.starts_with('+')) number.remove_prefix(1);
  const size_t dot = std::min(number.find('.'), number.size());
  const std::string_view digits = number.substr(0, dot);
  const std::string_view fraction = number.substr(std::min(dot + 1, number.size()));
  if (!all_digits(digits) || (dot < number.size() && !all_digits(fraction))) return bad("expected a number, as 1.5sec");
  uint64_t whole = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  const auto ns = total(negative, whole, *size, fraction);
  if (read.ec != std::errc() || !ns) return out_of_range(shown);
  return Timespan{*ns};
}

Result<Timespan> parse_timespan(std::string_view text) {
  const size_t unit = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  return make_timespan(text.substr(0, unit), text.substr(unit));
}

}  // namespace whimbrel
