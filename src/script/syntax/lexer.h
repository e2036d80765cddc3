// Lexer: takes the text of one script apart into tokens. Knows nothing of other files.
#pragma once

#include <string>
#include <string_view>

#include "script/syntax/token.h"

namespace whimbrel::script::syntax {

/// Hears of what is wrong with single tokens, such as bad ports; reading goes on.
class LexerClient {
 public:
  virtual ~LexerClient() = default;
  virtual void on_lexical_error(const Location& where, std::string text) = 0;
};

class Lexer {
 public:
  /// The text must outlive the tokens.
  Lexer(std::string_view text, const std::string* file, LexerClient& client)
      : text_(text), file_(file), client_(client) {}

  void next(Token& token);
  /// After a slash where an operand may stand: the pattern's text, or its end. The parser knows where that is.
  void next_of_pattern(Token& token);
  /// Goes on to the next @if, @ifdef, @ifndef, @else or @endif, whatever is between, and stops before it. End: no more.
  Tok skip_to_conditional();
  /// Leaves out that directive.
  void skip_directive();
  int line() const { return line_; }

 private:
  void skip_blanks();
  char at(size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  Location here() const { return {file_, line_, line_}; }
  /// The token is the next `length` bytes.
  void emit(Token& token, Tok kind, size_t length);
  void error(std::string text) { client_.on_lexical_error(here(), std::move(text)); }

  void word(Token& token);
  void string(Token& token);
  void directive(Token& token);
  void punctuation(Token& token);
  bool no_test(Token& token);
  bool attribute(Token& token);
  bool not_in(Token& token);
  bool bracketed_address(Token& token);
  size_t host_name_length() const;
  // lexer_numbers.cc
  void number(Token& token);
  bool number_only(Token& token, size_t digits);
  size_t real_length(size_t digits) const;
  size_t interval_length(size_t number, double& factor) const;
  size_t dotted_length() const;
  size_t subnet_length(size_t address) const;
  size_t port_length(size_t digits, uint32_t& protocol) const;
  Cell port_value(std::string_view digits, uint32_t protocol, std::string_view all);
  Cell address_value(std::string_view address);
  Cell subnet_value(std::string_view address, std::string_view whole);

  std::string_view text_;
  const std::string* file_;
  LexerClient& client_;
  size_t place_ = 0;
  int line_ = 1;
};

}  // namespace whimbrel::script::syntax
