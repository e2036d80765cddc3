#include "repl_input.h"

#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#ifdef WHIMBREL_HAS_EDITLINE
#include <editline/readline.h>
#endif

namespace whimbrel::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;

/// While a line is typed, Ctrl-C is about this line only.
class InterruptGuard {
 public:
  InterruptGuard() {
    interrupted = 0;
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = 1; };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &before_);
  }
  ~InterruptGuard() { sigaction(SIGINT, &before_, nullptr); }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction before_ {};
};

ReplLine broken_or_end() {
  if (!interrupted) return {ReplLine::End, {}};
  std::clearerr(stdin);
  std::fputc('\n', stdout);
  return {ReplLine::Broken, {}};
}

#ifdef WHIMBREL_HAS_EDITLINE

constexpr int kLinesKept = 1000;

std::string history_path() {
  const char* const state = std::getenv("XDG_STATE_HOME");
  const char* const home = std::getenv("HOME");
  if (state && *state) return std::string(state) + "/whimbrel_history";
  return home && *home ? std::string(home) + "/.whimbrel_history" : "";
}

#endif

}  // namespace

#ifdef WHIMBREL_HAS_EDITLINE

ReplInput::ReplInput() : history_file_(history_path()) {
  rl_initialize();
  rl_bind_key('\t', rl_insert);  // there is nothing to complete, and scripts that are pasted are indented
  stifle_history(kLinesKept);
  if (!history_file_.empty()) read_history(history_file_.c_str());
}

ReplInput::~ReplInput() {
  if (history_file_.empty()) return;
  const mode_t before = umask(077);  // what people type is their own
  write_history(history_file_.c_str());
  umask(before);
}

ReplLine ReplInput::read(const char* prompt) {
  const InterruptGuard guard;
  char* const line = readline(prompt);
  if (!line) return broken_or_end();
  ReplLine result{ReplLine::Text, line};
  std::free(line);
  if (interrupted) return {ReplLine::Broken, {}};
  if (!result.text.empty()) add_history(result.text.c_str());
  return result;
}

#else

ReplInput::ReplInput() = default;
ReplInput::~ReplInput() = default;

ReplLine ReplInput::read(const char* prompt) {
  const InterruptGuard guard;
  std::fputs(prompt, stdout);
  std::fflush(stdout);
  char* line = nullptr;
  size_t size = 0;
  const ssize_t length = getline(&line, &size, stdin);
  ReplLine result{ReplLine::Text, length > 0 ? std::string(line, static_cast<size_t>(length)) : ""};
  std::free(line);
  if (length < 0) return broken_or_end();
  while (result.text.ends_with('\n') || result.text.ends_with('\r')) result.text.pop_back();
  return result;
}

#endif

}  // namespace whimbrel::cli
