#include "script/builtins/format.h"

#include <time.h>

#include <charconv>
#include <cmath>
#include <cstdio>

#include "script/builtins/registry.h"

namespace whimbrel::script {

namespace {

constexpr int kWidest = 128;

/// What stands between '%' and the letter.
struct Directive {
  bool left = false, zeros = false;
  int width = -1, precision = -1;
  char letter = 0;  // 0: the format ends before it

  bool is_plain() const { return width < 0 && precision < 0; }

  /// For C's printf, with these letters at the end.
  std::string printf_format(const char* letters) const {
    std::string format = "%";
    if (left) format += '-';
    if (zeros) format += '0';
    if (width >= 0) format += std::to_string(width);
    if (precision >= 0) format += '.' + std::to_string(precision);
    return format + letters;
  }
};

template <class T>
std::string printed(const std::string& format, T x) {
  char text[512];
  const int n = std::snprintf(text, sizeof text, format.c_str(), x);
  return {text, std::min<size_t>(sizeof text - 1, n < 0 ? 0 : static_cast<size_t>(n))};
}

class Formatter {
 public:
  explicit Formatter(BuiltinCall& call) : call_(call), format_(call.arguments[0].string()) {}

  /// False: something was wrong, and has been reported.
  bool run(std::string& out) {
    while (at_ < format_.size()) {
      const char c = format_[at_++];
      if (c != '%') {
        out += c;
      } else if (at_ < format_.size() && format_[at_] == '%') {
        out += '%';
        ++at_;
      } else if (!take_directive(out)) {
        return false;
      }
    }
    if (next_ >= call_.arguments.size()) return true;
    builtin_error(call_, "too many arguments for format", 0);
    return false;
  }

 private:
  bool take_directive(std::string& out) {
    Directive d;
    if (at_ < format_.size() && format_[at_] == '-') d.left = (++at_, true);
    if (at_ < format_.size() && format_[at_] == '0') d.zeros = (++at_, true);
    d.width = number();
    if (at_ < format_.size() && format_[at_] == '.') {
      ++at_;
      d.precision = std::max(0, number());
    }
    if (d.width > kWidest || d.precision > kWidest) {
      // As the reference goes on: without a width, with the letter as text.
      builtin_error(call_, "excessive field width or precision");
      ++next_;
      return true;
    }
    if (next_ >= call_.arguments.size()) {
      builtin_error(call_, "too few arguments for format", 0);
      return false;
    }
    d.letter = at_ < format_.size() ? format_[at_++] : 0;
    return convert(d, call_.arguments[next_++], out);
  }

  /// -1 if there is none.
  int number() {
    int n = -1;
    for (; at_ < format_.size() && format_[at_] >= '0' && format_[at_] <= '9'; ++at_)
      n = std::min(1000, std::max(n, 0) * 10 + (format_[at_] - '0'));
    return n;
  }

  bool convert(Directive& d, const Cell& cell, std::string& out) {
    switch (d.letter) {
      case 'd':
      case 'x':
        return convert_integer(d, cell, out);
      case 'e':
      case 'f':
      case 'g':
        if (!is_real(cell.tag())) return wrong_type("bad type for floating-point format");
        out += printed(d.printf_format(std::string(1, d.letter).c_str()), cell.as_double());
        return true;
      case 's':
        if (d.precision >= 0) builtin_error(call_, "precision specified for non-floating point");
        if (cell.tag() == Tag::String)
          pad(d, cell.string(), out);
        else
          pad(d, text_of(cell), out);
        return true;
      case 'T':
      case 'D':
        if (cell.tag() != Tag::Time) return wrong_type("bad type for Date/Time format");
        pad(d, date(cell.as_double(), d.letter == 'T'), out);
        return true;
      default:
        builtin_error(call_, "bad format");
        return false;
    }
  }

  bool convert_integer(Directive& d, const Cell& cell, std::string& out) {
    const bool hex = d.letter == 'x';
    switch (cell.tag()) {
      case Tag::Int:
        if (d.is_plain() && !hex) return add_decimal(cell.as_int(), out);
        out += printed(d.printf_format(hex ? "llx" : "lld"), static_cast<long long>(cell.as_int()));
        return true;
      case Tag::Bool:
      case Tag::Count:
        if (d.is_plain() && !hex) return add_decimal(cell.word(), out);
        out += printed(d.printf_format(hex ? "llx" : "llu"), static_cast<unsigned long long>(cell.word()));
        return true;
      case Tag::Enum:
        out += printed(d.printf_format(hex ? "llx" : "lld"), static_cast<long long>(cell.enum_value()));
        return true;
      case Tag::Port:
        out +=
            printed(d.printf_format(hex ? "llx" : "llu"), static_cast<unsigned long long>(cell.port_code() & 0xffff));
        return true;
      case Tag::Addr:
        if (!hex) break;
        pad(d, hex_of(cell.as<AddrObject>().address), out);
        return true;
      case Tag::Subnet:  // passes for a number, yet is none
        call_.runtime.reporter.internal_warning({Location{}, text_of(cell)}, "bad request for CoerceToInt");
        out += printed(d.printf_format("lld"), 0LL);
        return true;
      default:
        break;
    }
    return wrong_type("bad type for %d/%x format");
  }

  // The common case needs no printf.
  template <class T>
  static bool add_decimal(T x, std::string& out) {
    char digits[24];
    const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), x);
    out.append(digits, end);
    return error == std::errc();
  }

  static std::string hex_of(const Address& address) {
    std::string text;
    for (size_t i = address.is_v4() ? 12 : 0; i < 16; ++i)
      text += printed("%02x", static_cast<unsigned>(address.bytes[i]));
    return text;
  }

  static std::string date(double seconds, bool with_fraction) {
    const auto whole = static_cast<time_t>(std::floor(seconds));
    tm parts{};
    ::localtime_r(&whole, &parts);
    char text[64];
    if (!with_fraction) return {text, ::strftime(text, sizeof text, "%Y-%m-%d-%H:%M:%S", &parts)};
    std::string out(text, ::strftime(text, sizeof text, "%Y-%m-%d-%H:%M:", &parts));
    return out + printed("%012.9f", parts.tm_sec + (seconds - static_cast<double>(whole)));
  }

  static void pad(const Directive& d, const std::string& text, std::string& out) {
    const size_t width = d.width < 0 ? 0 : static_cast<size_t>(d.width);
    const size_t blanks = width > text.size() ? width - text.size() : 0;
    if (!d.left) out.append(blanks, ' ');
    out += text;
    if (d.left) out.append(blanks, ' ');
  }

  bool wrong_type(const char* text) {
    builtin_error(call_, text, next_ - 1);
    return false;
  }

  BuiltinCall& call_;
  const std::string& format_;
  size_t at_ = 0, next_ = 1;
};

}  // namespace

Cell format(BuiltinCall& call) {
  if (call.arguments.empty()) return string_cell("");
  if (call.arguments[0].tag() != Tag::String) {
    // Anything else is shown with what follows, as %s would.
    std::string all;
    for (const Cell& cell : call.arguments) all += text_of(cell);
    return string_cell(std::move(all));
  }
  std::string out;
  if (!Formatter(call).run(out)) out.clear();
  return string_cell(std::move(out));
}

}  // namespace whimbrel::script
