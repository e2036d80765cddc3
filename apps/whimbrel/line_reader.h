// Lines of standard input, for loops that also wait for other things: nothing here blocks unless there is nothing else
// to do.
#pragma once

#include <string>
#include <string_view>

#include "whimbrel/result.h"

namespace whimbrel::cli {

class LineReader {
 public:
  /// The next line of what has been read, without its end; it may be used until the next call. False if more must be
  /// read first. What is left at the end of the input counts as a line.
  bool take(std::string_view& line);
  /// Reads once, and waits if there is nothing to read. An error if that fails, or if a line is longer than 256 MiB.
  Result<void> read_more();
  bool at_end() const { return at_end_; }
  /// The number of the line that take() gave last, from 1.
  size_t number() const { return number_; }

 private:
  std::string buffer_;
  size_t start_ = 0;    // of the next line in the buffer
  size_t scanned_ = 0;  // no line ends before this place
  size_t number_ = 0;
  bool at_end_ = false;
};

/// "line 7: TEXT"
std::string at_line(size_t number, std::string_view text);

}  // namespace whimbrel::cli
