#include "program.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/option_text.h"
#include "cli_tree.h"
#include "console.h"
#include "flags.h"
#include "help.h"
#include "whimbrel/version.h"

namespace whimbrel::cli {

namespace {

const char kExamples[] =
    R"(# a node that others connect to, and that passes messages on between them
whimbrel node --listen 9999 --forward-messages --forward zeek/
# see what happens, in a second shell
whimbrel sub zeek/
# raise an event, in a third
whimbrel pub zeek/test ping '"hi"' 5
)";

// -- wrong use

/// The verb that the command line names, or the program.
const CLI::App& named_verb(const CLI::App& app) {
  const auto verbs = app.get_subcommands();
  return verbs.empty() ? app : *verbs.front();
}

std::string nearest(std::string_view word, const std::vector<std::string>& words) {
  for (const std::string& known : words)
    if (word.starts_with(known)) return known;  // publish, subscribe
  return std::string(nearest_word(word, {words.begin(), words.end()}));
}

std::vector<std::string> verb_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : verbs_of(app)) names.push_back(verb->get_name());
  return names;
}

std::string unknown_verb(const CLI::App& app, std::string_view word) {
  return fmt::format("there is no verb '{}'; did you mean '{}'?", word, nearest(word, verb_names(app)));
}

std::string unknown_flag(const CLI::App& verb, std::string_view flag) {
  const std::string_view name = flag.substr(0, flag.find('='));
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options())
    for (const std::string& known : option->get_lnames()) names.push_back("--" + known);
  return fmt::format("there is no flag '{}'; the nearest is '{}'", name, nearest(name, names));
}

/// What to say of words that no flag and no argument takes.
std::string unexpected(const CLI::App& verb, const std::vector<std::string>& words) {
  const auto flag = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return word.size() > 1 && word[0] == '-' && word != "--";
  });
  if (flag != words.end()) return unknown_flag(verb, *flag);
  const std::string word = unshielded(words.back());
  if (word == "T" || word == "F")
    return fmt::format("'{}' stands alone; the value of a switch follows a '=', as in --disable-ssl={}", word, word);
  return fmt::format("there is one argument too many: '{}'", word);
}

template <class Kind>
bool is(const CLI::ParseError& error) {
  return dynamic_cast<const Kind*>(&error) != nullptr;
}

/// The words of an error of CLI11 in ours, where they need to be understood by people.
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& verb = named_verb(app);
  const std::string text = error.what();
  const std::string subject = text.substr(0, text.find_first_of(": "));
  if (!verb.get_parent()) {
    const auto words = app.remaining();
    if (words.empty()) return fmt::format("a verb is missing: {}", fmt::join(verb_names(app), ", "));
    return words.front().starts_with('-') ? unknown_flag(app, words.front()) : unknown_verb(app, words.front());
  }
  if (is<CLI::ExtrasError>(error)) return unexpected(verb, verb.remaining());
  if (is<CLI::RequiredError>(error)) return text.substr(0, text.rfind(" is required")) + " is missing";
  if (is<CLI::ArgumentMismatch>(error)) return subject + " needs a value";
  if (is<CLI::ConversionError>(error)) return subject + " takes no value but T or F, behind a '='";
  return text;
}

int refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& verb = named_verb(app);
  const bool is_verb = verb.get_parent();
  fail(explain(app, error));
  if (is_verb) fmt::print(stderr, "usage: {}\n", usage_of(verb));
  fmt::print(stderr, "'whimbrel {}--help' explains it\n", is_verb ? verb.get_name() + " " : "");
  return kWrongUse;
}

/// The arguments in the order in which CLI11 wants them: last first.
std::vector<std::string> arguments(int argc, char** argv) {
  std::vector<std::string> all(argv + 1, argv + argc);
  if (!all.empty() && all[0] == "help") {
    all.erase(all.begin());
    all.emplace_back("--help");
  }
  shield(all);
  std::reverse(all.begin(), all.end());
  return all;
}

}  // namespace

void describe_program(CLI::App& app) {
  app.name("whimbrel");
  app.description(
      "whimbrel: publish and subscribe, between Zeek's Broker endpoints and other programs\n"
      "Nodes connect to each other and pass on messages, each of which has a topic and a value. A node receives what "
      "is published to topics "
      "that begin with a prefix it has subscribed to. Connections are encrypted; with certificates (--ssl-certificate "
      "and the other TLS "
      "flags) both sides also prove who they are.");
  app.footer(kExamples);
  app.require_subcommand(1);
  app.set_help_flag("-h,--help", "explain the program");
  app.set_version_flag("-V,--version", "whimbrel " WHIMBREL_VERSION, "print the version");
  for (CLI::Option* option : app.get_options()) option->group("Flags");
}

int run_program(CLI::App& app, Context& context, int argc, char** argv) {
  try {
    app.parse(arguments(argc, argv));
  } catch (const CLI::CallForHelp&) {
    print_help(named_verb(app));
    return kFine;
  } catch (const CLI::CallForVersion& version) {
    fmt::print("{}\n", version.what());
    return kFine;
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
  }
  return context.run();
}

}  // namespace whimbrel::cli
