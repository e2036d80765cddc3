#include "run.h"

#include <string_view>

#include "flags.h"
#include "repl.h"
#include "scripthost/command_line.h"
#include "scripthost/interpreter.h"

namespace whimbrel::cli {

namespace {

const char kDescription[] =
    R"(Runs Zeek scripts: their events, functions, tables and messages, without traffic. A process ends when nothing keeps it alive,
which is what listening or peering does; terminate() and SIGTERM end it in good order.

Words are scripts, NAME=VALUE to redefine a variable, or, after --, one script and its arguments. Scripts are looked for in the
folders of ZEEKPATH, and among the base scripts that are part of the program. A link called "zeek" to this program takes the same
command line.

Without anything to run, it is a script that is read from standard input; at a terminal, statements, declarations and expressions
that run as soon as they are entered, and the values of expressions are shown.)";

const char kExamples[] =
    R"(# a script, with one of its variables set
whimbrel run hello.zeek name=Ada

# a line of code
whimbrel run -b -e 'print fmt("%s", 6 * 7)'

# only see whether it is right
whimbrel run -a hello.zeek
)";

}  // namespace

bool is_script_command(int argc, char** argv) {
  const std::string_view program = argv[0];
  if (program.substr(program.rfind('/') + 1) == "zeek") return true;
  if (argc < 2 || std::string_view(argv[1]) != "run") return false;
  for (int i = 2; i < argc && std::string_view(argv[i]) != "--"; ++i)
    if (std::string_view(argv[i]) == "-h" || std::string_view(argv[i]) == "--help") return false;
  return true;
}

int run_scripts(int argc, char** argv) { return script::run_command(argc, argv, run_repl); }

void add_run(CLI::App& app, Context& context) {
  CLI::App& verb = add_verb(app, context, {"run", "run scripts", kDescription, kExamples}, [] { return kFine; });
  // The flags are read by run_scripts(); here they are for help, man pages and completions.
  static script::ScriptRun shown;
  verb.allow_extras();
  add_switch(verb, "-b,--bare-mode", shown.bare, "load only the essential base scripts");
  add_text(verb, "-e,--exec", shown.code, "run this code after all scripts")->type_name("CODE");
  add_switch(verb, "-a,--parse-only", shown.parse_only, "read everything, say what is wrong, and end");
  add_text(verb, "-I,--print-id", shown.show_id, "print a variable with its type and value, and end")
      ->type_name("NAME");
  add_list(verb, "-p,--prefix", shown.prefixes, "also load scripts with this prefix in their names, as @prefixes does")
      ->type_name("PREFIX");
  add_switch(verb, "--no-unused-warnings", shown.quiet_about_unused, "do not warn of code that nothing can reach");
  add_switch(verb, "-j,--jobs", shown.supervises,
             "be a supervisor: scripts may start processes, which it watches over");
  add_switch(verb, "-D,--deterministic", shown.deterministic, "no random seeds");
  add_text(verb, "-G,--load-seeds", shown.seed_file, "take the seeds from this file")->type_name("FILE");
  add_text(verb, "-H,--save-seeds", shown.save_seeds, "write the seeds to this file")->type_name("FILE");
  add_text(verb, "-U,--status-file", shown.status_file, "keep the state of the process in this file")
      ->type_name("FILE");
  static bool profiles = false;
  add_switch(
      verb, "--profile", profiles,
      "show at the end, on standard error, where the time went; --profile=FILE says where stacks for flame graphs "
      "go (default " +
          std::string(script::kProfileFile) + ")");
  add_rest(verb, "SCRIPT", shown.scripts, "scripts, NAME=VALUE, or -- and one script with its arguments");
}

}  // namespace whimbrel::cli
