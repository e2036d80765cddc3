// One subscriber of five stops reading, for good or for a while, as a process does under SIGSTOP. The other four should
// not notice, and what it missed should be counted and told.
#include <fmt/format.h>

#include <csignal>
#include <sstream>
#include <thread>

#include "load.h"
#include "scenarios.h"
#include "stage.h"

namespace whimbrel::bench {

namespace {

using Seconds = std::chrono::duration<double>;

constexpr size_t kSubscribers = 5, kStopped = 4;
constexpr auto kGrace = std::chrono::seconds(30);

struct Sample {
  uint64_t at;  // nanoseconds
  double messages;
};

std::vector<Sample> samples_of(const Child& subscriber) {
  std::vector<Sample> samples;
  for (const std::string& line : subscriber.other_lines()) {
    std::istringstream in(line);
    std::string word;
    Sample sample = {};
    if (in >> word >> sample.at >> sample.messages && word == "sample") samples.push_back(sample);
  }
  return samples;
}

/// Messages per second between two moments, as far as the samples tell.
double rate_between(const std::vector<Sample>& samples, uint64_t from, uint64_t to) {
  const Sample *first = nullptr, *last = nullptr;
  for (const Sample& sample : samples) {
    if (sample.at < from || sample.at > to) continue;
    if (!first) first = &sample;
    last = &sample;
  }
  if (!first || last->at == first->at) return 0;
  return (last->messages - first->messages) / (static_cast<double>(last->at - first->at) / 1e9);
}

/// Sleeps, in steps that a request to stop can end.
void pause(Seconds time, const Signals& signals) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(time);
  while (std::chrono::steady_clock::now() < until && !Signals::stop()) signals.wait(until, {});
}

/// The mean rate of the subscribers that go on.
double others_rate(Stage& stage, uint64_t from, uint64_t to) {
  double sum = 0;
  for (size_t i = 0; i < kSubscribers; ++i)
    if (i != kStopped) sum += rate_between(samples_of(stage.subscriber(i)), from, to);
  return sum / (kSubscribers - 1);
}

Result<void> measure(Row& row, const Load& load, const Signals& signals) {
  Stage stage(load, signals);
  if (const auto ready = stage.set_up(); !ready) return ready;
  const Seconds third(load.seconds / 3);
  stage.go();
  const uint64_t start = now_ns();
  pause(third, signals);
  const uint64_t stopped = now_ns();
  ::kill(stage.subscriber(kStopped).pid(), SIGSTOP);
  pause(third, signals);
  const uint64_t resumed = now_ns();
  ::kill(stage.subscriber(kStopped).pid(), SIGCONT);

  const auto published = stage.published(2 * third + kGrace);
  if (!published) return published.error();
  const double sent = find(*published, "messages").value_or(0);
  double lost_by_others = 0;
  Figures its;
  for (size_t i = 0; i < kSubscribers; ++i) {
    const auto received = stage.received(i, kGrace);
    if (!received) return received.error();
    if (i == kStopped)
      its = *received;
    else
      lost_by_others += sent - find(*received, "messages").value_or(0);
  }
  const uint64_t settle = (stopped - start) / 4;  // the start, and the moments of change, are left out
  const double before = others_rate(stage, start + settle, stopped),
               meanwhile = others_rate(stage, stopped + settle, resumed);
  const double received = find(its, "messages").value_or(0), told = find(its, "told_missing").value_or(0);
  row.figures = {{"before", before},
                 {"while_stopped", meanwhile},
                 {"kept_percent", before > 0 ? 100 * meanwhile / before : 0},
                 {"lost_by_others", lost_by_others},
                 {"dropped", find(*published, "dropped").value_or(0)},
                 {"told_missing", told},
                 {"missing", sent - received},
                 {"disconnected", 1 - find(its, "ended").value_or(0)}};
  return {};
}

void run_one(Conductor& conductor, const std::string& overflow, double rate) {
  Row row;
  row.scenario = "stopped";
  row.variant = fmt::format("{}/{}", overflow, rate > 0 ? "paced" : "full-speed");
  row.payload = "small";
  Load load;
  load.shape = Shape::FanOut;
  load.seconds = 3 * std::max(conductor.settings().seconds, 1.);  // shorter than that the queues do not even fill
  load.subscribers = kSubscribers;
  load.overflow = overflow;
  load.rate = rate;
  load.samples = true;
  conductor.run(std::move(row), [&](Row& r) { return measure(r, load, conductor.signals()); });
}

}  // namespace

void run_stopped_peer(Conductor& conductor) {
  for (const char* overflow : {"drop_oldest", "disconnect"})
    for (const double rate : {conductor.settings().rate, 0.}) run_one(conductor, overflow, rate);
}

}  // namespace whimbrel::bench
