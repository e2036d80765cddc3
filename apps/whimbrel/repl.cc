#include "repl.h"

#include <fmt/format.h>

#include <atomic>
#include <csignal>

#include "repl_input.h"
#include "scripthost/diagnostics.h"
#include "scripthost/process_host.h"
#include "scripthost/session.h"
#include "whimbrel/version.h"

namespace whimbrel::cli {

namespace {

constexpr const char* kPrompt = "zeek> ";
constexpr const char* kMore = "  ... ";

/// A statement, declaration or expression, of as many lines as it needs. An empty line ends it at once. Nothing: the
/// end of input.
std::optional<std::string> read_piece(ReplInput& input) {
  std::string code;
  for (const char* prompt = kPrompt;; prompt = kMore) {
    const ReplLine line = input.read(prompt);
    if (line.kind == ReplLine::End) return std::nullopt;
    if (line.kind == ReplLine::Broken) return "";  // thought better of
    if (line.text.empty()) return code;
    code += line.text + '\n';
    if (script::is_complete_code(code)) return code;
  }
}

std::atomic<script::Session*> running = nullptr;

/// While code runs, Ctrl-C is about this code only.
class RunningCode {
 public:
  explicit RunningCode(script::Session& session) {
    running = &session;
    struct sigaction action {};
    action.sa_handler = [](int) {
      if (script::Session* const code = running) code->interrupt();
    };
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, &before_);
  }
  ~RunningCode() {
    sigaction(SIGINT, &before_, nullptr);
    running = nullptr;
  }
  RunningCode(const RunningCode&) = delete;
  RunningCode& operator=(const RunningCode&) = delete;

 private:
  struct sigaction before_ {};
};

std::optional<int> enter(script::Session& session, const std::string& code) {
  const RunningCode guard(session);
  return session.enter(code);
}

}  // namespace

int run_repl(const script::ScriptRun& run) {
  script::ProcessHost host;
  script::Session session(host);
  script::show_excerpts(session.reporter());
  if (!session.begin(run)) return 1;
  fmt::print("whimbrel {}: Zeek statements, declarations and expressions; end with Ctrl-D\n", WHIMBREL_VERSION);
  ReplInput input;
  while (const auto code = read_piece(input)) {
    if (const auto status = enter(session, *code)) return *status;
  }
  fmt::print("\n");
  return session.end();
}

}  // namespace whimbrel::cli
