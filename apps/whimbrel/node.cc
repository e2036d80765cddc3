#include "node.h"

#include <fmt/format.h>
#include <unistd.h>

#include "client.h"
#include "connections.h"
#include "console.h"
#include "printer.h"

namespace whimbrel::cli {

namespace {

constexpr size_t kAtOnce = 4096;  // entries between looks at the rest of the world

struct NodeFlags : ConnectionFlags {
  std::vector<std::string> subscribes, forwards;
  bool print = false, json = false, quiet = false, verbose = false;
};

Log::Level log_level(const NodeFlags& flags) {
  if (flags.verbose) return Log::Level::Debug;
  return flags.quiet ? Log::Level::Error : Log::Level::Info;
}

// -- the node

/// Prints messages, and logs gaps; the rest of the events is in the endpoint's own log.
class NodeReceiver final : public Receiver {
 public:
  NodeReceiver(const NodeFlags& flags, Output& out, const Log& log)
      : print_(flags.print), printer_(out, flags.json), log_(log) {}

  void on_message(const Message& message) override {
    if (print_) printer_.message(message);
  }
  void on_gap(const Gap& gap) override { log_.line(Log::Level::Warning, gap_text(gap)); }

 private:
  bool print_;
  Printer printer_;
  const Log& log_;
};

int serve(Endpoint& endpoint, NodeReceiver& receiver, Output& out, const Log& log, const Signals& signals) {
  Subscriber& inbox = endpoint.inbox();
  while (!signals.stop()) {
    while (!signals.stop() && inbox.receive(Duration(0), receiver, kAtOnce) > 0) out.flush();
    out.flush();
    if (out.broken()) return out.verdict();
    if (Signals::take_statistics())
      log_statistics(log, endpoint.statistics(), fmt::format("waiting to be printed {}", inbox.waiting()));
    signals.wait({}, {inbox.descriptor(), STDOUT_FILENO});
  }
  return kFine;
}

/// Says goodbye. While messages wait unread, peers are not read, and would not be heard to answer.
void leave(const NodeFlags& flags, Endpoint& endpoint) {
  for (const std::string& prefix : flags.subscribes) endpoint.unsubscribe(prefix);
  while (endpoint.inbox().receive(Duration(0), [](const Message&) {}) > 0) {
  }
  endpoint.shutdown();
}

int run_node(NodeFlags& flags) {
  auto options = flags.endpoint.options();
  if (!options) return fail(options.error());
  const std::vector<NodeEntry> entries = {
      address_entry("listen", flags.listens), address_entry("websocket", flags.websockets),
      address_entry("peer", flags.peers),     text_entry("subscribe", flags.subscribes),
      text_entry("forward", flags.forwards),  retry_entry(flags.retry)};
  if (auto applied = apply_node_section(flags.endpoint, entries); !applied) return fail(applied.error());
  if (flags.listens.empty() && flags.websockets.empty() && flags.peers.empty())
    return wrong_use("node",
                     "a node without connections has nothing to do; give it --listen PORT, --peer ADDR:PORT, or both");
  const Log log(log_level(flags)), statistics_log(Log::Level::Info);
  options->log = [log](std::string_view level, std::string_view text) { log.line(level, text); };
  const Signals signals(Signals::For::Daemon);
  auto endpoint = Endpoint::start(std::move(*options));
  if (!endpoint) return fail(endpoint.error());
  for (const std::string& prefix : flags.subscribes) endpoint->subscribe(prefix);
  for (const std::string& prefix : flags.forwards) endpoint->forward(prefix);
  const auto bound = listen(flags, *endpoint, log);
  if (!bound) return fail(bound.error());
  Output out;
  out.line(
      fmt::format("node={}{}{}", to_string(endpoint->node_id()), bound->empty() ? "" : " ", fmt::join(*bound, " ")));
  out.flush();
  if (auto connected = connect(flags, *endpoint); !connected) return fail(connected.error());
  NodeReceiver receiver(flags, out, log);
  const int status = serve(*endpoint, receiver, out, statistics_log, signals);
  log.line(Log::Level::Info, "leaving");
  leave(flags, *endpoint);
  return status;
}

const char kDescription[] =
    R"(Runs until SIGINT or SIGTERM; a second one ends it at once. The first line of standard output says who and where
it is, for scripts: "node=ID listen=ADDR:PORT websocket=ADDR:PORT ...", with the real port in place of port 0.
What happens is logged on standard error. SIGUSR1 and SIGHUP make it log statistics.

Addresses are PORT, ADDR or ADDR:PORT, such as 9999, 127.0.0.1:0 or [::1]:9999. Without ADDR it listens on all
addresses, and connects to 127.0.0.1. Connections that fail or are lost are tried again every 30 seconds
(--default-connect-retry). A port that is in use ends the program, unless --default-listen-retry says when to
try again.

A hub passes messages on between its peers: --forward-messages, and --forward for the topics it should receive
for that.)";

const char kExamples[] =
    R"(# a hub between Zeek nodes and programs: both connect to it
whimbrel node --listen 9999 --forward-messages --forward zeek/
# a node on a free port, for this machine only, that prints what it receives
whimbrel node --listen 127.0.0.1:0 --subscribe zeek/events/ --print
# programs that speak WebSocket and JSON connect to port 9997 of this machine
whimbrel node --listen 9999 --websocket 127.0.0.1:9997 --disable-ssl
# join two hubs
whimbrel node --peer 10.0.0.1:9999 --peer 10.0.0.2:9999 --forward-messages --forward ''
# everything in a file
whimbrel node --config node.conf
)";

}  // namespace

void add_node(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<NodeFlags>();
  CLI::App& verb = add_verb(
      app, context, {"node", "run a node that listens, connects and passes messages on", kDescription, kExamples},
      [flags] { return run_node(*flags); });
  flags->add_to(verb);
  add_list(verb, "-s,--subscribe", flags->subscribes, "receive topics with a prefix; may be repeated")
      ->type_name("PREFIX")
      ->group("Messages");
  add_list(verb, "-f,--forward", flags->forwards, "receive topics with a prefix to pass them on only; may be repeated")
      ->type_name("PREFIX")
      ->group("Messages");
  add_switch(verb, "--print", flags->print, "print what the subscriptions bring, as 'whimbrel sub' does")
      ->group("Messages");
  add_switch(verb, "-j,--json", flags->json, "print JSON lines")->group("Messages");
  add_switch(verb, "-q,--quiet", flags->quiet, "log errors only")->group("Log");
  add_switch(verb, "-v,--verbose", flags->verbose, "log details, too")->group("Log");
  flags->endpoint.add_to(verb, EndpointFlags::Shown::All);
}

}  // namespace whimbrel::cli
