#include "cli_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "verb.h"

namespace whimbrel::cli {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

FlagText describe(const CLI::Option& option) {
  FlagText flag;
  for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  if (option.get_items_expected_max() > 0) flag.value = option.get_type_name();
  if (flag.value.find('|') != flag.value.npos) flag.choices = split(flag.value, '|');
  flag.help = option.get_description();
  flag.heading = option.get_group();
  flag.repeatable = option.get_items_expected_max() > 1;
  return flag;
}

std::string next_paragraph(std::string_view& text) {
  const size_t end = std::min(text.find("\n\n"), text.size());
  std::string paragraph(text.substr(0, end));
  std::replace(paragraph.begin(), paragraph.end(), '\n', ' ');
  text.remove_prefix(std::min(end + 2, text.size()));
  return paragraph;
}

}  // namespace

std::vector<const CLI::App*> verbs_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* verb) { return !verb->get_group().empty(); });
}

std::vector<ArgumentText> arguments_of(const CLI::App& verb) {
  std::vector<ArgumentText> all;
  for (const CLI::Option* option : verb.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    std::string name = option->get_name(true);
    if (option->get_allow_extra_args()) name = option->get_type_name().empty() ? name + "..." : option->get_type_name();
    all.push_back({name, option->get_description(), option->get_required()});
  }
  return all;
}

std::vector<FlagText> flags_of(const CLI::App& verb) {
  std::vector<FlagText> all;
  std::vector<std::string> headings = verb.get_groups();
  std::stable_partition(headings.begin(), headings.end(),
                        [](const std::string& heading) { return heading != kHelpGroup; });
  for (const std::string& heading : headings)
    for (const CLI::Option* option : verb.get_options())
      if (!heading.empty() && option->nonpositional() && option->get_group() == heading)
        all.push_back(describe(*option));
  return all;
}

bool has_hidden_flags(const CLI::App& verb) {
  return !verb.get_options([](const CLI::Option* option) { return option->get_group().empty(); }).empty();
}

std::string show(const FlagText& flag) {
  const std::string names = fmt::format("{}", fmt::join(flag.names, ", "));
  const std::string indent = flag.names[0].starts_with("--") ? "    " : "";  // where others have "-c, "
  return indent + (flag.value.empty() ? names : names + " " + flag.value);
}

std::string usage_of(const CLI::App& verb) {
  std::string usage = "whimbrel " + verb.get_name();
  for (const ArgumentText& argument : arguments_of(verb))
    usage += argument.required ? " " + argument.name : fmt::format(" [{}]", argument.name);
  return usage + " [FLAGS]";
}

std::string wrapped(std::string_view text, size_t width, size_t indent) {
  std::string out;
  while (!text.empty()) {
    if (!out.empty()) out += '\n';
    std::string line;
    for (const std::string& word : split(next_paragraph(text), ' ')) {
      if (!line.empty() && indent + line.size() + 1 + word.size() > width) {
        out += std::string(indent, ' ') + std::exchange(line, "") + "\n";
      }
      if (!line.empty()) line += ' ';
      line += word;
    }
    out += std::string(indent, ' ') + line + "\n";
  }
  return out;
}

const std::vector<ExitText>& exit_codes_of(const CLI::App& app) {
  static_assert(kFine == 0 && kFailed == 1 && kWrongUse == 2 && kTimedOut == 3);
  static const std::vector<ExitText> most = {
      {"0", "all is well, or the program was asked to stop and nothing is lost by that"},
      {"1", "something failed at run time, or a stop kept messages from being sent"},
      {"2", "the command line, a value on it, or the configuration file is wrong"},
      {"3", "what was waited for did not come in time"},
  };
  static const std::vector<ExitText> run = {
      {"0", "the scripts ended, by themselves or when they were asked to; also after errors in handlers"},
      {"1", "the command line or a script is wrong, there was an error while zeek_init ran, or a fatal one later"},
      {"130", "a script that looped for ever was broken off by SIGINT or SIGTERM"},
      {"N", "a script called exit(N)"},
  };
  static const std::vector<ExitText> check = {
      {"0", "no script has errors; warnings do not count"},
      {"1", "a script has errors, or there is no such script"},
      {"2", "the command line is wrong"},
  };
  return app.get_name() == "run" ? run : app.get_name() == "check" ? check : most;
}

}  // namespace whimbrel::cli
