#include "script/syntax/lexer.h"

#include <algorithm>

#include "script/model/characters.h"
#include "script/model/objects.h"
#include "script/syntax/words.h"

namespace whimbrel::script::syntax {
namespace {

constexpr std::string_view kNoTest = "@no-test";

/// What stands for a byte that is written with a backslash and a letter.
char escaped_letter(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    default:
      return letter;
  }
}

/// Appends what the escape sequence after a backslash stands for; `place` moves behind it.
void append_escape(std::string& bytes, std::string_view text, size_t& place) {
  const auto digit_at = [&](size_t i, bool hex) {
    return i < text.size() && (hex ? is_hex(text[i]) : text[i] >= '0' && text[i] <= '7');
  };
  const bool hex = text[place] == 'x' && digit_at(place + 1, true);
  if (!hex && !digit_at(place, false)) {
    bytes += escaped_letter(text[place++]);
    return;
  }
  if (hex) ++place;
  int value = 0;
  for (int n = hex ? 2 : 3; n > 0 && digit_at(place, hex); --n)
    value = value * (hex ? 16 : 8) + hex_value(text[place++]);
  bytes += static_cast<char>(value);
}

std::string unescaped(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (size_t place = 0; place < text.size();) {
    if (text[place] == '\\' && place + 1 < text.size())
      append_escape(bytes, text, ++place);
    else
      bytes += text[place++];
  }
  return bytes;
}

struct Mark {
  Tok kind = Tok::End;
  size_t length = 0;
};

/// The longest punctuation that begins with these two characters.
Mark punctuation_at(char first, char second) {
  const auto pick = [&](char want, Tok two, Tok one) { return second == want ? Mark{two, 2} : Mark{one, 1}; };
  switch (first) {
    case '!':
      return pick('=', Tok::NotEqual, Tok::Not);
    case '%':
      return {Tok::Percent, 1};
    case '*':
      return {Tok::Star, 1};
    case '/':
      return {Tok::Slash, 1};
    case '+':
      return second == '+' ? Mark{Tok::Increment, 2} : pick('=', Tok::PlusEquals, Tok::Plus);
    case '-':
      return second == '-' ? Mark{Tok::Decrement, 2} : pick('=', Tok::MinusEquals, Tok::Minus);
    case ',':
      return {Tok::Comma, 1};
    case ':':
      return {Tok::Colon, 1};
    case ';':
      return {Tok::Semicolon, 1};
    case '<':
      return second == '<' ? Mark{Tok::ShiftLeft, 2} : pick('=', Tok::LessEqual, Tok::Less);
    case '=':
      return pick('=', Tok::EqualEqual, Tok::Equals);
    case '>':
      return second == '>' ? Mark{Tok::ShiftRight, 2} : pick('=', Tok::GreaterEqual, Tok::Greater);
    case '?':
      return pick('$', Tok::HasField, Tok::Question);
    case '(':
      return {Tok::LeftParen, 1};
    case ')':
      return {Tok::RightParen, 1};
    case '[':
      return {Tok::LeftBracket, 1};
    case ']':
      return {Tok::RightBracket, 1};
    case '{':
      return {Tok::LeftBrace, 1};
    case '}':
      return {Tok::RightBrace, 1};
    case '~':
      return {Tok::Tilde, 1};
    case '$':
      return {Tok::Dollar, 1};
    case '|':
      return pick('|', Tok::OrOr, Tok::Bar);
    case '^':
      return {Tok::Caret, 1};
    case '&':
      return pick('&', Tok::AndAnd, Tok::Ampersand);
    default:
      return {};
  }
}

std::string_view without_blanks_around(std::string_view text) {
  while (!text.empty() && (is_blank(text.front()))) text.remove_prefix(1);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

void Lexer::emit(Token& token, Tok kind, size_t length) {
  token.kind = kind;
  token.text = text_.substr(place_, length);
  token.where = here();
  place_ += length;
}

void Lexer::skip_blanks() {
  for (;; ++place_) {
    const char c = at(place_);
    if (c == '\n') {
      ++line_;
    } else if (c == '#') {
      size_t after = place_ + 1;
      while (is_blank(at(after))) ++after;
      if (at(after) == '@' && text_.substr(after).starts_with(kNoTest)) return;
      const size_t end = text_.find('\n', after);
      place_ = (end == text_.npos ? text_.size() : end) - 1;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      return;
    }
  }
}

void Lexer::next(Token& token) {
  for (;;) {
    skip_blanks();
    if (place_ >= text_.size()) return emit(token, Tok::End, 0);
    const char c = text_[place_];
    if (begins_name(c)) return word(token);
    if (is_digit(c) || (c == '.' && is_digit(at(place_ + 1)))) return number(token);
    token.kind = Tok::End;
    switch (c) {
      case '"':
        string(token);
        break;
      case '@':
        directive(token);
        break;
      case '#':
        emit(token, Tok::NoTest, std::min(text_.find('\n', place_), text_.size()) - place_);
        break;
      default:
        punctuation(token);
    }
    if (token.kind != Tok::End) return;
    error(std::string("unrecognized character: '") + c + "'");
    ++place_;
  }
}

void Lexer::word(Token& token) {
  size_t end = place_ + 1;
  while (continues_name(at(end))) ++end;
  if (at(end) == '.' || at(end) == '-') {
    const size_t length = host_name_length();
    if (length > end - place_) return emit(token, Tok::HostName, length);
  }
  bool is_qualified = false;
  while (at(end) == ':' && at(end + 1) == ':' && begins_name(at(end + 2))) {
    is_qualified = true;
    end += 3;
    while (continues_name(at(end))) ++end;
  }
  emit(token, Tok::Name, end - place_);
  if (is_qualified) return;
  token.kind = keyword(token.text);
  if (token.kind == Tok::Constant) token.value = Cell::boolean(token.text == "T");
}

size_t Lexer::host_name_length() const {
  size_t length = 0;
  for (size_t label = place_; is_a(at(label), kLetter | kDigit);) {
    size_t end = label + 1;
    while (is_a(at(end), kLetter | kDigit) || at(end) == '-') ++end;
    if (label > place_ && is_a(at(label), kLetter)) length = end - place_;
    if (at(end) != '.') break;
    label = end + 1;
  }
  return length;
}

void Lexer::string(Token& token) {
  bool has_escapes = false;
  for (size_t end = place_ + 1; end < text_.size() && text_[end] != '\n'; ++end) {
    if (text_[end] == '\\' && at(end + 1) != '\n') {
      has_escapes = true;
      ++end;
    } else if (text_[end] == '"') {
      const std::string_view inside = text_.substr(place_ + 1, end - place_ - 1);
      emit(token, Tok::Constant, end + 1 - place_);
      token.value = string_cell(has_escapes ? unescaped(inside) : std::string(inside));
      return;
    }
  }
}

void Lexer::directive(Token& token) {
  const DirectiveWord* found = directive_at(text_.substr(place_));
  if (!found) return;
  const size_t after = place_ + found->word.size();
  if (found->argument == DirectiveWord::None) return emit(token, found->kind, found->word.size());
  const std::string_view line = text_.substr(after, std::min(text_.find('\n', after), text_.size()) - after);
  std::string_view argument = without_blanks_around(line);
  if (found->argument == DirectiveWord::File) {
    argument = argument.substr(0, std::min(argument.find_first_of(" \t"), argument.size()));
    if (argument.empty() || !is_blank(line.front())) return;
  }
  if (found->argument == DirectiveWord::Assignment && !argument.starts_with("=") && !argument.starts_with("+=")) return;
  const size_t end = argument.empty() ? after + line.size() : argument.data() + argument.size() - text_.data();
  emit(token, found->kind, end - place_);
  token.text = argument;
}

void Lexer::punctuation(Token& token) {
  const char c = text_[place_];
  if (c == '[' && bracketed_address(token)) return;
  if (c == '!' && not_in(token)) return;
  if (c == '&' && attribute(token)) return;
  if (c == ':' && at(place_ + 1) == ':' && begins_name(at(place_ + 2))) {
    size_t end = place_ + 3;
    while (continues_name(at(end))) ++end;
    return emit(token, Tok::GlobalName, end - place_);
  }
  const Mark mark = punctuation_at(c, at(place_ + 1));
  if (mark.length > 0) emit(token, mark.kind, mark.length);
}

bool Lexer::attribute(Token& token) {
  if (!begins_name(at(place_ + 1))) return false;
  const AttributeWord* found = attribute_at(text_.substr(place_));
  if (!found) return false;
  emit(token, Tok::Attribute, found->word.size());
  token.attribute = found->kind;
  return true;
}

bool Lexer::not_in(Token& token) {
  size_t word = place_ + 1;
  while (is_blank(at(word))) ++word;
  if (at(word) != 'i' || at(word + 1) != 'n' || continues_name(at(word + 2))) return false;
  emit(token, Tok::NotIn, word + 2 - place_);
  return true;
}

bool Lexer::bracketed_address(Token& token) {
  constexpr size_t kLongest = 48;
  size_t end = place_ + 1;
  int colons = 0, dots = 0;
  bool has_gap = false;
  if (at(end) == '0' && at(end + 1) == 'x') end += 2;
  const size_t begin = end;
  for (; is_hex(at(end)) || at(end) == ':' || at(end) == '.'; ++end) {
    if (end - place_ > kLongest) return false;
    has_gap |= at(end) == ':' && at(end + 1) == ':';
    colons += at(end) == ':';
    dots += at(end) == '.';
  }
  if (at(end) != ']' || !(has_gap || colons == 7 || (colons == 6 && dots == 3))) return false;
  const std::string_view address = text_.substr(begin, end - begin);
  if (!Address::parse(address)) return false;
  const size_t length = end + 1 - place_;
  const size_t with_prefix = subnet_length(length);
  emit(token, Tok::Constant, with_prefix > 0 ? with_prefix : length);
  token.value = with_prefix > 0 ? subnet_value(address, token.text) : address_value(address);
  return true;
}

void Lexer::next_of_pattern(Token& token) {
  while (at(place_) == '\n') {
    error("pattern not terminated before end of line");
    ++place_;
    ++line_;
  }
  if (at(place_) == '/') {
    size_t end = place_ + 1;
    for (; at(end) == 'i' || at(end) == 's'; ++end) {
      const std::string_view before = text_.substr(place_ + 1, end - place_ - 1);
      if (before.find(at(end)) != before.npos) error(std::string("pattern has duplicate mode ") + at(end));
    }
    return emit(token, Tok::PatternEnd, end - place_);
  }
  size_t end = place_;
  while (end < text_.size() && text_[end] != '/' && text_[end] != '\n')
    end += text_[end] == '\\' && at(end + 1) != '\n' && end + 1 < text_.size() ? 2 : 1;
  if (end == place_) return next(token);  // the end of the file
  emit(token, Tok::PatternText, end - place_);
}

Tok Lexer::skip_to_conditional() {
  for (; place_ < text_.size(); ++place_) {
    if (text_[place_] == '\n') ++line_;
    if (text_[place_] != '@') continue;
    const DirectiveWord* found = directive_at(text_.substr(place_));
    if (found && found->kind >= Tok::AtIf && found->kind <= Tok::AtEndif) return found->kind;
  }
  return Tok::End;
}

void Lexer::skip_directive() { place_ += directive_at(text_.substr(place_))->word.size(); }

}  // namespace whimbrel::script::syntax
