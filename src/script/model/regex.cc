#include "script/model/regex.h"

#include <fmt/format.h>

#include <bitset>
#include <cctype>
#include <climits>

#include "script/model/characters.h"

namespace whimbrel::script {

namespace {

using ByteSet = std::bitset<256>;

constexpr int kDeepestNesting = 1000;  // RE2 has such a limit as well

bool is_octal(char c) { return c >= '0' && c <= '7'; }

std::string byte_text(unsigned char byte) {
  if (is_letter(static_cast<char>(byte)) || is_digit(static_cast<char>(byte)))
    return std::string(1, static_cast<char>(byte));
  return fmt::format("\\x{:02x}", byte);
}

std::string set_text(const ByteSet& set) {
  if (set.none()) return "[^\\x00-\\xff]";
  std::string text = "[";
  for (unsigned first = 0; first < set.size(); ++first) {
    if (!set[first]) continue;
    unsigned last = first;
    while (last + 1 < set.size() && set[last + 1]) ++last;
    text += fmt::format("\\x{:02x}", first);
    if (last > first) text += fmt::format("-\\x{:02x}", last);
    first = last;
  }
  return text + "]";
}

/// Of ASCII only, whatever the locale.
struct NamedClass {
  std::string_view name;
  int (*contains)(int);
};
constexpr NamedClass kClasses[] = {{"alnum", std::isalnum},   {"alpha", std::isalpha}, {"blank", std::isblank},
                                   {"cntrl", std::iscntrl},   {"digit", std::isdigit}, {"graph", std::isgraph},
                                   {"print", std::isprint},   {"punct", std::ispunct}, {"space", std::isspace},
                                   {"xdigit", std::isxdigit}, {"lower", std::islower}, {"upper", std::isupper}};

/// Reads by recursive descent:
///   alternatives = [series] ('|' series)*      only the first may be empty
///   series       = item+
///   item         = (byte | class | group | quoted | anchor) repetition*
class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  Regex run() {
    Regex result;
    result.ok = alternatives() && at_end();
    result.problem = std::move(problem_);
    if (result.ok) result.text = std::move(out_);
    return result;
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool next_is(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool accept(std::string_view what) {
    if (!next_is(what)) return false;
    at_ += what.size();
    return true;
  }
  bool fail(std::string_view problem) {
    if (problem_.empty()) problem_ = problem;
    return false;
  }
  bool ends_series() const { return at_end() || peek() == '|' || peek() == ')'; }

  bool alternatives() {
    if (!ends_series() && !series()) return false;
    while (accept("|")) {
      out_ += '|';
      if (ends_series() || !series()) return false;
    }
    return true;
  }

  bool series() {
    while (!ends_series())
      if (!item()) return false;
    return true;
  }

  bool item() {
    const size_t start = out_.size();
    const bool is_anchor = peek() == '^' || peek() == '$';
    if (!atom()) return false;
    if (is_anchor && accept("?")) out_.resize(start);  // as in "^?": no condition at all
    while (!at_end())
      if (accept("*"))
        repeat(start, "*");
      else if (accept("+"))
        repeat(start, "+");
      else if (accept("?"))
        repeat(start, "?");
      else if (peek() == '{' && is_digit(peek(1))) {
        if (!repeat_by_numbers(start)) return false;
      } else {
        break;
      }
    return true;
  }

  /// The group keeps RE2 from reading two repetitions as one of its lazy ones.
  void repeat(size_t start, std::string_view how) {
    out_.insert(start, "(?:");
    out_ += ')';
    out_ += how;
  }

  /// Digits; more than an int can hold come out negative.
  long number() {
    long value = 0;
    for (; is_digit(peek()); ++at_)
      if (value <= INT_MAX) value = 10 * value + (peek() - '0');
    return value > INT_MAX ? -1 : value;
  }

  bool repeat_by_numbers(size_t start) {
    ++at_;
    const long least = number();
    if (accept("}")) {
      if (least < 0) return fail("iteration value must be positive");
      repeat(start, fmt::format("{{{}}}", least));
      return true;
    }
    if (!accept(",")) return fail("bad character inside {}'s");
    if (accept("}")) {
      if (least < 0) return fail("iteration value must be positive");
      repeat(start, fmt::format("{{{},}}", least));
      return true;
    }
    if (!is_digit(peek())) return fail("bad character inside {}'s");
    const long most = number();
    if (!accept("}")) return fail("bad character inside {}'s");
    if (least < 0 || least > most) return fail("bad iteration values");
    repeat(start, fmt::format("{{{},{}}}", least, most));
    return true;
  }

  bool atom() {
    switch (peek()) {
      case '(':
        return group();
      case '"':
        return quoted();
      case '[':
        return byte_class();
      case '.':
        ++at_;
        out_ += dot_takes_newline_ ? "(?s:.)" : ".";
        return true;
      case '^':
        ++at_;
        out_ += "\\A";
        return true;
      case '$':
        ++at_;
        out_ += "\\z";
        return true;
      case '*':
      case '+':
      case '?':
        return false;
      case '{':
        // "[a-z]{-}[aeiou]" would be a difference of classes, which lex knows and patterns do not.
        if (is_digit(peek(1)) || next_is("{-}")) return false;
        [[fallthrough]];
      default:
        add_byte(next_byte(), ignores_case_);
        return true;
    }
  }

  void add_byte(unsigned char byte, bool ignores_case) {
    if (ignores_case && is_letter(static_cast<char>(byte)))
      out_ += fmt::format("[{}{}]", static_cast<char>(byte), other_case(static_cast<char>(byte)));
    else
      out_ += byte_text(byte);
  }

  /// A byte, maybe written with a backslash.
  unsigned char next_byte() {
    const char c = text_[at_++];
    if (c != '\\' || at_end()) return static_cast<unsigned char>(c);
    return escape();
  }

  unsigned char escape() {
    const char c = text_[at_++];
    static constexpr std::string_view kLetters = "abfnrtv", kMeanings = "\a\b\f\n\r\t\v";
    if (const size_t i = kLetters.find(c); i != kLetters.npos) return static_cast<unsigned char>(kMeanings[i]);
    if (c == 'x' && is_hex(peek())) {
      int value = hex_value(text_[at_++]);
      if (is_hex(peek())) value = 16 * value + hex_value(text_[at_++]);
      return static_cast<unsigned char>(value);
    }
    if (!is_octal(c)) return static_cast<unsigned char>(c);
    int value = c - '0';
    if (is_octal(peek()) && is_octal(peek(1))) {  // one digit or three
      value = 64 * value + 8 * (peek() - '0') + (peek(1) - '0');
      at_ += 2;
    }
    return static_cast<unsigned char>(value);
  }

  bool group() {
    if (++depth_ > kDeepestNesting) return false;
    const bool ignored_case = ignores_case_, dot_took_newline = dot_takes_newline_;
    if (accept("(?i:"))
      ignores_case_ = true;
    else if (accept("(?s:"))
      dot_takes_newline_ = true;
    else
      accept("(");
    out_ += "(?:";
    if (!alternatives() || !accept(")")) return false;
    out_ += ')';
    ignores_case_ = ignored_case;
    dot_takes_newline_ = dot_took_newline;
    --depth_;
    return true;
  }

  /// Case counts inside of quotes.
  bool quoted() {
    accept("\"");
    out_ += "(?:";
    while (!at_end() && peek() != '"') add_byte(next_byte(), false);
    if (!accept("\"")) return fail("missing quote");
    out_ += ')';
    return true;
  }

  bool byte_class() {
    accept("[");
    const bool is_negated = accept("^");
    ByteSet set;
    for (bool first = true; first || peek() != ']'; first = false) {
      if (at_end()) return fail("unterminated character class");
      if (!class_part(set)) return false;
    }
    accept("]");
    if (ignores_case_) add_other_cases(set);
    out_ += set_text(is_negated ? ~set : set);
    return true;
  }

  /// A byte, a range, or a class with a name.
  bool class_part(ByteSet& set) {
    if (next_is("[:")) {
      const size_t end = text_.find(":]", at_ + 2);
      if (end != text_.npos && text_.find(']', at_) == end + 1) {
        const std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
        at_ = end + 2;
        return named_class(set, name);
      }
    }
    const unsigned char first = next_byte();
    if (peek() != '-' || at_ + 1 >= text_.size() || peek(1) == ']') {
      set.set(first);
      return true;
    }
    accept("-");
    const unsigned char last = next_byte();
    if (first > last) return fail("negative range in character class");
    for (unsigned c = first; c <= last; ++c) set.set(c);
    return true;
  }

  bool named_class(ByteSet& set, std::string_view name) {
    for (const NamedClass& known : kClasses) {
      if (known.name != name) continue;
      for (int c = 0; c < 128; ++c)
        if (known.contains(c)) set.set(static_cast<size_t>(c));
      return true;
    }
    return fail("bad character class expression");
  }

  static void add_other_cases(ByteSet& set) {
    const ByteSet as_written = set;
    for (unsigned c = 0; c < 128; ++c)
      if (as_written[c] && is_letter(static_cast<char>(c)))
        set.set(static_cast<unsigned char>(other_case(static_cast<char>(c))));
  }

  const std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  bool ignores_case_ = false, dot_takes_newline_ = false;
  std::string out_, problem_;
};

}  // namespace

Regex translate_regex(std::string_view text) { return Translator(text).run(); }

}  // namespace whimbrel::script
