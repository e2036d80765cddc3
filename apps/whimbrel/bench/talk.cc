#include "talk.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace whimbrel::bench {

namespace {

/// False at the end of the input.
bool await_line() {
  char c = 0;
  while (c != '\n')
    if (::read(STDIN_FILENO, &c, 1) != 1) return false;
  return true;
}

}  // namespace

void say(std::string_view line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

int give_up(std::string_view why) {
  say(fmt::format("error {}", why));
  return 1;
}

void await_go() {
  if (!await_line()) std::exit(0);
}

int await_end() {
  while (await_line()) {
  }
  return 0;
}

}  // namespace whimbrel::bench
