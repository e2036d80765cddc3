#include "completions.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "cli_tree.h"
#include "console.h"
#include "flags.h"

namespace whimbrel::cli {

namespace {

constexpr std::string_view kNotice = "# Written by whimbrel completions; edit apps/whimbrel and run tools/make-docs.\n";

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

// -- bash

/// What to do behind a flag that takes a value.
std::string bash_action(const FlagText& flag) {
  if (!flag.choices.empty()) return fmt::format("words=\"{}\"", joined(flag.choices, " "));
  if (flag.value == "FILE") return "_whimbrel_files -f; return";
  if (flag.value == "DIR") return "_whimbrel_files -d; return";
  return "return";  // nothing to propose
}

/// A line for each action, with all flags that it is for: `pub:--to | sub:--to) words="a b" ;;`
std::string bash_values(const CLI::App& app) {
  std::map<std::string, std::vector<std::string>> flags_by_action;
  for (const CLI::App* verb : verbs_of(app))
    for (const FlagText& flag : flags_of(*verb))
      for (const std::string& name : flag.names)
        if (!flag.value.empty()) flags_by_action[bash_action(flag)].push_back(verb->get_name() + ":" + name);
  std::string out;
  for (const auto& [action, flags] : flags_by_action)
    out += fmt::format("    {}) {} ;;\n", joined(flags, " | \\\n      "), action);
  return out;
}

std::vector<std::string> names_of_flags(const CLI::App& app) {
  std::vector<std::string> names;
  for (const FlagText& flag : flags_of(app)) names.insert(names.end(), flag.names.begin(), flag.names.end());
  return names;
}

std::string bash_script(const CLI::App& app) {
  std::vector<std::string> verbs;
  std::string flags;
  for (const CLI::App* verb : verbs_of(app)) {
    verbs.push_back(verb->get_name());
    flags += fmt::format("    {}) words=\"{}\" ;;\n", verb->get_name(), joined(names_of_flags(*verb), " "));
  }
  return fmt::format(R"({0}
_whimbrel_files() {{
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
  compopt -o filenames 2>/dev/null
}}

_whimbrel() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} verb=${{COMP_WORDS[1]}} words=
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "{1} {2}" -- "$cur")
    return
  fi
  case $verb:$prev in
{3}  esac
  if [[ -z $words && $cur == -* ]]; then
    case $verb in
{4}    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}}
complete -F _whimbrel whimbrel
)",
                     kNotice, joined(verbs, " "), joined(names_of_flags(app), " "), bash_values(app), flags);
}

// -- zsh

/// For a quoted part of a specification of _arguments.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      out += fmt::format("\\{}", c);
    else
      out += c;
  }
  return out;
}

std::string zsh_value(const FlagText& flag) {
  if (flag.value.empty()) return "";
  if (!flag.choices.empty()) return fmt::format(":value:({})", joined(flag.choices, " "));
  if (flag.value == "FILE") return ":file:_files";
  if (flag.value == "DIR") return ":directory:_files -/";
  return fmt::format(":{}: ", zsh_text(flag.value));
}

std::string zsh_flags(const CLI::App& app, std::string_view indent) {
  std::string out;
  for (const FlagText& flag : flags_of(app)) {
    const std::string times = flag.repeatable ? "*" : fmt::format("({})", joined(flag.names, " "));
    for (const std::string& name : flag.names)
      out += fmt::format("{}'{}{}[{}]{}' \\\n", indent, times, name, zsh_text(flag.help), zsh_value(flag));
  }
  return out;
}

std::string zsh_script(const CLI::App& app) {
  std::string verbs, cases;
  for (const CLI::App* verb : verbs_of(app)) {
    verbs += fmt::format("    '{}:{}'\n", verb->get_name(), zsh_text(summary_of(*verb)));
    cases += fmt::format("    {})\n      _arguments -s \\\n{}        && return\n      ;;\n", verb->get_name(),
                         zsh_flags(*verb, "        "));
  }
  return fmt::format(R"(#compdef whimbrel
{0}
_whimbrel() {{
  local -a verbs
  local curcontext=$curcontext state line
  verbs=(
{1}  )
  _arguments -C \
{2}    '1: :->verb' \
    '*:: :->rest'
  case $state in
    verb) _describe verb verbs ; return ;;
  esac
  case $line[1] in
{3}  esac
}}

_whimbrel "$@"
)",
                     kNotice, verbs, zsh_flags(app, "    "), cases);
}

int write_scripts(const CLI::App& app, const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::ofstream bash(folder / "whimbrel.bash"), zsh(folder / "_whimbrel");
  bash << bash_script(app);
  zsh << zsh_script(app);
  const bool written = bash.flush().good() && zsh.flush().good();
  return written ? int{kFine} : fail(fmt::format("cannot write to {}", folder.string()));
}

}  // namespace

void add_completions(CLI::App& app, Context& context) {
  const auto folder = std::make_shared<std::string>();
  CLI::App& verb = add_verb(app, context, {"completions", "write the completions for shells", "", ""},
                            [&app, folder] { return write_scripts(app, *folder); });
  verb.group("");
  add_text(verb, "DIR", *folder, "where to write them")->required();
}

}  // namespace whimbrel::cli
