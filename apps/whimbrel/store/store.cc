#include "store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "actions.h"
#include "whimbrel/codec.h"

namespace whimbrel::cli {

namespace {

/// Literals, as many as the action wants.
Result<std::vector<Value>> arguments_of(const StoreAction& action, std::span<const std::string> words) {
  const size_t wanted = action.arguments.empty() ? 0 : 1 + std::ranges::count(action.arguments, ' ');
  if (words.size() != wanted)
    return Error(ErrorCode::InvalidArgument,
                 fmt::format("'store {}' takes {}{}", action.name, wanted == 0 ? "nothing" : action.arguments,
                             words.size() < wanted ? "" : fmt::format("; there is '{}' as well", words.back())));
  std::vector<Value> values;
  for (const std::string& word : words) {
    auto value = parse_literal(unshielded(word));
    if (!value) return value.error();
    values.push_back(std::move(*value));
  }
  return values;
}

int run_store(StoreFlags& flags) {
  std::span<const std::string> words = flags.words;
  const StoreAction* const action = find_store_action(words[0]);
  if (!action) return wrong_use("store", fmt::format("'{}' is none of {}", words[0], store_action_names()));
  words = words.subspan(1);
  std::string name;
  if (flags.file.empty() && action->name != "compact") {
    if (words.empty()) return wrong_use("store", "the name of the store is missing");
    name = words[0];
    words = words.subspan(1);
  }
  if (flags.file.empty() && action->name == "compact")
    return wrong_use("store", "only a file can be compacted; give it by --file FILE");
  const auto arguments = arguments_of(*action, words);
  if (!arguments) return wrong_use("store", arguments.error().message());
  if (!flags.file.empty() && !action->creates && ::access(flags.file.c_str(), F_OK) != 0)
    return fail(fmt::format("there is no file {}", flags.file));
  const Signals signals;
  StoreSession session(flags, signals);
  if (const int opened = session.open(name); opened != kFine) return opened;
  const int status = action->run(session, flags, *arguments);
  const int closed = session.close();
  return status != kFine ? status : closed;
}

const char kDescription[] =
    R"(Looks into a data store, and changes it. Keys and values are written as literals ('whimbrel encode --help' shows
them); what is printed can be read back. ACTION is one of these:

list NAME prints all entries, sorted, as KEY -> VALUE, and when they expire.

get NAME KEY prints the value of a key.

put NAME KEY VALUE sets the value of a key; with --unique only if there is none.

erase NAME KEY removes a key.

watch NAME prints what happens to entries, until it is interrupted.

dump NAME writes all entries to standard output, one JSON v1 vector a line: [key, value] or [key, value, expiry].

load NAME puts the entries of such lines from standard input. Other entries stay as they are.

compact --file FILE gives back the space in a file that erased entries have left.

The store is one of the network: this program connects to a node (--peer), by default to port 9999 of this machine,
and makes a clone of the store NAME. Its master must be at that node, or at one that it passes messages on to.
Changes are done when the master has confirmed them.

With --file the store is a SQLite file, of this program or of Zeek, and has no NAME. Do that while no master has it
open: a running one would not notice, and tell no clone.)";

const char kExamples[] =
    R"(# what is in the store "hosts" of the node at port 9999
whimbrel store list hosts
whimbrel store get hosts 10.0.0.1
whimbrel store put hosts 10.0.0.1 '[5, "seen"]' --expiry 1hr
# follow its changes at another node
whimbrel store watch hosts --peer 192.168.1.4:9999
# move entries from one store to another
whimbrel store dump hosts | whimbrel store load hosts --peer 192.168.1.5:9999
# a file that nobody has open
whimbrel store list --file hosts.sqlite
whimbrel store compact --file hosts.sqlite
)";

}  // namespace

void add_store(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<StoreFlags>();
  CLI::App& verb = add_verb(app, context, {"store", "look into data stores and change them", kDescription, kExamples},
                            [flags] { return run_store(*flags); });
  add_rest(verb, "ACTION", flags->words, "what to do; the name of the store; key and value")
      ->required()
      ->type_name("ACTION [NAME] [KEY] [VALUE]");
  add_text(verb, "-f,--file", flags->file, "a store in this SQLite file instead of one of the network")
      ->type_name("FILE")
      ->group("Store");
  add_time(verb, "-x,--expiry", flags->expiry, "put: the entry expires after that time")->group("Store");
  add_switch(verb, "-u,--unique", flags->unique, "put: only if there is no such key")->group("Store");
  add_switch(verb, "-j,--json", flags->json, "list, get, watch: print JSON lines")->group("Output");
  add_count(verb, "-c,--count", flags->count, "watch: end after N changes")->group("End");
  add_time(verb, "-t,--timeout", flags->timeout,
           "how long to wait for peer, master and confirmation (default 10sec); watch: end after that time")
      ->group("End");
  flags->client.add_to(verb);
}

}  // namespace whimbrel::cli
