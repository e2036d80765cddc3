// Latency at a fixed rate: from the moment when a message was to be sent, by the publisher's schedule, until its
// subscriber has read it. If the publisher falls behind, the delay counts for every message that it holds up.
#include <fmt/format.h>

#include "scenarios.h"
#include "stage.h"

namespace whimbrel::bench {

namespace {

constexpr auto kGrace = std::chrono::seconds(30);

double microseconds(uint64_t ns) { return static_cast<double>(ns) / 1000; }

/// The latencies among the lines that a subscriber has said.
Histogram latencies_of(const Child& subscriber) {
  constexpr std::string_view kWord = "latencies ";
  for (const std::string& line : subscriber.other_lines())
    if (line.starts_with(kWord)) return Histogram::read(std::string_view(line).substr(kWord.size()));
  return {};
}

Result<void> measure(Row& row, const Load& load, const Signals& signals) {
  Stage stage(load, signals);
  if (const auto ready = stage.set_up(); !ready) return ready;
  stage.go();
  const auto published = stage.published(std::chrono::duration<double>(2 * load.seconds) + kGrace);
  if (!published) return published.error();
  const auto received = stage.received(0, kGrace);
  if (!received) return received.error();
  row.latencies = latencies_of(stage.subscriber(0));
  const Histogram& all = *row.latencies;
  const double sent = find(*published, "messages").value_or(0);
  row.figures = {{"asked_rate", load.rate},
                 {"rate", sent / find(*published, "seconds").value_or(1)},
                 {"p50_us", microseconds(all.percentile(0.5))},
                 {"p90_us", microseconds(all.percentile(0.9))},
                 {"p99_us", microseconds(all.percentile(0.99))},
                 {"p999_us", microseconds(all.percentile(0.999))},
                 {"max_us", microseconds(all.max())},
                 {"lost", sent - find(*received, "messages").value_or(0)}};
  return {};
}

void run_one(Conductor& conductor, System system, Shape shape, bool tls) {
  Row row;
  row.scenario = "latency";
  row.shape = shape;
  row.payload = "small";
  row.system = system;
  row.tls = tls;
  Load load;
  load.system = system;
  load.shape = shape;
  load.tls = tls;
  load.seconds = conductor.settings().seconds;
  load.rate = conductor.settings().rate;
  conductor.run(std::move(row), [&](Row& r) { return measure(r, load, conductor.signals()); });
}

}  // namespace

void run_latency(Conductor& conductor) {
  for (const Shape shape : {Shape::Direct, Shape::Hub}) {
    run_one(conductor, System::Raw, shape, false);
    run_one(conductor, System::Whimbrel, shape, false);
    run_one(conductor, System::Whimbrel, shape, true);
    run_one(conductor, System::ZeroMq, shape, false);
  }
  run_one(conductor, System::Nats, Shape::Hub, false);
}

}  // namespace whimbrel::bench
