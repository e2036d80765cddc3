// Command: a command of the shell that runs beside the process, with its input and outputs as pipes that never block.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace whimbrel::script::input {

class Command {
 public:
  struct Options {
    std::string input;          ///< for its standard input
    bool has_input = false;     ///< else it shares ours
    bool takes_errors = false;  ///< standard error is read too; else it shares ours
    bool is_killed = false;     ///< stop() kills it, where it would only ask it to end
  };
  /// Nothing, if there is no process to be had.
  bool start(const std::string& command, const Options& options);
  Command() = default;
  ~Command() { stop(); }
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  bool is_running() const { return process_ > 0; }
  /// Moves what can be moved: writes input, and reads outputs into `output` and `errors`. True if there was something.
  bool move();
  std::string output, errors;
  /// Both outputs have ended.
  bool has_ended() const { return output_pipe_ < 0 && error_pipe_ < 0; }

  struct Exit {
    int code = 0;  ///< or the number of the signal
    bool by_signal = false;
  };
  /// Once it has ended.
  std::optional<Exit> exit();
  /// Ends it and what it has started, without waiting.
  void stop();
  /// Takes the status of processes that stop() has left behind.
  static void reap();

 private:
  bool write_input();
  static bool read_some(int& pipe, std::string& into);

  pid_t process_ = 0;
  int input_pipe_ = -1, output_pipe_ = -1, error_pipe_ = -1;
  std::string input_;
  size_t written_ = 0;
  bool is_killed_ = false;
};

}  // namespace whimbrel::script::input
