// What a node takes that does nothing, alone and with many peers, and how long it takes to reach all of them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "child.h"
#include "load.h"
#include "scenarios.h"
#include "stage.h"

namespace whimbrel::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(60);
constexpr size_t kBroadcasts = 20;

uint64_t read_number(const std::string& text) {
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// A node and, once asked for, its crowd.
class Scale {
 public:
  Scale(const Load& load, const Signals& signals)
      : load_(load), signals_(signals), node_(command_for("node", load, 0)) {}

  Result<void> await_node() {
    const auto port = await(node_, "port");
    port_ = static_cast<uint16_t>(port.value_or(0));
    return port ? Result<void>() : port.error();
  }

  Result<void> gather(size_t peers) {
    std::vector<std::string> command = command_for("crowd", load_, port_);
    command.insert(command.end(), {"--peers", fmt::format("{}", peers)});
    const auto start = Clock::now();
    crowd_ = std::make_unique<Child>(command);
    const auto ready = await(*crowd_, "ready");
    gathering_ = Clock::now() - start;
    return ready ? Result<void>() : ready.error();
  }

  /// Sends one message to all; the time until the last of them has it.
  Result<double> broadcast() {
    node_.tell("go");
    const auto start = await(node_, "published");
    if (!start) return start.error();
    const auto end = await(*crowd_, "all");
    if (!end) return end.error();
    return static_cast<double>(*end - *start) / 1e6;
  }

  /// Lets time pass; the part of a core that the node has used meanwhile, in percent.
  double idle(double seconds) {
    const double before = node_.cpu_seconds();
    const auto start = Clock::now(), end = start + std::chrono::nanoseconds(static_cast<int64_t>(seconds * 1e9));
    while (Clock::now() < end && !Signals::stop()) signals_.wait(end, {});
    return 100 * (node_.cpu_seconds() - before) / std::chrono::duration<double>(Clock::now() - start).count();
  }

  const Child& node() const { return node_; }
  double gathering_seconds() const { return std::chrono::duration<double>(gathering_).count(); }

 private:
  Result<uint64_t> await(Child& child, std::string_view word) {
    const auto text = child.expect(word, Clock::now() + kPatience, signals_);
    if (!text) return text.error();
    return read_number(*text);
  }

  const Load load_;
  const Signals& signals_;
  uint16_t port_ = 0;
  Child node_;
  std::unique_ptr<Child> crowd_;
  Clock::duration gathering_{};
};

Result<void> measure_broadcasts(Row& row, Scale& scale) {
  std::vector<double> times;
  for (size_t i = 0; i < kBroadcasts; ++i) {
    const auto time = scale.broadcast();
    if (!time) return time.error();
    times.push_back(*time);
  }
  std::sort(times.begin(), times.end());
  row.figures["broadcast_ms"] = times[times.size() / 2];
  row.figures["broadcast_max_ms"] = times.back();
  return {};
}

Result<void> measure(Row& row, const Load& load, size_t peers, const Signals& signals) {
  Scale scale(load, signals);
  if (const auto ready = scale.await_node(); !ready) return ready;
  scale.idle(0.2);  // past its start
  const auto alone = static_cast<double>(scale.node().resident_bytes());
  row.figures["resident_mb"] = static_cast<double>(scale.node().resident_bytes_with_files()) / 1e6;
  row.figures["own_mb"] = alone / 1e6;
  row.figures["peers"] = static_cast<double>(peers);
  if (peers > 0) {
    if (const auto gathered = scale.gather(peers); !gathered) return gathered;
    row.figures["gather_seconds"] = scale.gathering_seconds();
    scale.idle(0.5);  // past the last handshakes
    row.figures["resident_mb"] = static_cast<double>(scale.node().resident_bytes_with_files()) / 1e6;
    row.figures["own_mb"] = static_cast<double>(scale.node().resident_bytes()) / 1e6;
    row.figures["kb_per_peer"] =
        (static_cast<double>(scale.node().resident_bytes()) - alone) / 1e3 / static_cast<double>(peers);
  }
  row.figures["idle_cpu_percent"] = scale.idle(load.seconds);
  if (peers > 0 && !load.tls) return measure_broadcasts(row, scale);
  return {};
}

void run_one(Conductor& conductor, const std::string& variant, size_t peers, bool tls) {
  Row row;
  row.scenario = "scale";
  row.variant = variant;
  row.tls = tls;
  Load load;
  load.seconds = conductor.settings().seconds;
  load.tls = tls;
  conductor.run(std::move(row), [&](Row& r) { return measure(r, load, peers, conductor.signals()); });
}

}  // namespace

void run_scale(Conductor& conductor) {
  run_one(conductor, "idle", 0, false);
  run_one(conductor, "peers", conductor.settings().quick ? 100 : 1000, false);
  run_one(conductor, "peers-tls", conductor.settings().quick ? 10 : 100, true);
}

}  // namespace whimbrel::bench
