#include "check.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "console.h"
#include "flags.h"
#include "output.h"
#include "scripthost/diagnostics.h"
#include "scripthost/interpreter.h"
#include "scripthost/process_host.h"

namespace whimbrel::cli {

namespace {

const char kDescription[] =
    R"(Reads Zeek scripts, each by itself, and says what is wrong with them: errors of syntax, names, types, and warnings about
unused variables. Nothing runs. Messages go to standard error, as those of "whimbrel run" do; with the line they are about,
if that is a terminal. The exit status is 1 if there was an error.

With --json, each message is a line of standard output for editors: an object with "file", "line", "severity" (error, warning or
info) and "message". Line 0 means the whole file.)";

const char kExamples[] =
    R"(# a script of one's own
whimbrel check hello.zeek

# for an editor
whimbrel check --json -b lib/*.zeek
)";

struct CheckFlags {
  std::vector<std::string> files;
  bool json = false, bare = false;
};

/// Whether the script is right.
bool check(const std::string& file, const CheckFlags& flags, script::Host& host, Output& out) {
  script::Interpreter interpreter(host);
  script::Reporter& reporter = interpreter.runtime().reporter;
  if (flags.json) {
    reporter.quiet = true;
    reporter.on_message = [&](const script::Diagnostic& diagnostic) { out.line(script::as_json(diagnostic, file)); };
  } else if (isatty(STDERR_FILENO)) {
    script::show_excerpts(reporter);
  }
  script::ScriptRun run;
  run.scripts = {file};
  run.bare = flags.bare;
  run.parse_only = true;
  return interpreter.run(run) == 0 && reporter.errors() == 0;
}

int run_check(const CheckFlags& flags) {
  if (flags.files.empty()) return wrong_use("check", "FILE is missing");
  script::ProcessHost host;
  Output out;
  bool are_right = true;
  for (const std::string& file : flags.files) {
    if (host.stop_requested()) return kFailed;
    are_right &= check(unshielded(file), flags, host, out);
  }
  out.flush();
  if (!are_right) return kFailed;
  return out.verdict();
}

}  // namespace

void add_check(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<CheckFlags>();
  CLI::App& verb = add_verb(app, context, {"check", "say what is wrong with scripts", kDescription, kExamples},
                            [flags] { return run_check(*flags); });
  add_rest(verb, "FILE", flags->files, "scripts");
  add_switch(verb, "--json", flags->json, "one JSON object a line, for editors");
  add_switch(verb, "-b,--bare-mode", flags->bare, "load only the essential base scripts");
}

}  // namespace whimbrel::cli
