// Location: where in the scripts something stands.
#pragma once

#include <string>
#include <string_view>

namespace whimbrel::script {

struct Location {
  const std::string* file = nullptr;  ///< as messages show it, "./x.zeek"; lives as long as the interpreter. Null: none
  int first_line = 0, last_line = 0;

  explicit operator bool() const { return file != nullptr; }
  bool operator==(const Location&) const = default;
  /// "FILE, line N" or "FILE, lines N-M".
  std::string text() const;
  /// From the first line of this to the last line of `end`.
  Location through(const Location& end) const { return {file, first_line, end.last_line}; }
};

/// The text of a file's name for Location::file: always the same pointer for the same name, and never freed.
const std::string* file_name(std::string_view path);

}  // namespace whimbrel::script
