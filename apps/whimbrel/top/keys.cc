#include "keys.h"

#include <poll.h>
#include <unistd.h>

#include <cctype>

namespace whimbrel::top {

Keys::Keys() {
  is_terminal_ = is_open_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
  if (!is_terminal_) return;
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

Keys::~Keys() {
  if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

std::optional<char> Keys::next() {
  pollfd one = {STDIN_FILENO, POLLIN, 0};
  if (!is_open_ || ::poll(&one, 1, 0) != 1) return {};
  char bytes[32];
  const ssize_t n = ::read(STDIN_FILENO, bytes, 1);
  if (n <= 0) {
    is_open_ = false;  // the terminal is gone
    return {};
  }
  if (bytes[0] != '\x1b') return bytes[0];
  [[maybe_unused]] const ssize_t ignored = ::read(STDIN_FILENO, bytes, sizeof bytes);  // the rest of the sequence
  return {};
}

}  // namespace whimbrel::top
