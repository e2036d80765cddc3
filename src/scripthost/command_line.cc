#include "scripthost/command_line.h"

#include <fmt/format.h>
#include <getopt.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <sstream>
#include <string_view>

#include "script/supervisor/supervision.h"
#include "scripthost/diagnostics.h"
#include "scripthost/interpreter.h"
#include "scripthost/process_host.h"
#include "whimbrel/version.h"

namespace whimbrel::script {

namespace {

constexpr const char* kShortFlags = "ab0:de:f:hi:j::op:r:s:t:uvw:B:CDE:FG:H:I:NO:PQST:U:VWX:";
constexpr const char* kVersion = "7.0.11-whimbrel-" WHIMBREL_VERSION;
enum LongOnly { kNoUnused = 1000, kPseudoRealtime, kProfile, kProfileScripts };
const option kLongFlags[] = {
    {"parse-only", no_argument, nullptr, 'a'},
    {"bare-mode", no_argument, nullptr, 'b'},
    {"exec", required_argument, nullptr, 'e'},
    {"filter", required_argument, nullptr, 'f'},
    {"help", no_argument, nullptr, 'h'},
    {"iface", required_argument, nullptr, 'i'},
    {"prefix", required_argument, nullptr, 'p'},
    {"readfile", required_argument, nullptr, 'r'},
    {"rulefile", required_argument, nullptr, 's'},
    {"version", no_argument, nullptr, 'v'},
    {"writefile", required_argument, nullptr, 'w'},
    {"no-checksums", no_argument, nullptr, 'C'},
    {"debug-script", no_argument, nullptr, 'd'},
    {"debug", required_argument, nullptr, 'B'},
    {"deterministic", no_argument, nullptr, 'D'},
    {"event-trace", required_argument, nullptr, 'E'},
    {"tracefile", required_argument, nullptr, 't'},
    {"zeekygen", required_argument, nullptr, 'X'},
    {"load-seeds", required_argument, nullptr, 'G'},
    {"save-seeds", required_argument, nullptr, 'H'},
    {"jobs", optional_argument, nullptr, 'j'},
    {"print-id", required_argument, nullptr, 'I'},
    {"print-plugins", no_argument, nullptr, 'N'},
    {"re-level", required_argument, nullptr, 'T'},
    {"optimize", required_argument, nullptr, 'O'},
    {"optimize-funcs", required_argument, nullptr, 'o'},
    {"optimize-files", required_argument, nullptr, '0'},
    {"status-file", required_argument, nullptr, 'U'},
    {"build-info", no_argument, nullptr, 'V'},
    {"watchdog", no_argument, nullptr, 'W'},
    {"usage-issues", no_argument, nullptr, 'u'},
    {"force-dns", no_argument, nullptr, 'F'},
    {"prime-dns", no_argument, nullptr, 'P'},
    {"time", no_argument, nullptr, 'Q'},
    {"debug-rules", no_argument, nullptr, 'S'},
    {"no-unused-warnings", no_argument, nullptr, kNoUnused},
    {"profile", optional_argument, nullptr, kProfile},
    {"pseudo-realtime", optional_argument, nullptr, kPseudoRealtime},
    {"profile-scripts", optional_argument, nullptr, kProfileScripts},
    {},
};

int refuse(std::string_view what) {
  fmt::print(stderr, "whimbrel run: {}\n", what);
  return 1;
}

/// One flag. An exit status if that is the end of it.
std::optional<int> take_flag(int flag, ScriptRun& run) {
  const std::string argument = optarg ? optarg : "";
  switch (flag) {
    case 'a':
      run.parse_only = true;
      break;
    case 'b':
      run.bare = true;
      break;
    case 'e':
      run.code += argument + "\n;\n";
      break;
    case 'p':
      run.prefixes.push_back(argument);
      break;
    case 'D':
      run.deterministic = true;
      break;
    case 'G':
      run.seed_file = argument;
      break;
    case 'H':
      run.save_seeds = argument;
      break;
    case 'I':
      run.show_id = argument;
      break;
    case 'U':
      run.status_file = argument;
      break;
    case kProfile:
      run.profile = argument.empty() ? kProfileFile : argument;
      break;
    case kNoUnused:
      run.quiet_about_unused = true;
      break;
    case 'h':  // of the link called zeek; `whimbrel run --help` does not come here
      fmt::print(stderr, "usage: zeek [FLAGS] [SCRIPT | NAME=VALUE]...\n'whimbrel run --help' explains the flags\n");
      return 0;
    case 'N':  // there are no plugins to list
      return 0;
    case 'v':
      fmt::print("zeek version {}\n", kVersion);
      return 0;
    case 'V':
      fmt::print(R"({{"compiler":"{}","version":"{}","whimbrel":"{}"}})"
                 "\n",
                 __VERSION__, kVersion, WHIMBREL_VERSION);
      return 0;
    case 'd':
    case 'B':
      return refuse(
          fmt::format("-{}: there is no debugger here; 'whimbrel run' without a script is a session", char(flag)));
    case 't':
    case 'E':
      return refuse(
          fmt::format("-{} {}: traces are not written here; --profile shows what runs", char(flag), argument));
    case 'X':
      return refuse(fmt::format("-X {}: no documentation of scripts is made here", argument));
    case 'i':
    case 'r':
      return refuse(
          fmt::format("-{} {}: there is no packet engine here; scripts run without traffic", char(flag), argument));
    case 'j':
      run.supervises = true;
      break;
    case '?':  // said by getopt; what could be right is said here
      fmt::print(stderr, "whimbrel run: the flags are those that 'whimbrel run --help' lists\n");
      return 1;
    default:
      break;  // what concerns packets, profiles and optimisation of another program changes nothing
  }
  return std::nullopt;
}

/// Files and assignments; after "--" a script with its arguments.
void take_words(int argc, char** argv, ScriptRun& run) {
  for (int i = optind; i < argc; ++i) {
    const std::string word = argv[i];
    if (i > 0 && std::string_view(argv[i - 1]) == "--") {
      run.scripts.push_back(word);
      run.script_arguments.assign(argv + i + 1, argv + argc);
      return;
    }
    if (word.find('=') != std::string::npos)
      run.assignments.push_back(word);
    else
      run.scripts.push_back(word);
  }
}

/// The line "#!/usr/bin/zeek -b --" of a script comes as one word, "-b --", which is several.
std::vector<std::string> split_words(int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  if (argc < 2 || !words[1].ends_with(" --")) return words;
  std::istringstream first(words[1]);
  const std::vector<std::string> several(std::istream_iterator<std::string>(first), {});
  words.erase(words.begin() + 1);
  words.insert(words.begin() + 1, several.begin(), several.end());
  return words;
}

}  // namespace

int run_command(int argc, char** argv, const std::function<int(const ScriptRun&)>& interactive) {
  ScriptRun run;
  if (argc > 1 && std::string_view(argv[1]) == "run") {
    argv[1] = argv[0];
    ++argv;
    --argc;
  }
  run.command_line = split_words(argc, argv);
  std::vector<std::string> words = run.command_line;  // getopt changes their order
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  argv = pointers.data();
  argc = static_cast<int>(words.size());
  int flag = 0;
  while ((flag = ::getopt_long(argc, argv, kShortFlags, kLongFlags, nullptr)) != -1)
    if (const auto status = take_flag(flag, run)) return *status;
  take_words(argc, argv, run);
  if (const char* const node = std::getenv(kSupervisedNode)) {
    run.supervised_node = node;
    unsetenv(kSupervisedNode);  // what this process starts is not supervised
  }
  const bool nothing = run.scripts.empty() && run.code.empty() && run.assignments.empty() && run.show_id.empty();
  if (nothing && interactive && isatty(STDIN_FILENO))
    return run.profile ? refuse("--profile is for scripts, not for a session at a terminal") : interactive(run);
  if (nothing) run.scripts.push_back("-");
  ProcessHost host;
  Interpreter interpreter(host);
  if (isatty(STDERR_FILENO)) show_excerpts(interpreter.runtime().reporter);
  return interpreter.run(run);
}

}  // namespace whimbrel::script
