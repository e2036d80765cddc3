#include "help.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "cli_tree.h"
#include "console.h"

namespace whimbrel::cli {

namespace {

constexpr size_t kColumn = 30;  // where the explanations begin

size_t width() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<size_t>(size.ws_col, 60, 120);
}

std::string heading(std::string_view text) { return "\n" + bold(fmt::format("{}:", text), stdout) + "\n"; }

/// A name in bold and its explanation beside it, or below it if the name is long.
std::string entry(const std::string& name, const std::string& explanation) {
  const std::string text = wrapped(explanation, width(), kColumn);
  const std::string start = "  " + bold(name, stdout);
  const size_t used = 2 + name.size();
  if (used + 2 > kColumn) return start + "\n" + text;
  return start + std::string(kColumn - used, ' ') + text.substr(std::min(kColumn, text.size()));
}

std::string flags(const CLI::App& app) {
  std::string out, last;
  for (const FlagText& flag : flags_of(app)) {
    if (flag.heading != last) out += heading(last = flag.heading);
    out += entry(show(flag), flag.help);
  }
  return out;
}

std::string examples(const std::string& text) {
  std::string out;
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find('\n', start);
    out += "  " + text.substr(start, end - start) + "\n";
    start = end + 1;
  }
  return out;
}

std::string endings(const CLI::App& app) {
  std::string out = heading("Exit status");
  for (const auto& [status, meaning] : exit_codes_of(app)) out += entry(std::string(status), std::string(meaning));
  return out;
}

std::string program_help(const CLI::App& app) {
  std::string out = summary_of(app) + "\n" + heading("Usage") + "  whimbrel VERB [FLAGS]\n" + heading("Verbs");
  for (const CLI::App* verb : verbs_of(app)) out += entry(verb->get_name(), summary_of(*verb));
  out += flags(app) + heading("Examples") + examples(examples_of(app)) + endings(app);
  return out + "\n'whimbrel VERB --help' explains a verb.\n";
}

std::string verb_help(const CLI::App& verb) {
  std::string out = fmt::format("whimbrel {}: {}\n", verb.get_name(), summary_of(verb));
  out += heading("Usage") + "  " + usage_of(verb) + "\n\n" + wrapped(description_of(verb), width(), 0);
  const auto arguments = arguments_of(verb);
  if (!arguments.empty()) out += heading("Arguments");
  for (const ArgumentText& argument : arguments) out += entry(argument.name, argument.help);
  out += flags(verb);
  if (has_hidden_flags(verb)) out += "\n" + wrapped(kHiddenFlagsText, width(), 0);
  return out + heading("Examples") + examples(examples_of(verb)) + endings(verb);
}

}  // namespace

void print_help(const CLI::App& app) {
  const std::string text = app.get_parent() ? verb_help(app) : program_help(app);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace whimbrel::cli
