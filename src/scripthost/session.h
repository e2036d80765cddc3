// Session: an interpreter that people talk to. What they enter is read and runs at once; what it declares stays.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scripthost/interpreter.h"

namespace whimbrel::script {

class Session {
 public:
  explicit Session(Host& host);

  /// Loads the base scripts, and lets them begin. False if that failed, which has been reported.
  bool begin(const ScriptRun& run);
  /// Runs a piece of code, and the events that come of it. Errors are reported, and end the piece only. An exit status
  /// once the session is over: by exit(), terminate(), or a signal.
  std::optional<int> enter(const std::string& code);
  /// Breaks off the piece that runs, at its next round of a loop; the session goes on. Signal handlers may call this.
  void interrupt();
  /// Lets the scripts end in good order. The exit status.
  int end();
  Reporter& reporter() { return interpreter_.runtime().reporter; }

 private:
  void run_new_statements();
  void work_off_events();

  Host& host_;
  Interpreter interpreter_;
  Frame frame_;  // the variables of the top level
  size_t statements_run_ = 0;
  int pieces_ = 0;
};

/// Is it all of a statement or declaration? Brackets are closed, and something ends it. A line that is an expression
/// needs no semicolon.
bool is_complete_code(std::string_view code);

}  // namespace whimbrel::script
