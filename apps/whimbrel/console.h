// What the program says to people, on standard error; and colours, which only terminals get, and not if NO_COLOR is
// set.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "verb.h"

namespace whimbrel::cli {

bool wants_colours(FILE* stream);
/// The text in bold, if the stream wants colours.
std::string bold(std::string_view text, FILE* stream);

/// Prints "whimbrel: TEXT" and returns the code, to end with.
int fail(std::string_view text, ExitCode code = kFailed);
/// fail() for wrong use found after the command line was read; points to the help of the verb.
int wrong_use(std::string_view verb, std::string_view text);
void warn(std::string_view text);
void note(std::string_view text);

/// Local time, to the millisecond: "2026-01-31T12:34:56.789".
std::string local_time();

/// "1 message", "2 messages"
std::string counted(uint64_t n, std::string_view what);
std::string counted(uint64_t n, std::string_view one, std::string_view several);
/// "0.532 ms", "12.3 s": three or more digits, in the unit that suits.
std::string short_time(std::chrono::nanoseconds time);

/// Lines with time and level, for programs that run long. Any thread.
class Log {
 public:
  enum class Level : uint8_t { Error, Warning, Info, Debug };
  /// Drops what is less important than `least`.
  explicit Log(Level least) : least_(least) {}

  void line(Level level, std::string_view text) const;
  /// The same for level names of EndpointOptions::log.
  void line(std::string_view level, std::string_view text) const;

 private:
  Level least_;
};

/// One line on a terminal that is written over again and again while long work goes on; nothing elsewhere. Whatever
/// else is said takes its place. One at a time.
class Progress {
 public:
  Progress();
  ~Progress() { clear(); }
  /// True now and then, when the line may be written again.
  bool due();
  void show(std::string_view text);
  /// Wipes the line.
  void clear();

 private:
  std::chrono::steady_clock::time_point next_;
  bool enabled_;
};

}  // namespace whimbrel::cli
