// Keys: single keys from the terminal on standard input, without echo and without waiting for the end of a line. Puts
// the terminal back in the end.
#pragma once

#include <termios.h>

#include <optional>

namespace whimbrel::top {

class Keys {
 public:
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  /// One that was pressed already. Nothing of keys that send several characters, such as those with arrows.
  std::optional<char> next();
  /// To wait for, or -1: there are no keys (any more).
  int descriptor() const { return is_open_ ? 0 : -1; }

 private:
  termios before_{};
  bool is_terminal_ = false, is_open_ = false;
};

}  // namespace whimbrel::top
