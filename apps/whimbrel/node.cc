#include "node.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "base/option_text.h"
#include "client.h"
#include "console.h"
#include "printer.h"

namespace whimbrel::cli {

namespace {

constexpr size_t kAtOnce = 4096;  // entries between looks at the rest of the world

struct NodeFlags {
  EndpointFlags endpoint;
  std::vector<HostPort> listens, websockets, peers;
  std::vector<std::string> subscribes, forwards;
  std::optional<Duration> retry;
  bool print = false, json = false, quiet = false, verbose = false;
};

Log::Level log_level(const NodeFlags& flags) {
  if (flags.verbose) return Log::Level::Debug;
  return flags.quiet ? Log::Level::Error : Log::Level::Info;
}

// -- the [node] section of the configuration file. A flag replaces all lines of its name.

using Taker = std::function<Result<void>(NodeFlags&, const std::string& value)>;
struct NodeEntry {
  std::string_view key;
  Taker take;
  bool given;  // as a flag
};

Taker address_taker(std::vector<HostPort> NodeFlags::*list) {
  return [list](NodeFlags& flags, const std::string& text) -> Result<void> {
    auto address = parse_host_port(text);
    if (!address) return address.error();
    (flags.*list).push_back(std::move(*address));
    return {};
  };
}

Taker text_taker(std::vector<std::string> NodeFlags::*list) {
  return [list](NodeFlags& flags, const std::string& text) -> Result<void> {
    (flags.*list).push_back(text);
    return {};
  };
}

Result<void> take_retry(NodeFlags& flags, const std::string& text) {
  flags.retry = read_time(text);
  if (!flags.retry) return not_accepted("retry", text, "a time, such as 5sec");
  return {};
}

std::vector<NodeEntry> node_entries(const NodeFlags& given) {
  return {{"listen", address_taker(&NodeFlags::listens), !given.listens.empty()},
          {"websocket", address_taker(&NodeFlags::websockets), !given.websockets.empty()},
          {"peer", address_taker(&NodeFlags::peers), !given.peers.empty()},
          {"subscribe", text_taker(&NodeFlags::subscribes), !given.subscribes.empty()},
          {"forward", text_taker(&NodeFlags::forwards), !given.forwards.empty()},
          {"retry", take_retry, given.retry.has_value()}};
}

Result<void> apply_file(NodeFlags& flags) {
  const std::vector<NodeEntry> known = node_entries(flags);
  std::vector<std::string_view> names;
  for (const NodeEntry& entry : known) names.push_back(entry.key);
  for (const ConfigEntry& line : flags.endpoint.node_entries()) {
    const auto entry = std::ranges::find(known, line.key, &NodeEntry::key);
    const auto error_here = [&](std::string_view text) {
      return Error(ErrorCode::InvalidArgument, fmt::format("{}:{}: {}", flags.endpoint.file(), line.line, text));
    };
    if (entry == known.end())
      return error_here(fmt::format("[node] has no {:.64}; it can have {}", line.key, quoted_list(names)));
    NodeFlags ignored;
    if (auto taken = entry->take(entry->given ? ignored : flags, line.value); !taken)
      return error_here(taken.error().message());
  }
  return {};
}

// -- statistics

void log_statistics(const Log& log, const Statistics& s, size_t waiting) {
  log.line(Log::Level::Info,
           fmt::format("messages: published {}, received {}, delivered {}, forwarded {}, waiting to be printed {}, "
                       "malformed {}, duplicates cut {}, out of hops {}",
                       s.messages_published, s.messages_received, s.messages_delivered, s.messages_forwarded, waiting,
                       s.messages_malformed, s.duplicates_cut, s.ttl_expired));
  for (const PeerStatistics& peer : s.peers) {
    const bool is_gone = peer.network.address.empty();
    if (is_gone && peer.dropped == 0) continue;
    const std::string place = is_gone ? "gone" : show_host_port(peer.network.address, peer.network.port);
    log.line(Log::Level::Info,
             fmt::format("peer {} at {}: in {} ({} bytes), out {} ({} bytes), waiting {} ({} bytes), dropped {}",
                         to_string(peer.id), place, counted(peer.messages_in, "message"), peer.bytes_in,
                         counted(peer.messages_out, "message"), peer.bytes_out, peer.queued_messages, peer.queued_bytes,
                         peer.dropped));
    for (const auto& [topic, lost] : peer.dropped_topics)
      log.line(Log::Level::Info, fmt::format("peer {}: dropped {} of {}", to_string(peer.id), lost, topic));
  }
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

/// Listens everywhere, and returns where: "listen=ADDR:PORT". A failure is one unless it was asked to try again.
Result<std::vector<std::string>> listen(const NodeFlags& flags, Endpoint& endpoint, const Log& log) {
  const EndpointOptions& options = endpoint.options();
  const bool again = flags.endpoint.is_set("default_listen_retry") && options.default_listen_retry > Duration(0);
  const Duration retry = again ? options.default_listen_retry : Duration(0);
  std::vector<std::string> bound;
  const auto note = [&](std::string_view what, const std::string& host, const Result<uint16_t>& port) {
    if (port)
      bound.push_back(fmt::format("{}={}", what, show_host_port(host, *port)));
    else if (again)
      log.line(Log::Level::Warning,
               fmt::format("{}; trying again in {}", port.error().message(), show_interval(retry)));
    return port || again;
  };
  for (const HostPort& at : flags.listens)
    if (const auto port = endpoint.listen(at.host, at.port, retry);
        !note("listen", at.host.value_or(options.default_listen_address), port))
      return port.error();
  for (const HostPort& at : flags.websockets)
    if (const auto port = endpoint.listen_websocket(at.host, at.port, retry);
        !note("websocket", at.host.value_or(options.default_listen_address_websocket), port))
      return port.error();
  return bound;
}

Result<void> connect(const NodeFlags& flags, Endpoint& endpoint) {
  for (const HostPort& peer : flags.peers) {
    const std::string host = peer.host.value_or("").empty() ? "127.0.0.1" : *peer.host;
    const uint16_t port = peer.port.value_or(endpoint.options().default_port);
    if (port == 0)
      return Error(ErrorCode::InvalidArgument, "--peer: port 0 is for listening; nobody can be reached there");
    endpoint.peer(host, port, flags.retry);
  }
  return {};
}

int serve(Endpoint& endpoint, NodeReceiver& receiver, Output& out, const Log& log, const Signals& signals) {
  Subscriber& inbox = endpoint.inbox();
  while (!signals.stop()) {
    while (!signals.stop() && inbox.receive(Duration(0), receiver, kAtOnce) > 0) out.flush();
    out.flush();
    if (out.broken()) return out.verdict();
    if (Signals::take_statistics()) log_statistics(log, endpoint.statistics(), inbox.waiting());
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
  if (auto applied = apply_file(flags); !applied) return fail(applied.error());
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
  add_addresses(verb, "-l,--listen", flags->listens,
                "accept peers at an address; port 0 is any free one; may be repeated")
      ->group("Connections");
  add_addresses(verb, "-w,--websocket", flags->websockets, "accept WebSocket clients at an address; may be repeated")
      ->group("Connections");
  add_addresses(verb, "-p,--peer", flags->peers, "connect to a node; may be repeated")->group("Connections");
  add_time(verb, "--retry", flags->retry, "as --default-connect-retry; 0 for one attempt only")->group("Connections");
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
