// The command line as data: verbs, arguments and flags, for those that describe it: help, man pages, completions.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace whimbrel::cli {

/// In the order in which they were added; without hidden ones.
std::vector<const CLI::App*> verbs_of(const CLI::App& app);

struct ArgumentText {
  std::string name;  ///< "TOPIC", "PREFIX..."
  std::string help;
  bool required;
};
std::vector<ArgumentText> arguments_of(const CLI::App& verb);

struct FlagText {
  std::vector<std::string> names;    ///< "-c", "--count"
  std::string value;                 ///< "N"; empty if it takes none
  std::vector<std::string> choices;  ///< the words that the value can be, if it is one of some words
  std::string help;
  std::string heading;  ///< what it stands under
  bool repeatable;
};
/// Grouped by heading; without hidden ones.
std::vector<FlagText> flags_of(const CLI::App& verb);
/// Whether it takes flags that flags_of() leaves out.
bool has_hidden_flags(const CLI::App& verb);
inline constexpr std::string_view kHiddenFlagsText =
    "Further flags are all options that 'whimbrel options' lists, such as --max-threads.";
/// "-c, --count N"
std::string show(const FlagText& flag);

/// "whimbrel pub TOPIC [EVENT [ARGS...]] [FLAGS]"
std::string usage_of(const CLI::App& verb);

/// Lines of at most `width` characters, the text broken at blanks; each starts with `indent` blanks. Lines of a
/// paragraph are joined first, and empty lines stay between paragraphs.
std::string wrapped(std::string_view text, size_t width, size_t indent);

struct ExitText {
  std::string_view status;
  std::string_view meaning;
};
/// What the exit status of a verb, or of the whole program, tells.
const std::vector<ExitText>& exit_codes_of(const CLI::App& app);

}  // namespace whimbrel::cli
