// Text of values: what print, cat, fmt, logs and messages show.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/model/cell.h"

namespace whimbrel::script {

/// Builds a text with the layout rules of the language.
class Description {
 public:
  enum class Style : uint8_t {
    Print,  ///< straight to a file: bytes outside ASCII as \xHH, nested lines not indented
    Raw,    ///< built in memory (cat, fmt %s): bytes as they are, lines that begin with a formatted piece are indented
    Columns,   ///< in print.log: as Raw, but strings are formatted pieces, with bytes outside ASCII as \xHH
    Extended,  ///< of -I: laid out as Raw, strings in quotes, entries of tables with the time of their last use
    Quoted,    ///< in messages that ask for it (assert): strings in quotes; otherwise as Print, on one line
    Short,     ///< values and expressions inside messages: one line
  };
  explicit Description(Style style) : style_(style) {}

  Style style() const { return style_; }
  /// A formatted piece: gets the tabs of its level if it begins a line (Style::Raw).
  void add(std::string_view piece);
  /// The bytes of a string value, by the rules of the style.
  void add_string(std::string_view bytes);
  /// Strings get quotes, whatever the style. What it was before.
  bool quote_strings(bool quote) { return std::exchange(quotes_, quote); }
  void newline();
  void indent() { ++level_; }
  void outdent() { --level_; }
  /// Adds a mark and is false if it is not to be described: it lies inside itself, or too deep. Else leave() must
  /// follow.
  bool enter(const Object& object);
  void leave() { open_.pop_back(); }
  bool one_line() const { return style_ == Style::Quoted || style_ == Style::Short; }
  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  Style style_;
  std::string text_;
  int level_ = 0;
  bool line_begins_ = false, quotes_ = false;
  std::vector<const Object*> open_;
};

void describe(Description& out, const Cell& cell);
std::string text_of(const Cell& cell, Description::Style style = Description::Style::Raw);

/// "3.14", "1.0", "1e+20": the language's form of doubles and times.
std::string text_of_double(double x);
/// "1.0 min 30.0 secs".
std::string text_of_interval(double seconds);
/// Bytes < 0x20 and > 0x7e as \xHH.
std::string escaped(std::string_view bytes);
void append_escaped(std::string& text, char c);

}  // namespace whimbrel::script
