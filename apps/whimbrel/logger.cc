#include "logger.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "client.h"
#include "connections.h"
#include "console.h"
#include "output.h"
#include "script/broker/log_receiver.h"
#include "script/logging/rotation_times.h"
#include "signals.h"

namespace whimbrel::cli {

namespace {

using script::LogReceiver;
using Notice = script::logging::Notice;
using Clock = std::chrono::steady_clock;

// Entries between looks at the rest of the world.
constexpr size_t kAtOnce = 256;
constexpr Duration kPause = std::chrono::seconds(1), kShortPause = std::chrono::milliseconds(20);
constexpr int kUsualLevel = 6;  // of gzip

struct LoggerFlags : ConnectionFlags {
  std::string folder = ".", format = "tsv";
  std::vector<std::string> prefixes;
  std::optional<Duration> rotate;
  bool gzip = false, quiet = false, verbose = false;
};

double wall_clock() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Log::Level log_level(const LoggerFlags& flags) {
  if (flags.verbose) return Log::Level::Debug;
  return flags.quiet ? Log::Level::Error : Log::Level::Info;
}

/// What is wrong with the folder, which is made if it is not there; else "".
std::string prepare_folder(const std::string& folder) {
  if (const std::string why = script::logging::make_folders(folder); !why.empty())
    return fmt::format("--dir {}: cannot make the directory: {}", folder, why);
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 && !S_ISDIR(status.st_mode))
    return fmt::format("--dir {}: that is a file, not a directory", folder);
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return fmt::format("--dir {}: cannot write there: {}", folder, std::strerror(errno));
  return {};
}

script::logging::Collector::Plan plan_of(const LoggerFlags& flags, const Log& log) {
  script::logging::Collector::Plan plan;
  plan.home.folder = flags.folder;
  plan.home.keeps_old_files = true;
  plan.home.text.json = flags.format == "json";
  plan.home.text.gzip_level = flags.gzip ? kUsualLevel : 0;
  plan.home.wall_clock = wall_clock;
  plan.home.table = {",", "-", "(empty)"};
  plan.rotation_interval = flags.rotate ? std::chrono::duration<double>(*flags.rotate).count() : 0;
  plan.tell = [&log](Notice::Kind kind, const std::string& text) {
    log.line(kind == Notice::Kind::Error ? Log::Level::Error : Log::Level::Info, text);
  };
  return plan;
}

// -- what is said of records

void log_losses(const Log& log, const LogReceiver::Account& account) {
  const auto tell = [&log](uint64_t n, std::string_view what, std::string_view where) {
    if (n > 0) log.line(Log::Level::Error, fmt::format("{} {}", counted(n, what), where));
  };
  tell(account.missing, "record", "did not come: lost on the way from those who sent them");
  tell(account.messages_missing, "message", "did not come: dropped by nodes on the way");
  tell(account.refused, "record", "came that cannot be written");
  tell(account.lost, "record", "came that there was no room for");
  tell(account.no_logs, "message", "came that had nothing to do with logs");
}

void log_account(const Log& log, const LogReceiver& receiver) {
  const LogReceiver::Account account = receiver.account();
  for (const auto& [path, records] : receiver.collector().counts())
    log.line(Log::Level::Info, fmt::format("{}: {}", path, counted(records, "record")));
  const uint64_t dropped = account.refused + account.lost;
  log.line(Log::Level::Info, fmt::format("received {}, written {}, lost {}", counted(account.received, "record"),
                                         account.received - dropped, account.missing + dropped));
  log_losses(log, account);
}

// -- the work

void serve(Endpoint& endpoint, LogReceiver& receiver, const Log& log, const Signals& signals) {
  Subscriber& inbox = endpoint.inbox();
  while (!signals.stop()) {
    while (!signals.stop() && inbox.receive(Duration(0), receiver, kAtOnce) > 0) receiver.tick(wall_clock());
    receiver.tick(wall_clock());
    if (Signals::take_statistics()) {
      log_statistics(log, endpoint.statistics(), fmt::format("waiting to be written {}", inbox.waiting()));
      log_account(log, receiver);
    }
    signals.wait(Clock::now() + (receiver.is_waiting() ? kShortPause : kPause), {inbox.descriptor()});
  }
}

/// Whoever still sends is asked to stop first; what is on its way until then is written.
void leave(Endpoint& endpoint, LogReceiver& receiver) {
  script::receive_rest(endpoint, receiver);
  receiver.finish();
  endpoint.shutdown();
}

int run_logger(LoggerFlags& flags) {
  auto options = flags.endpoint.options();
  if (!options) return fail(options.error());
  const std::vector<NodeEntry> entries = {address_entry("listen", flags.listens),
                                          address_entry("websocket", flags.websockets),
                                          address_entry("peer", flags.peers), retry_entry(flags.retry)};
  if (auto applied = apply_node_section(flags.endpoint, entries); !applied) return fail(applied.error());
  if (flags.listens.empty() && flags.peers.empty())
    return wrong_use("logger", "nobody can send logs; give it --listen PORT, --peer ADDR:PORT, or both");
  if (flags.rotate && *flags.rotate < std::chrono::seconds(1))
    return wrong_use("logger", "--rotate: names of files tell seconds apart, so it cannot be less than 1sec");
  if (const std::string wrong = prepare_folder(flags.folder); !wrong.empty()) return fail(wrong);
  if (flags.prefixes.empty()) flags.prefixes = {"zeek/logs/"};
  const Log log(log_level(flags)), statistics_log(Log::Level::Info);
  options->log = [log](std::string_view level, std::string_view text) { log.line(level, text); };
  const Signals signals(Signals::For::Daemon);
  auto endpoint = Endpoint::start(std::move(*options));
  if (!endpoint) return fail(endpoint.error());
  LogReceiver receiver(*endpoint, plan_of(flags, log));
  for (const std::string& prefix : flags.prefixes) endpoint->subscribe(prefix);
  const auto bound = listen(flags, *endpoint, log);
  if (!bound) return fail(bound.error());
  Output out;
  out.line(
      fmt::format("logger={}{}{}", to_string(endpoint->node_id()), bound->empty() ? "" : " ", fmt::join(*bound, " ")));
  out.flush();
  if (auto connected = connect(flags, *endpoint); !connected) return fail(connected.error());
  serve(*endpoint, receiver, statistics_log, signals);
  log.line(Log::Level::Info, "leaving");
  leave(*endpoint, receiver);
  log_account(statistics_log, receiver);
  return kFine;
}

const char kDescription[] =
    R"(Receives the logs of Zeek and whimbrel nodes, and writes each to a file: PATH.log in --dir. It runs until SIGINT or
SIGTERM, which end it when everything is written; a second one ends it at once. No scripts are needed here: what columns
a log has is told by those who send it.

Nodes send logs to whoever has subscribed to zeek/logs/, so a script needs no more than
Broker::peer("127.0.0.1", 9999/tcp) to send its own; nodes of a cluster take this program for a logger when their
layout names it as one.

The first line of standard output says who and where it is: "logger=ID listen=ADDR:PORT". What happens is logged on
standard error, at the end with the number of records of each log, and how many are known to be lost. SIGUSR1 and
SIGHUP make it log that at any time. With --websocket it answers Prometheus and whimbrel top there, with the numbers
of records.

With --rotate files get the time when they were begun into their names, conn-26-01-31_12.00.00.log, at multiples of
the interval since midnight, and at the end. A file that is there at the start gets such a name, too: nothing is
overwritten. Options that a filter gives its log (as use_json) come before those given here.

Addresses are PORT, ADDR or ADDR:PORT, such as 9999, 127.0.0.1:0 or [::1]:9999.)";

