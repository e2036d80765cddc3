// Child: one process of the benchmark, seen by the one that conducts it. They talk in lines over pipes: the child says
// what it has got to ("port 4711", "ready", "result ..."), the conductor says when to go on. A child never outlives its
// Child, nor the conductor.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "../signals.h"
#include "figures.h"
#include "whimbrel/result.h"

namespace whimbrel::bench {

using cli::Signals;
using cli::TimePoint;

class Child {
 public:
  /// Starts a program; the first word says which one, the others are its arguments. What it writes to standard error
  /// can be read like the rest if `with_errors`.
  explicit Child(const std::vector<std::string>& command, bool with_errors = false);
  /// Asks it to end by closing its input; after a second, kills it.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  void tell(std::string_view line);
  /// The rest of the next line that begins with this word. Other lines go to other_lines(). An error if the child says
  /// "error", ends, or takes longer, or if the benchmark is asked to stop.
  Result<std::string> expect(std::string_view word, TimePoint until, const Signals& signals);
  const std::vector<std::string>& other_lines() const { return other_lines_; }

  double cpu_seconds() const;
  /// Memory of its own that it has in use: anonymous pages, not those of files that all share.
  size_t resident_bytes() const;
  /// The same with the pages of files.
  size_t resident_bytes_with_files() const;
  /// The most that resident_bytes() has been since forget_peak().
  size_t peak_bytes() const;
  void forget_peak() const;

 private:
  bool read_more(TimePoint until, const Signals& signals);
  Error gone() const;
  bool ended_within(std::chrono::milliseconds time) const;

  std::string name_;
  pid_t pid_ = -1;
  int in_ = -1, out_ = -1;  // the child's standard input and output
  std::string buffer_;
  std::vector<std::string> other_lines_;
};

}  // namespace whimbrel::bench
