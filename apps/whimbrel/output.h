// Standard output for lines of results: buffered, and written whenever the program is about to wait. Remembers when it
// failed.
#pragma once

#include <string>
#include <string_view>

namespace whimbrel::cli {

class Output {
 public:
  void line(std::string_view text);
  /// Writes what is buffered. Blocks while the reader is slow, until it reads on or a signal asks to stop.
  void flush();
  /// The reader is gone, or writing failed; further lines are dropped.
  bool broken();
  /// The exit status to end with when broken: fine if the reader has seen enough; otherwise says what failed.
  int verdict() const;

 private:
  std::string buffer_;
  int error_ = 0;
};

}  // namespace whimbrel::cli
