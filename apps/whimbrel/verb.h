// A verb is a subcommand of the program, in a pair of files of its own. It adds itself to the command line with all its
// flags; when the command line names it, what it wants to do is left in the Context, and main() does it.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <string>

namespace whimbrel::cli {

/// What the shell hears of how it went. Part of the interface: told in every help text and man page.
enum ExitCode : int {
  kFine = 0,
  kFailed = 1,    ///< something went wrong at run time
  kWrongUse = 2,  ///< the command line or the configuration file makes no sense
  kTimedOut = 3,  ///< what was waited for did not come in time
};

struct Context {
  std::function<int()> run;  ///< returns the exit status
};

struct VerbText {
  std::string name;
  std::string summary;      ///< one line, in the imperative
  std::string description;  ///< paragraphs with an empty line between them
  std::string examples;     ///< lines "# what it does" and "whimbrel ..."
};

/// What --help stands under; it comes last.
extern const char kHelpGroup[];

/// Adds a verb; its flags and arguments are the caller's.
CLI::App& add_verb(CLI::App& app, Context& context, const VerbText& text, std::function<int()> run);

/// The parts of a VerbText, read back for help and man pages.
std::string summary_of(const CLI::App& verb);
std::string description_of(const CLI::App& verb);
std::string examples_of(const CLI::App& verb);

}  // namespace whimbrel::cli
