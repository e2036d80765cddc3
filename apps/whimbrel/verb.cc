#include "verb.h"

namespace whimbrel::cli {

const char kHelpGroup[] = "Help";

// CLI11 keeps two texts for a verb: a description, of which the first line is the summary here, and a footer.
CLI::App& add_verb(CLI::App& app, Context& context, const VerbText& text, std::function<int()> run) {
  CLI::App* const verb = app.add_subcommand(text.name, text.summary + "\n" + text.description);
  verb->footer(text.examples);
  verb->get_help_ptr()->description("explain this verb")->group(kHelpGroup);
  verb->callback([&context, run = std::move(run)] { context.run = run; });
  return *verb;
}

std::string summary_of(const CLI::App& verb) {
  const std::string text = verb.get_description();
  return text.substr(0, text.find('\n'));
}

std::string description_of(const CLI::App& verb) {
  const std::string text = verb.get_description();
  const size_t end = text.find('\n');
  return end == text.npos ? "" : text.substr(end + 1);
}

std::string examples_of(const CLI::App& verb) { return verb.get_footer(); }

}  // namespace whimbrel::cli
