// The child's half of the talk between a process of the benchmark and the one that conducts it. See child.h.
#pragma once

#include <string_view>

namespace whimbrel::bench {

/// Says one line.
void say(std::string_view line);
/// Says what went wrong, and returns the exit status to end with.
int give_up(std::string_view why);
/// Waits for the word to go on. Ends the process if the conductor has closed the pipe instead.
void await_go();
/// Waits until the conductor wants no more.
int await_end();

}  // namespace whimbrel::bench
