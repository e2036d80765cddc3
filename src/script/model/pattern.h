// PatternObject: a pattern, compiled once for whole strings and once for "anywhere".
// The language's syntax is translated to RE2's, which matches in linear time whatever the pattern and the text.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script/model/cell.h"
#include "whimbrel/result.h"

namespace whimbrel::script {

class PatternObject final : public Object {
 public:
  /// From the text between the slashes, and flags "i", "s", "is" or "". The error's message is the line that is
  /// reported, such as "bad character class expression (compiling pattern /…/)"; a second line, "error compiling
  /// pattern /…/", follows it after a newline.
  static Result<Ref<PatternObject>> compile(std::string_view text, std::string_view flags = "");
  /// From texts as patterns travel: exact and anywhere.
  static Result<Ref<PatternObject>> from_texts(std::string exact, std::string anywhere);
  ~PatternObject() override;

  bool matches_exactly(std::string_view text) const;
  bool matches_anywhere(std::string_view text) const;
  /// The longest match that starts right at the start of `text`: its length, or -1.
  long match_prefix(std::string_view text) const;
  /// The first (leftmost, then longest) match: start and length. False if there is none.
  bool find(std::string_view text, size_t& start, size_t& length) const;

  /// Null if the result is more than RE2 takes.
  Ref<PatternObject> alternation(const PatternObject& other) const;    ///< p1 | p2
  Ref<PatternObject> concatenation(const PatternObject& other) const;  ///< p1 & p2
  /// p += other, in place: all who share it see it.
  void add(const PatternObject& other);
  Ref<PatternObject> clone() const;  ///< which add() to this one does not change

  const std::string& text() const { return exact_; }  ///< "^?(foo)$?": between the slashes when printed
  const std::string& anywhere_text() const { return anywhere_; }

 private:
  PatternObject();
  struct Compiled;
  std::string exact_, anywhere_;
  static Result<Ref<PatternObject>> build(std::string exact, std::string anywhere, bool can_search_exact);
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace whimbrel::script
