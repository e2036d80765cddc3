// Interpreter: loads scripts and runs them, as a command line asks for it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "script/bind/binder.h"
#include "script/model/seeds.h"
#include "script/run/process.h"
#include "script/syntax/parser.h"

namespace whimbrel::script {

/// Where --profile without a name puts its stacks.
constexpr const char* kProfileFile = "profile.folded";

/// What is to be run. Paths and names are as on the command line.
struct ScriptRun {
  std::vector<std::string> scripts;           ///< "-" is standard input
  std::vector<std::string> assignments;       ///< NAME=VALUE, NAME+=VALUE
  std::string code;                           ///< -e
  std::vector<std::string> prefixes;          ///< -p
  std::vector<std::string> script_arguments;  ///< after --
  bool bare = false, parse_only = false, deterministic = false, quiet_about_unused = false;
  std::string seed_file, save_seeds;           ///< -G, -H
  std::string show_id;                         ///< -I
  std::string status_file;                     ///< -U
  bool supervises = false;                     ///< -j
  std::optional<std::string> supervised_node;  ///< what a supervisor has said of this process
  std::optional<std::string> profile;          ///< --profile: the file for stacks
  std::vector<std::string> command_line;       ///< all of it, for zeek_args()
};

class Interpreter {
 public:
  explicit Interpreter(Host& host);
  ~Interpreter();

  /// Reads everything. False if something was wrong, which has been reported.
  bool load(const ScriptRun& run);
  /// Loads and runs. The exit status.
  int run(const ScriptRun& run);
  Runtime& runtime() { return runtime_; }

  // -- sessions at a terminal (session.h)
  /// Reads more, after load(). The names it declares stay. False if something was wrong, which has been reported.
  bool load_more(const std::string& name, std::string text);
  /// Expressions that stand alone are printed from now on.
  void show_values();
  Binder& binder() { return binder_; }

 private:
  class Client;
  Seeds seeds_from_file(const std::string& file);
  Seeds seeds_from_values(const std::string& values);
  void set_up_seeds(const ScriptRun& run);
  std::vector<syntax::Source> find_scripts(const std::vector<std::string>& names);
  bool parse_base(bool bare);
  std::string assignments_as_script(const ScriptRun& run);
  int fail_for_lack_of_memory();
  int show_id(const std::string& name);
  bool write_profile(const std::string& file);

  Host& host_;
  Runtime runtime_;
  Binder binder_;
  std::unique_ptr<syntax::Sources> sources_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<syntax::Parser> parser_;
};

}  // namespace whimbrel::script
