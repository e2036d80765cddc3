// WebSocket clients: messages a second from them and to them, and round trips.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "child.h"
#include "scenarios.h"
#include "stage.h"

namespace whimbrel::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGrace = std::chrono::seconds(30);
constexpr double kPingRate = 25'000;  // about half of what gets there and back

struct Web {
  std::string variant, node_task, client_task;
  std::string payload = "small";
  size_t clients = 1;
  double rate = 0;
};

std::vector<std::string> command_of(const std::string& role, const std::string& task, const Web& web, double seconds,
                                    uint16_t port, size_t peers) {
  Load load;
  load.payload = web.payload;
  load.seconds = seconds;
  load.rate = web.rate;
  std::vector<std::string> command = command_for(role, load, port);
  command.insert(command.end(), {"--peers", fmt::format("{}", peers)});
  if (!task.empty()) command.insert(command.end(), {"--task", task});
  return command;
}

/// A node and its clients: one process with all of them if they receive, otherwise one process for each.
class WebStage {
 public:
  WebStage(const Web& web, double seconds, const Signals& signals)
      : web_(web),
        seconds_(seconds),
        signals_(signals),
        node_(command_of("web-node", web.node_task, web, seconds, 0, web.clients)) {}

  Result<void> set_up() {
    const auto text = node_.expect("port", Clock::now() + kGrace, signals_);
    if (!text) return text.error();
    uint16_t port = 0;
    std::from_chars(text->data(), text->data() + text->size(), port);
    const bool share = web_.client_task == "receive";
    for (size_t i = 0; i < (share ? 1 : web_.clients); ++i)
      clients_.push_back(std::make_unique<Child>(
          command_of("web-client", web_.client_task, web_, seconds_, port, share ? web_.clients : 1)));
    for (const auto& client : clients_)
      if (const auto ready = client->expect("ready", Clock::now() + kGrace, signals_); !ready) return ready.error();
    if (web_.node_task != "publish") return {};
    const auto ready = node_.expect("ready", Clock::now() + kGrace, signals_);
    return ready ? Result<void>() : ready.error();
  }

  void go() {
    node_cpu_ = node_.cpu_seconds();
    client_cpu_ = clients_cpu();
    if (web_.node_task == "publish") return node_.tell("go");
    for (const auto& client : clients_) client->tell("go");
  }

  Result<Figures> result(Child& child) {
    const auto most = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(2 * seconds_)) + kGrace;
    const auto text = child.expect("result", Clock::now() + most, signals_);
    if (!text) return text.error();
    return read_figures(*text);
  }

  Child& node() { return node_; }
  std::vector<std::unique_ptr<Child>>& clients() { return clients_; }
  double node_cpu() const { return node_.cpu_seconds() - node_cpu_; }
  double client_cpu() const { return clients_cpu() - client_cpu_; }

 private:
  double clients_cpu() const {
    double sum = 0;
    for (const auto& client : clients_) sum += client->cpu_seconds();
    return sum;
  }

  const Web web_;
  const double seconds_;
  const Signals& signals_;
  Child node_;
  std::vector<std::unique_ptr<Child>> clients_;
  double node_cpu_ = 0, client_cpu_ = 0;
};

void fill_costs(Row& row, WebStage& stage, double messages) {
  row.figures["node_us"] = stage.node_cpu() / std::max(messages, 1.) * 1e6;
  row.figures["client_us"] = stage.client_cpu() / std::max(messages, 1.) * 1e6;
}

Result<void> measure_in(Row& row, WebStage& stage) {
  double sent = 0;
  for (const auto& client : stage.clients()) {
    const auto result = stage.result(*client);
    if (!result) return result.error();
    sent += find(*result, "messages").value_or(0);
  }
  const auto received = stage.result(stage.node());
  if (!received) return received.error();
  const double messages = find(*received, "messages").value_or(0);
  row.figures["rate"] = messages / std::max(find(*received, "seconds").value_or(0), 1e-9);
  row.figures["lost"] = sent - messages;
  fill_costs(row, stage, messages);
  return {};
}