const char kExamples[] =
    R"(# receive logs on port 9999, in the current directory
whimbrel logger --listen 9999
# as compressed JSON, a new file each hour
whimbrel logger --listen 9999 --dir /var/log/zeek --format json --rotate 1hr --gzip
# fetch the logs of a node that listens
whimbrel logger --peer 10.0.0.1:9999 --dir logs
# of one stream only
whimbrel logger --listen 9999 --subscribe zeek/logs/Conn::LOG
)";

}  // namespace

void add_logger(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<LoggerFlags>();
  CLI::App& verb = add_verb(app, context, {"logger", "write the logs that nodes send", kDescription, kExamples},
                            [flags] { return run_logger(*flags); });
  flags->add_to(verb);
  add_text(verb, "-d,--dir", flags->folder, "where files go (default: here); made if it is not there")
      ->type_name("DIR")
      ->group("Files");
  add_choice(verb, "-f,--format", flags->format, {"tsv", "json"},
             "columns between tabs (default), or a JSON object a line")
      ->group("Files");
  add_time(verb, "-r,--rotate", flags->rotate, "how often files are put aside under another name; default never")
      ->group("Files");
  add_switch(verb, "-z,--gzip", flags->gzip, "compress files; their names end with .gz")->group("Files");
  add_list(verb, "-s,--subscribe", flags->prefixes,
           "receive topics with a prefix instead of zeek/logs/; may be repeated")
      ->type_name("PREFIX")
      ->group("Messages");
  add_switch(verb, "-q,--quiet", flags->quiet, "log errors, and the end, only")->group("Log");
  add_switch(verb, "-v,--verbose", flags->verbose, "log details, too")->group("Log");
  flags->endpoint.add_to(verb, EndpointFlags::Shown::All);
}

}  // namespace whimbrel::cli
