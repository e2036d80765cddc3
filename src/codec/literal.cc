// parse_literal(): values as people type them. The grammar stands at its declaration, with examples in the test.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "codec/time_text.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// -- words: everything that is one piece without quotes or brackets. Each reader returns nothing if the word is of
// another kind.

using MaybeValue = std::optional<Result<Value>>;

Error misfit(std::string_view word, std::string_view kind, std::string_view range) {
  return {ErrorCode::InvalidArgument, fmt::format("{} does not fit into {} ({})", word, kind, range)};
}

template <class T>
Result<Value> as_value(const Result<T>& x) {
  if (!x) return x.error();
  return Value(*x);
}

MaybeValue read_keyword(std::string_view word) {
  if (word == "T" || word == "true") return Value(true);
  if (word == "F" || word == "false") return Value(false);
  if (word == "nil") return Value();
  return std::nullopt;
}

/// 80/tcp, 10.0.0.0/8
MaybeValue read_slashed(std::string_view word) {
  const size_t slash = word.rfind('/');
  if (slash == word.npos) return std::nullopt;
  if (const auto after = word.substr(slash + 1); after == "?" || (!after.empty() && is_letter(after[0])))
    return as_value(Port::parse(word));
  return as_value(Subnet::parse(word));
}

MaybeValue read_address(std::string_view word) {
  const auto address = Address::parse(word);
  if (!address) return std::nullopt;
  return Value(*address);
}

/// @1700000000.5, 2023-11-14T22:13:20.5Z
MaybeValue read_time(std::string_view word) {
  if (word.starts_with('@')) {
    const auto since_epoch = make_timespan(word.substr(1), "s");
    if (!since_epoch)
      return Error(ErrorCode::InvalidArgument, fmt::format("{} is not a time in seconds since 1970", word));
    return Value(Timestamp{since_epoch->ns});
  }
  if (word.size() < 19 || word[4] != '-' || word[10] != 'T') return std::nullopt;
  return as_value(parse_timestamp(word));
}

/// 42, +42, 0x2a, -0x2a
MaybeValue read_whole_number(std::string_view word) {
  const bool negative = word.starts_with('-');
  const bool has_sign = negative || word.starts_with('+');
  std::string_view digits = word.substr(has_sign ? 1 : 0);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  uint64_t x = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, x, hex ? 16 : 10);
  if (read.ec == std::errc::invalid_argument || read.ptr != end) return std::nullopt;
  const bool too_large = read.ec == std::errc::result_out_of_range;
  if (!has_sign) {
    if (too_large) return misfit(word, "a count", "0 to 18446744073709551615");
    return Value::count(x);
  }
  if (too_large || x > uint64_t{INT64_MAX} + negative)
    return misfit(word, "an integer", "-9223372036854775808 to +9223372036854775807");
  return Value::integer(static_cast<int64_t>(negative ? 0 - x : x));
}

/// 1.5, -1e5
MaybeValue read_real(std::string_view word) {
  std::string_view digits = word;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (const size_t first = digits.starts_with('-') ? 1 : 0;
      first == digits.size() || !(is_digit(digits[first]) || digits[first] == '.'))
    return std::nullopt;
  double x = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, x);
  if (read.ec == std::errc::invalid_argument || read.ptr != end) return std::nullopt;
  if (read.ec == std::errc::result_out_of_range) return misfit(word, "a real", "about 1e-308 to 1e308");
  return Value(x);
}

size_t length_of_number(std::string_view word) {
  return std::min(word.find_first_not_of("+-.0123456789"), word.size());
}

/// 5sec, -1.5min
MaybeValue read_interval(std::string_view word) {
  const size_t unit = length_of_number(word);
  if (unit == 0 || !is_time_unit(word.substr(unit))) return std::nullopt;
  return as_value(make_timespan(word.substr(0, unit), word.substr(unit)));
}

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

/// Notice::LOG. Without the colons it is more likely a string whose quotes the shell took.
MaybeValue read_enum(std::string_view word) {
  std::string_view rest = word;
  size_t names = 0;
  for (bool last = false; !last; ++names) {
    const size_t colons = std::min(rest.find("::"), rest.size());
    if (!is_name(rest.substr(0, colons))) return std::nullopt;
    last = colons == rest.size();
    if (!last) rest.remove_prefix(colons + 2);
  }
  if (names < 2) return std::nullopt;
  return Value(EnumValue{std::string(word)});
}

Result<Value> read_word(std::string_view word) {
  for (const auto reader :
       {read_keyword, read_slashed, read_time, read_address, read_whole_number, read_real, read_interval, read_enum})
    if (auto found = reader(word)) return *std::move(found);
  return Error(ErrorCode::InvalidArgument,
               fmt::format("{0} is not a value; for text, put it in quotes: \"{0}\" (in a shell: '\"{0}\"')",
                           word.substr(0, 100)));
}

// -- the structure around words

class LiteralParser {
 public:
  explicit LiteralParser(std::string_view text) : text_(text) {}

  Result<Value> parse() {
    Value out;
    if (!value(out, 0)) return std::move(error_);
    skip_blanks();
    if (at_ == text_.size()) return out;
    fail(at_, fmt::format("the value ends before \"{}\"", text_.substr(at_, 20)));
    return std::move(error_);
  }