Result<void> measure_out(Row& row, WebStage& stage) {
  const auto published = stage.result(stage.node());
  if (!published) return published.error();
  const auto received = stage.result(*stage.clients().front());
  if (!received) return received.error();
  row.figures["rate"] = find(*received, "rate").value_or(0);
  row.figures["lost"] = find(*received, "lost").value_or(0);
  fill_costs(row, stage, find(*received, "messages").value_or(0));
  return {};
}

Result<void> measure_round_trips(Row& row, WebStage& stage) {
  Child& client = *stage.clients().front();
  const auto result = stage.result(client);
  if (!result) return result.error();
  constexpr std::string_view kWord = "latencies ";
  for (const std::string& line : client.other_lines())
    if (line.starts_with(kWord)) row.latencies = Histogram::read(std::string_view(line).substr(kWord.size()));
  if (!row.latencies) return Error(ErrorCode::Unspecified, "the client has told no latencies");
  const auto us = [&row](double part) { return static_cast<double>(row.latencies->percentile(part)) / 1000; };
  row.figures["p50_us"] = us(0.5);
  row.figures["p99_us"] = us(0.99);
  row.figures["lost"] = find(*result, "lost").value_or(0);
  fill_costs(row, stage, find(*result, "messages").value_or(0));
  return {};
}

Result<void> measure_idle(Row& row, WebStage& stage, const Web& web, double seconds, const Signals& signals) {
  const auto pause = [&signals](double time) {
    const auto end = Clock::now() + std::chrono::nanoseconds(static_cast<int64_t>(time * 1e9));
    while (Clock::now() < end && !Signals::stop()) signals.wait(end, {});
  };
  const auto alone = static_cast<double>(stage.node().resident_bytes());
  if (const auto ready = stage.set_up(); !ready) return ready;
  pause(0.5);
  row.figures["kb_per_client"] =
      (static_cast<double>(stage.node().resident_bytes()) - alone) / 1e3 / static_cast<double>(web.clients);
  const double before = stage.node().cpu_seconds();
  pause(seconds);
  row.figures["idle_cpu_percent"] = 100 * (stage.node().cpu_seconds() - before) / seconds;
  return {};
}

Result<void> measure(Row& row, const Web& web, double seconds, const Signals& signals) {
  WebStage stage(web, seconds, signals);
  row.figures["clients"] = static_cast<double>(web.clients);
  if (web.node_task == "idle") return measure_idle(row, stage, web, seconds, signals);
  if (const auto ready = stage.set_up(); !ready) return ready;
  stage.go();
  if (web.node_task == "receive") return measure_in(row, stage);
  if (web.node_task == "publish") return measure_out(row, stage);
  return measure_round_trips(row, stage);
}

}  // namespace

void run_web(Conductor& conductor) {
  const size_t many = conductor.settings().quick ? 100 : 1000;
  const std::vector<Web> all = {
      {"in/small", "receive", "send"},
      {"in/conn", "receive", "send", "conn"},
      {"in/small/4-clients", "receive", "send", "small", 4},
      {"out/small", "publish", "receive"},
      {"out/conn", "publish", "receive", "conn"},
      {"out/small/4-clients", "publish", "receive", "small", 4},
      {"out/small/100-clients", "publish", "receive", "small", 100},
      {"round-trip", "echo", "ping"},
      {"round-trip/awake", "echo", "ping-awake"},
      {"round-trip/loaded", "echo", "ping", "small", 1, kPingRate},
      {fmt::format("idle/{}-clients", many), "idle", "receive", "small", many},
  };
  for (const Web& web : all) {
    Row row;
    row.scenario = "websocket";
    row.variant = web.variant;
    row.payload = web.payload;
    conductor.run(std::move(row),
                  [&](Row& r) { return measure(r, web, conductor.settings().seconds, conductor.signals()); });
  }
}

}  // namespace whimbrel::bench
