#include <algorithm>

#include "payloads.h"
#include "scenarios.h"
#include "stage.h"

namespace whimbrel::bench {

namespace {

constexpr auto kGrace = std::chrono::seconds(30);  // for what is on its way when the publisher stops

/// What a run of the raw yardstick, which knows no messages, would be in messages.
void count_in_messages(Figures& figures, size_t size) {
  if (figures["bytes"] > 0) figures["messages"] = figures["bytes"] / static_cast<double>(size);
}

Result<void> measure(Row& row, const Load& load, const Signals& signals) {
  Stage stage(load, signals);
  if (const auto ready = stage.set_up(); !ready) return ready;
  stage.go();
  const std::chrono::duration<double> most = std::chrono::duration<double>(load.seconds) + kGrace;
  auto published = stage.published(most);
  if (!published) return published.error();
  const size_t size = frame_size(*parse_payload(load.payload));
  count_in_messages(*published, size);
  const double sent = (*published)["messages"];

  double rate = 0, lost = 0, cpu = 0, delivered = 0;
  for (size_t i = 0; i < stage.subscribers(); ++i) {
    auto received = stage.received(i, kGrace);
    if (!received) return received.error();
    count_in_messages(*received, size);
    const double messages = (*received)["messages"], own_rate = messages / std::max((*received)["seconds"], 1e-9);
    rate = i == 0 ? own_rate : std::min(rate, own_rate);
    lost += sent - messages;
    cpu += stage.subscriber_cpu(i);
    delivered += messages;
  }
  delivered = std::max(delivered, 1.);
  row.figures = {{"messages", sent},
                 {"rate", rate},
                 {"megabytes_per_second", rate * static_cast<double>(size) / 1e6},
                 {"frame_bytes", static_cast<double>(size)},
                 {"publisher_us", stage.publisher_cpu() / std::max(sent, 1.) * 1e6},
                 {"subscriber_us", cpu / delivered * 1e6},
                 {"lost", lost}};
  if (load.shape == Shape::Hub || load.system == System::Nats)
    row.figures["hub_us"] = stage.hub_cpu() / std::max(sent, 1.) * 1e6;
  return {};
}

void run_one(Conductor& conductor, Shape shape, Payload payload, System system, bool tls) {
  Row row;
  row.scenario = "throughput";
  row.shape = shape;
  row.payload = name_of(payload);
  row.system = system;
  row.tls = tls;
  Load load;
  load.system = system;
  load.shape = shape;
  load.payload = row.payload;
  load.tls = tls;
  load.seconds = conductor.settings().seconds;
  load.subscribers = shape == Shape::FanOut ? kFanOut : 1;
  conductor.run(std::move(row), [&](Row& r) { return measure(r, load, conductor.signals()); });
}

}  // namespace

void run_throughput(Conductor& conductor) {
  for (const Shape shape : kShapes) {
    for (const Payload payload : kPayloads) {
      for (const System system : kSystems) {
        if (system == System::Nats && shape == Shape::Direct) continue;  // there is always a server in between
        run_one(conductor, shape, payload, system, false);
        if (system == System::Whimbrel) run_one(conductor, shape, payload, system, true);
      }
    }
  }
}

}  // namespace whimbrel::bench
