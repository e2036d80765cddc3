#include "script/input/command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/held_signals.h"

namespace whimbrel::script::input {

namespace {

struct Pipe {
  int read_end = -1, write_end = -1;
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read_end = ends[0];
    write_end = ends[1];
    return true;
  }
  void close() {
    close_end(read_end);
    close_end(write_end);
  }
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

void never_block(int descriptor) { ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

/// In the new process, where only what is safe in a signal handler may be called.
[[noreturn]] void become(const char* command, const Pipe& input, const Pipe& output, const Pipe& errors) {
  ::setpgid(0, 0);
  if (input.read_end >= 0) ::dup2(input.read_end, STDIN_FILENO);
  ::dup2(output.write_end, STDOUT_FILENO);
  if (errors.write_end >= 0) ::dup2(errors.write_end, STDERR_FILENO);
  HeldSignals::let_go_in_child();
  ::execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  ::_exit(127);
}

std::vector<pid_t>& left_behind() {
  static std::vector<pid_t> processes;
  return processes;
}

}  // namespace

bool Command::start(const std::string& command, const Options& options) {
  stop();
  Pipe input, output, errors;
  const bool good = (!options.has_input || input.open()) && output.open() && (!options.takes_errors || errors.open());
  pid_t process = -1;
  {
    const HeldSignals held;
    if (good) process = ::fork();
    if (process == 0) become(command.c_str(), input, output, errors);
  }
  if (process < 0) {
    input.close();
    output.close();
    errors.close();
    return false;
  }
  ::setpgid(process, process);  // here as well, so that stop() finds the group whoever is first
  Pipe::close_end(input.read_end);
  Pipe::close_end(output.write_end);
  Pipe::close_end(errors.write_end);
  process_ = process;
  input_pipe_ = input.write_end;
  output_pipe_ = output.read_end;
  error_pipe_ = errors.read_end;
  for (const int pipe : {input_pipe_, output_pipe_, error_pipe_})
    if (pipe >= 0) never_block(pipe);
  input_ = options.input;
  written_ = 0;
  is_killed_ = options.is_killed;
  return true;
}

bool Command::write_input() {
  if (input_pipe_ < 0) return false;
  bool moved = false;
  while (written_ < input_.size()) {
    const ssize_t size = ::write(input_pipe_, input_.data() + written_, input_.size() - written_);
    if (size <= 0) {
      if (size < 0 && errno == EAGAIN) return moved;
      break;  // it does not listen any more
    }
    written_ += static_cast<size_t>(size);
    moved = true;
  }
  Pipe::close_end(input_pipe_);
  return true;
}

bool Command::read_some(int& pipe, std::string& into) {
  if (pipe < 0) return false;
  char bytes[65536];
  const ssize_t size = ::read(pipe, bytes, sizeof bytes);
  if (size > 0) {
    into.append(bytes, static_cast<size_t>(size));
    return true;
  }
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  Pipe::close_end(pipe);
  return true;
}

bool Command::move() {
  bool moved = write_input();
  while (read_some(output_pipe_, output)) moved = true;
  while (read_some(error_pipe_, errors)) moved = true;
  return moved;
}

std::optional<Command::Exit> Command::exit() {
  int status = 0;
  if (process_ <= 0 || ::waitpid(process_, &status, WNOHANG) != process_) return std::nullopt;
  process_ = 0;
  Pipe::close_end(input_pipe_);
  if (WIFSIGNALED(status)) return Exit{WTERMSIG(status), true};
  return Exit{WEXITSTATUS(status), false};
}

void Command::stop() {
  for (int* const pipe : {&input_pipe_, &output_pipe_, &error_pipe_}) Pipe::close_end(*pipe);
  output.clear();
  errors.clear();
  if (process_ <= 0) return;
  ::kill(-process_, is_killed_ ? SIGKILL : SIGTERM);
  left_behind().push_back(process_);
  process_ = 0;
  reap();
}

void Command::reap() {
  std::erase_if(left_behind(), [](pid_t process) { return ::waitpid(process, nullptr, WNOHANG) != 0; });
}

}  // namespace whimbrel::script::input
