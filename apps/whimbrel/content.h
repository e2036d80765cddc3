// What `pub` publishes: a value or a Zeek event; fixed, or with one value of it taken from lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/value.h"

namespace whimbrel::cli {

class Content {
 public:
  struct Source {
    std::vector<std::string>
        words;  ///< EVENT and ARGS; "-" in place of one value stands for a line, "-" alone for the whole
    std::optional<std::string> literal, json;
    bool from_lines = false;  ///< as if "-" came last in words
  };
  static Result<Content> make(const Source& source);

  bool takes_lines() const { return hole_ != kNone; }
  /// The value to publish, made once.
  const Value& fixed() const { return value_; }
  /// The value to publish for one line: a literal, or JSON v1.
  Result<Value> with(std::string_view line) const;

 private:
  enum : size_t { kNone = SIZE_MAX, kWhole = SIZE_MAX - 1 };
  Result<void> read_words(const std::vector<std::string>& words);
  Value event(Vector arguments) const;

  std::string name_;  // of the event
  Vector arguments_;  // with a none where the line goes
  size_t hole_ = kNone;
  Value value_;
};

}  // namespace whimbrel::cli
