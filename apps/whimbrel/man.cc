#include "man.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "cli_tree.h"
#include "console.h"
#include "flags.h"
#include "whimbrel/version.h"

namespace whimbrel::cli {

namespace {

/// Text as troff takes it literally. A line must not begin with a control character.
std::string escaped(std::string_view text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '"':
        out += "\\(dq";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '`':
        out += "\\(ga";
        break;
      default:
        out += c;
    }
    at_start = c == '\n';
  }
  return out;
}

std::string section(std::string_view name) { return fmt::format(".SH {}\n", name); }

std::string entry(std::string_view name, std::string_view text) {
  return fmt::format(".TP\n\\fB{}\\fR\n{}\n", escaped(name), escaped(text));
}

std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    out += ".PP\n" + escaped(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return out;
}

std::string head(const std::string& page, std::string_view summary) {
  std::string upper = page;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return fmt::format(
             ".\\\" Written by whimbrel man; edit apps/whimbrel and run tools/make-docs.\n.TH {} 1 \"\" \"whimbrel "
             "{}\" \"User commands\"\n",
             escaped(upper), WHIMBREL_VERSION) +
         section("NAME") + fmt::format("{} \\- {}\n", escaped(page), escaped(summary));
}

std::string flags(const CLI::App& app) {
  std::string out, last;
  for (const FlagText& flag : flags_of(app)) {
    if (flag.heading != last) out += fmt::format(".SS {}\n", last = flag.heading);
    std::string names = show(flag);
    names.erase(0, names.find_first_not_of(' '));
    out += entry(names, flag.help);
  }
  return out;
}

std::string endings(const CLI::App& app) {
  std::string out = section("EXIT STATUS");
  for (const auto& [status, meaning] : exit_codes_of(app)) out += entry(std::string(status), meaning);
  return out;
}

std::string environment() {
  return section("ENVIRONMENT") + entry("ZEEK_DEFAULT_LISTEN_ADDRESS", "as default_listen_address") +
         entry("ZEEK_DEFAULT_LISTEN_RETRY", "seconds; as default_listen_retry") +
         entry("ZEEK_DEFAULT_CONNECT_RETRY", "seconds; as default_connect_retry") +
         entry("ZEEK_BROKER_MAX_THREADS", "as max_threads") + entry("NO_COLOR", "no colours, even on a terminal") +
         paragraphs("The configuration file counts more than the environment, and flags count more than the file.");
}

std::string environment_of_scripts() {
  return section("ENVIRONMENT") + entry("ZEEKPATH", "folders in which scripts are looked for, with colons between") +
         entry("ZEEK_PREFIXES", "as -p, with colons between") + entry("ZEEK_SEED_FILE", "as -G") +
         entry("ZEEK_SEED_VALUES", "21 numbers, the seeds themselves") +
         entry("ZEEK_ALLOW_INIT_ERRORS", "errors while zeek_init runs do not end the process") +
         entry("ZEEK_LOG_SUFFIX", "ends the names of log files; log by default") +
         entry("ZEEK_DNS_FAKE", "names and addresses get made-up answers at once, for tests") +
         entry("ZEEK_DNS_RESOLVER",
               "the name server to ask, instead of the system's: an IPv4 address, or ADDRESS:PORT") +
         entry("ZEEK_DISABLE_ZEEKYGEN", "1: comments are not kept for the documentation functions") +
         entry("CLUSTER_NODE", "which node of the cluster this process is") +
         entry("BROKER_CONSOLE_VERBOSITY",
               "what is told of connections on standard error: error, warning, info, debug") +
         paragraphs(
             "ZEEK_DEFAULT_LISTEN_ADDRESS, ZEEK_DEFAULT_LISTEN_RETRY, ZEEK_DEFAULT_CONNECT_RETRY and "
             "ZEEK_BROKER_MAX_THREADS stand for the options of these names, as for any endpoint.");
}

std::string examples(const CLI::App& app) {
  return section("EXAMPLES") + ".nf\n" + escaped(examples_of(app)) + ".fi\n";
}

std::string configuration() {
  return section("CONFIGURATION FILE") +
         paragraphs(
             "--config FILE reads lines of \"name = value\". Lines before the first section, and in the section "
             "[endpoint], set options; in the "
             "section [node], which only whimbrel node heeds, listen, peer, subscribe and forward may be repeated, and "
             "retry may stand once. A "
             "'#' at the beginning of a line or after a blank starts a comment. A value may stand in quotes.") +
         ".PP\n.nf\n" +
         escaped(
             "ssl_cafile = /etc/whimbrel/ca.pem\nmax_threads = 2\n\n[node]\nlisten = 9999\npeer = "
             "10.0.0.2:9999\nforward = zeek/\n") +
         ".fi\n";
}

std::string see_also(const CLI::App& app, const std::string& page) {
  std::string out = section("SEE ALSO");
  std::string_view separator;
  const auto add = [&](const std::string& name) {
    if (name != page) out += fmt::format("{}\\fB{}\\fR(1)", std::exchange(separator, ",\n"), escaped(name));
  };
  add("whimbrel");
  for (const CLI::App* verb : verbs_of(app)) add("whimbrel-" + verb->get_name());
  return out + "\n";
}

std::string program_page(const CLI::App& app) {
  std::string out = head("whimbrel", summary_of(app).substr(std::string_view("whimbrel: ").size()));
  out += section("SYNOPSIS") + ".B whimbrel\n.I VERB\n[\\fIFLAGS\\fR]\n" + section("DESCRIPTION") +
         paragraphs(description_of(app));
  out += section("VERBS");
  for (const CLI::App* verb : verbs_of(app)) out += entry(verb->get_name(), summary_of(*verb));
  return out + section("OPTIONS") + flags(app) + configuration() + environment() + examples(app) + endings(app) +
         see_also(app, "whimbrel");
}

std::string verb_page(const CLI::App& app, const CLI::App& verb) {
  const std::string page = "whimbrel-" + verb.get_name();
  std::string out = head(page, summary_of(verb));
  out +=
      section("SYNOPSIS") + escaped(usage_of(verb)) + "\n" + section("DESCRIPTION") + paragraphs(description_of(verb));
  const auto arguments = arguments_of(verb);
  if (!arguments.empty()) out += section("ARGUMENTS");
  for (const ArgumentText& argument : arguments) out += entry(argument.name, argument.help);
  out += section("OPTIONS") + flags(verb);
  if (has_hidden_flags(verb)) out += paragraphs(kHiddenFlagsText);
  if (verb.get_name() == "run") out += environment_of_scripts();
  return out + examples(verb) + endings(verb) + see_also(app, page);
}

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return file.flush().good();
}

int write_pages(const CLI::App& app, const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  bool written = write(folder / "whimbrel.1", program_page(app));
  for (const CLI::App* verb : verbs_of(app))
    written = written && write(folder / fmt::format("whimbrel-{}.1", verb->get_name()), verb_page(app, *verb));
  return written ? int{kFine} : fail(fmt::format("cannot write to {}", folder.string()));
}

}  // namespace

void add_man(CLI::App& app, Context& context) {
  const auto folder = std::make_shared<std::string>();
  CLI::App& verb = add_verb(app, context, {"man", "write the man pages", "", ""},
                            [&app, folder] { return write_pages(app, *folder); });
  verb.group("");
  add_text(verb, "DIR", *folder, "where to write them")->required();
}

}  // namespace whimbrel::cli
