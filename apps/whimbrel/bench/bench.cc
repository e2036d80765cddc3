#include "bench.h"

#include <memory>

#include "../console.h"
#include "../flags.h"
#include "conductor.h"
#include "roles.h"
#include "scenarios.h"
#include "table.h"

namespace whimbrel::cli {

namespace {

struct BenchFlags {
  bench::Settings settings;
  bench::Work work;
};

int conduct(bench::Settings settings) {
  if (settings.quick) settings.seconds = 0.3;
  bench::Conductor conductor(settings);
  bench::run_throughput(conductor);
  bench::print_table(conductor.rows());
  return kFine;
}

int run(BenchFlags& flags) {
  if (flags.work.role.empty()) return conduct(flags.settings);
  flags.work.seconds = flags.settings.seconds;
  flags.work.rate = flags.settings.rate;
  return bench::play(flags.work);
}

// How the conductor tells its processes what to do. Nothing for people.
void add_hidden_flags(CLI::App& verb, bench::Work& work) {
  for (CLI::Option* flag : {
           add_text(verb, "--role", work.role, "part of the benchmark to play"),
           add_text(verb, "--payload", work.payload, "what to publish"),
           add_text(verb, "--overflow", work.overflow, "policy of the queues to peers"),
           add_count(verb, "--port", work.port, "where to connect to"),
           add_count(verb, "--peers", work.peers, "how many peers to wait for"),
           add_switch(verb, "--tls", work.tls, "encrypt"),
           add_switch(verb, "--samples", work.samples, "report progress"),
       })
    flag->group("");
}

const char kDescription[] = R"(Measures.)";
const char kExamples[] = R"(whimbrel bench
)";

}  // namespace

void add_bench(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<BenchFlags>();
  CLI::App& verb = add_verb(app, context, {"bench", "measure how fast it is on this machine", kDescription, kExamples},
                            [flags] { return run(*flags); });
  bench::Settings& settings = flags->settings;
  add_rate(verb, "--seconds", settings.seconds, "how long to publish in each run (3)")->type_name("S");
  add_rate(verb, "--rate", settings.rate, "messages per second where latency is measured (100000)");
  add_switch(verb, "--quick", settings.quick, "short runs, only to see that everything works");
  add_text(verb, "--only", settings.only, "only runs with this in their names; '*' stands for anything");
  add_switch(verb, "--list", settings.list, "print the names of the runs, and measure nothing");
  add_text(verb, "--json", settings.json, "write all figures to this file")->type_name("FILE");
  add_text(verb, "--svg", settings.svg, "draw the results into this file")->type_name("FILE");
  add_hidden_flags(verb, flags->work);
}

}  // namespace whimbrel::cli
