#include "bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "../console.h"
#include "../flags.h"
#include "../signals.h"
#include "conductor.h"
#include "json.h"
#include "plot.h"
#include "roles.h"
#include "scenarios.h"
#include "table.h"

namespace whimbrel::cli {

namespace {

constexpr double kQuickSeconds = 0.3;

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return file.flush().good();
}

/// Writes the files that were asked for.
int write_files(const bench::Settings& settings, const bench::Rows& rows, const bench::Machine& machine) {
  if (!settings.json.empty() && !write_file(settings.json, bench::to_json(rows, machine)))
    return fail(fmt::format("cannot write {}", settings.json));
  if (!settings.svg.empty() && !write_file(settings.svg, bench::plot(rows, machine)))
    return fail(fmt::format("cannot write {}", settings.svg));
  return kFine;
}

/// Other systems may be missing; what fails with ours is a failure.
int verdict(const bench::Rows& rows) {
  const auto failed = [](const bench::Row& row) {
    return row.system == bench::System::Whimbrel && !row.problem.empty();
  };
  return std::any_of(rows.begin(), rows.end(), failed) ? kFailed : kFine;
}

int conduct(bench::Settings settings) {
  if (settings.quick) settings.seconds = kQuickSeconds;
  const bench::Machine machine = bench::Machine::look();
  bench::Conductor conductor(settings);
  bench::run_throughput(conductor);
  bench::run_latency(conductor);
  bench::run_stopped_peer(conductor);
  bench::run_scale(conductor);
  bench::run_stores(conductor);
  bench::run_web(conductor);
  if (settings.list) return kFine;
  const bench::Rows& rows = conductor.rows();
  if (rows.empty() && !Signals::stop())
    return wrong_use("bench", fmt::format("no run is called '{}'; --list prints all", settings.only));
  fmt::print("{}\n", to_string(machine));
  bench::print_table(rows);
  const int written = write_files(settings, rows, machine);
  return written != kFine || Signals::stop() ? written : verdict(rows);
}

const char kDescription[] =
    R"(Measures, in processes that talk over the loopback: how many messages a second get from a publisher to its subscribers, directly and
through a hub, and what each costs (throughput); how long they take at a fixed rate (latency); what happens to the others when one
subscriber stops (stopped); what a node with many peers takes (scale); what data stores get through (stores); and
what WebSocket clients do (websocket).

The same messages also go through raw sockets, which shows the limit of the machine, and through ZeroMQ (libzmq) and NATS
(nats-server) if they are installed. Names of runs look like throughput/hub/small/whimbrel/tls; --list prints them all, and --only
picks some.

Takes about five minutes. Results mean something only if the machine has nothing else to do; its load is printed with them.)";

const char kExamples[] =
    R"(# everything, with all figures in a file, and a picture
whimbrel bench --json bench.json --svg bench.svg
# what TLS costs with small events
whimbrel bench --only 'throughput/direct/small/whimbrel/*'
# latency at a quarter of a million events per second
whimbrel bench --only latency --rate 250000
)";

// How the conductor tells its processes what to do: a verb that is shown to nobody.
void add_role(CLI::App& app, Context& context) {
  const auto work = std::make_shared<bench::Work>();
  CLI::App& verb = add_verb(app, context, {"bench-role", "play a part in the benchmark", "", ""},
                            [work] { return bench::play(*work); });
  verb.group("");
  add_text(verb, "ROLE", work->role, "the part")->required();
  add_text(verb, "--payload", work->payload, "what to publish");
  add_text(verb, "--overflow", work->overflow, "policy of the queues to peers");
  add_count(verb, "--port", work->port, "where to connect to; without it, listen");
  add_count(verb, "--peers", work->peers, "how many peers to wait for");
  add_rate(verb, "--seconds", work->seconds, "how long to publish");
  add_rate(verb, "--rate", work->rate, "messages per second; without it, as many as possible");
  add_text(verb, "--task", work->task, "what a clone does");
  add_text(verb, "--file", work->file, "where a store is kept");
  add_count(verb, "--entries", work->entries, "how many entries a store has");
  add_switch(verb, "--tls", work->tls, "encrypt");
  add_switch(verb, "--samples", work->samples, "tell how many messages there are, all the time");
}

}  // namespace

void add_bench(CLI::App& app, Context& context) {
  const auto settings = std::make_shared<bench::Settings>();
  CLI::App& verb = add_verb(app, context, {"bench", "measure how fast it is on this machine", kDescription, kExamples},
                            [settings] { return conduct(*settings); });
  add_rate(verb, "--seconds", settings->seconds, "how long to publish in each run (3)")->type_name("S");
  add_rate(verb, "--rate", settings->rate, "messages per second where latency is measured (100000)");
  add_switch(verb, "--quick", settings->quick, "short runs, only to see that everything works");
  add_text(verb, "--only", settings->only, "only runs with this in their names; '*' stands for anything");
  add_switch(verb, "--list", settings->list, "print the names of the runs, and measure nothing");
  add_text(verb, "--json", settings->json, "write all figures to this file")->type_name("FILE");
  add_text(verb, "--svg", settings->svg, "draw the results into this file")->type_name("FILE");
  add_role(app, context);
}

}  // namespace whimbrel::cli
