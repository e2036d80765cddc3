#include "options.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "console.h"
#include "endpoint_flags.h"
#include "flags.h"
#include "output.h"

namespace whimbrel::cli {

namespace {

std::string fallback_of(const OptionInfo& info) { return info.fallback.empty() ? "\"\"" : std::string(info.fallback); }

/// The help of an option, with the words that it can be.
std::string help_of(const OptionInfo& info) {
  const auto choices = choices_of(info.name);
  return choices.empty() ? std::string(info.help) : fmt::format("{} ({})", info.help, fmt::join(choices, ", "));
}

void print_table(Output& out) {
  size_t name = 0, fallback = 0;
  for (const OptionInfo& info : option_table()) {
    name = std::max(name, info.name.size());
    fallback = std::max(fallback, fallback_of(info).size());
  }
  const auto row = [&](std::string_view a, std::string_view b, std::string_view c, std::string_view d) {
    return fmt::format("{:{}}  {:8}  {:{}}  {}", a, name, b, c, fallback, d);
  };
  out.line(bold(row("NAME", "TYPE", "DEFAULT", "WHAT IT IS"), stdout));
  for (const OptionInfo& info : option_table()) out.line(row(info.name, info.type, fallback_of(info), help_of(info)));
}

void print_markdown(Output& out) {
  out.line("# Options of an endpoint\n");
  out.line(
      "Written by `whimbrel options --markdown` (tools/make-docs). Each can be set in the program that makes an "
      "endpoint");
  out.line(
      "(`whimbrel/options.h`), as a flag of `whimbrel` (`--max-threads` for `max_threads`), and in a configuration "
      "file.");
  std::string_view heading;
  for (const OptionInfo& info : option_table()) {
    if (const auto group = group_of(info.name); group != heading) {
      out.line(fmt::format("\n## {}\n\n| option | type | default | what it is |\n| --- | --- | --- | --- |", group));
      heading = group;
    }
    out.line(fmt::format("| `{}` | {} | {} | {} |", info.name, info.type,
                         info.fallback.empty() ? "" : fmt::format("`{}`", info.fallback), help_of(info)));
  }
}

const char kDescription[] =
    R"(Every option of an endpoint, in the order of the Broker framework's page, and after them those of its own. Each
is a flag of the verbs that talk to the network (--max-threads for max_threads), and a line in a configuration
file (max_threads = 2).)";

const char kExamples[] =
    R"(whimbrel options
whimbrel options | grep queue
)";

}  // namespace

void add_options(CLI::App& app, Context& context) {
  const auto markdown = std::make_shared<bool>(false);
  CLI::App& verb =
      add_verb(app, context, {"options", "list the options of an endpoint", kDescription, kExamples}, [markdown] {
        Output out;
        *markdown ? print_markdown(out) : print_table(out);
        out.flush();
        return out.verdict();
      });
  add_switch(verb, "--markdown", *markdown, "print a page for documentation")->group("Output");
}

}  // namespace whimbrel::cli