 private:
  bool value(Value& out, int depth) {
    skip_blanks();
    if (at_ == text_.size()) return fail(at_, "a value is missing here");
    switch (text_[at_]) {
      case '"':
        return string(out);
      case '[':
        return vector(out, depth);
      case '{':
        return braces(out, depth);
      default:
        return word(out);
    }
  }

  bool word(Value& out) {
    const size_t start = at_;
    std::string word(next_word());
    if (word.empty()) return fail(start, fmt::format("a value is missing before \"{}\"", text_.substr(start, 1)));
    append_unit(word);
    auto read = read_word(word);
    if (!read) return fail(start, read.error().message());
    out = std::move(*read);
    return true;
  }

  /// Takes up to the next blank, comma, bracket, quote or arrow.
  std::string_view next_word() {
    const size_t start = at_;
    const size_t end = std::min(text_.find_first_of(" \t\n\r,[]{}\"", start), text_.size());
    std::string_view word = text_.substr(start, end - start);
    word = word.substr(0, word.find("->"));
    at_ += word.size();
    return word;
  }

  /// Intervals may have a blank before the unit: after a number, takes a unit if there is one.
  void append_unit(std::string& word) {
    if (length_of_number(word) < word.size()) return;
    const size_t after_number = at_;
    skip_blanks();
    const std::string_view unit = next_word();
    if (is_time_unit(unit))
      word += unit;
    else
      at_ = after_number;
  }

  bool string(Value& out) {
    const size_t start = at_++;
    std::string text;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] != '\\')
        text += text_[at_++];
      else if (!escape(text))
        return false;
    }
    if (!take("\"")) return fail(start, "the string that begins here has no closing quote");
    out = std::move(text);
    return true;
  }

  bool escape(std::string& text) {
    static constexpr std::string_view kLetters = "nrt\\\"", kMeanings = "\n\r\t\\\"";
    const size_t start = at_++;
    const char letter = at_ < text_.size() ? text_[at_++] : '\0';
    if (const size_t i = kLetters.find(letter); i != kLetters.npos) {
      text += kMeanings[i];
      return true;
    }
    const auto byte = from_hex(text_.substr(at_, 2));
    if (letter != 'x' || !byte || byte->size() != 1) return fail(start, R"(the escapes are \n \r \t \\ \" and \xHH)");
    text += static_cast<char>(byte->front());
    at_ += 2;
    return true;
  }

  bool vector(Value& out, int depth) {
    const size_t start = at_++;
    Vector elements;
    if (!take("]")) {
      do {
        if (!element(start, elements.emplace_back(), depth)) return false;
      } while (take(","));
      if (!take("]")) return unclosed(start, ']');
    }
    out = std::move(elements);
    return true;
  }

  /// A set or a table; the first element tells. {} is an empty set, {->} an empty table.
  bool braces(Value& out, int depth) {
    const size_t start = at_++;
    if (take("}")) {
      out = Set();
      return true;
    }
    if (take("->")) {
      out = Table();
      return take("}") ? true : fail(at_, "expected } after ->, for an empty table");
    }
    Value first;
    if (!element(start, first, depth)) return false;
    return take("->") ? table(start, std::move(first), out, depth) : set(start, std::move(first), out, depth);
  }

  bool set(size_t start, Value first, Value& out, int depth) {
    Vector elements;
    elements.push_back(std::move(first));
    while (take(","))
      if (!element(start, elements.emplace_back(), depth)) return false;
    if (!take("}")) return unclosed(start, '}');
    const size_t n = elements.size();
    Set set(std::move(elements));
    if (set.size() < n) return fail(start, "an element of this set is repeated");
    out = std::move(set);
    return true;
  }

  bool table(size_t start, Value first, Value& out, int depth) {
    std::vector<Table::Entry> entries;
    entries.emplace_back(std::move(first), Value());
    if (!element(start, entries.back().second, depth)) return false;
    while (take(",")) {
      entries.emplace_back();
      if (!element(start, entries.back().first, depth)) return false;
      if (!take("->")) return fail(at_, "expected -> and a value, as in the entries before");
      if (!element(start, entries.back().second, depth)) return false;
    }
    if (!take("}")) return unclosed(start, '}');
    const size_t n = entries.size();
    Table table(std::move(entries));
    if (table.size() < n) return fail(start, "a key of this table is repeated");
    out = std::move(table);
    return true;
  }

  bool element(size_t start, Value& out, int depth) {
    if (depth == kMaxDepth) return fail(start, fmt::format("nested deeper than {} levels", kMaxDepth));
    return value(out, depth + 1);
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  /// Passes blanks and then this token, if it comes next.
  bool take(std::string_view token) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  bool unclosed(size_t start, char bracket) {
    if (at_ == text_.size()) return fail(start, fmt::format("what begins here has no closing {}", bracket));
    return fail(at_, fmt::format("expected a comma or {}", bracket));
  }
  bool fail(size_t at, std::string_view why) {
    error_ = {ErrorCode::InvalidArgument, fmt::format("column {}: {}", at + 1, why)};
    return false;
  }

  const std::string_view text_;
  size_t at_ = 0;
  Error error_;
};

}  // namespace

Result<Value> parse_literal(std::string_view text) { return LiteralParser(text).parse(); }

}  // namespace whimbrel
