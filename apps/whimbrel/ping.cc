#include "ping.h"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <mutex>

#include "base/option_text.h"
#include "client.h"
#include "console.h"
#include "output.h"

namespace whimbrel::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kLargestPing = 16u << 20;

struct PingFlags {
  ClientFlags client;
  uint64_t count = 0;  // 0: no end
  uint64_t size = 64;
  std::optional<Duration> interval, timeout;
};

/// Answers on their way from the endpoint's thread to ours. Shared with callbacks that may come late.
class Answers {
 public:
  struct Answer {
    uint64_t number;
    Result<Duration> round_trip;
  };

  Answers() : event_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  ~Answers() { ::close(event_fd_); }
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  void push(Answer answer) {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(answer));
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(event_fd_, &one, sizeof one);
  }

  std::optional<Answer> pop() {
    std::lock_guard lock(mutex_);
    uint64_t ignored;
    [[maybe_unused]] const ssize_t n = ::read(event_fd_, &ignored, sizeof ignored);
    if (waiting_.empty()) return {};
    Answer answer = std::move(waiting_.front());
    waiting_.pop_front();
    return answer;
  }

  int descriptor() const { return event_fd_; }

 private:
  std::mutex mutex_;
  std::deque<Answer> waiting_;
  const int event_fd_;
};

/// The value below which that part of the sorted times lies, by the nearest rank.
Duration percentile(const std::vector<Duration>& sorted, double part) {
  const auto rank = static_cast<size_t>(std::ceil(part * static_cast<double>(sorted.size())));
  return sorted[std::max<size_t>(rank, 1) - 1];
}

std::string milliseconds(Duration time) { return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e6); }

class Pinger {
 public:
  Pinger(const PingFlags& flags, Client& client, const Signals& signals)
      : flags_(flags),
        client_(client),
        signals_(signals),
        peer_(client.peers().front()),
        answers_(std::make_shared<Answers>()) {}

  int run() {
    out_.line(fmt::format("ping {} (node {}) with {} bytes", place(), to_string(peer_.id), flags_.size));
    out_.flush();
    const Duration interval = flags_.interval.value_or(std::chrono::seconds(1));
    for (auto next = Clock::now(); (flags_.count == 0 || sent_ < flags_.count) && go_on();
         next = std::max(Clock::now(), next + interval)) {
      while (Clock::now() < next && go_on()) wait(next);
      if (go_on()) ping();
    }
    return report();
  }

 private:
  std::string place() const { return show_host_port(peer_.network.address, peer_.network.port); }
  bool go_on() { return !signals_.stop() && client_.failure().empty() && !out_.broken(); }

  void wait(Clock::time_point until) {
    signals_.wait(until, {client_.descriptor(), answers_->descriptor(), STDOUT_FILENO});
    client_.receive();
  }

  /// Sends one ping and waits for its answer.
  void ping() {
    const uint64_t number = ++sent_;
    client_.endpoint().ping(peer_.id, flags_.size, [answers = answers_, number](const Result<Duration>& round_trip) {
      answers->push({number, round_trip});
    });
    const Duration patience = flags_.timeout.value_or(std::chrono::seconds(5));
    const auto until = Clock::now() + patience;
    while (go_on()) {
      if (const auto answer = answers_->pop()) {
        if (answer->number == number) return take(*answer);
        continue;  // late, and given up already
      }
      if (Clock::now() >= until) return line(fmt::format("{}: no answer within {}", number, show_interval(patience)));
      wait(until);
    }
  }

  void take(const Answers::Answer& answer) {
    if (!answer.round_trip) return line(fmt::format("{}: {}", answer.number, answer.round_trip.error().message()));
    times_.push_back(*answer.round_trip);
    line(fmt::format("{}: {} ms", answer.number, milliseconds(*answer.round_trip)));
  }

  void line(const std::string& text) {
    if (flags_.client.quiet) return;
    out_.line(text);
    out_.flush();
  }

  int report() {
    const std::string failure = client_.failure();
    client_.finish();
    std::sort(times_.begin(), times_.end());
    out_.line(fmt::format("{} sent, {} answered", counted(sent_, "ping"), times_.size()));
    if (!times_.empty())
      out_.line(fmt::format("round trip min/p50/p90/p99/max {}/{}/{}/{}/{} ms", milliseconds(times_.front()),
                            milliseconds(percentile(times_, 0.5)), milliseconds(percentile(times_, 0.9)),
                            milliseconds(percentile(times_, 0.99)), milliseconds(times_.back())));
    out_.flush();
    if (out_.broken()) return out_.verdict();
    if (!failure.empty()) return fail(failure);
    return times_.empty() && sent_ > 0 && !signals_.stop() ? kTimedOut : kFine;
  }

  const PingFlags& flags_;
  Client& client_;
  const Signals& signals_;
  const PeerInfo peer_;
  const std::shared_ptr<Answers> answers_;
  Output out_;
  uint64_t sent_ = 0;
  std::vector<Duration> times_;
};

int run_ping(PingFlags& flags) {
  if (flags.client.peers.size() > 1) return wrong_use("ping", "one node at a time can be pinged");
  if (flags.size < 8 || flags.size > kLargestPing)
    return wrong_use("ping", fmt::format("--size can be 8 to {}", kLargestPing));
  const Signals signals;
  auto client = Client::start(flags.client);
  if (!client) return fail(client.error());
  const int connected = (*client)->connect(signals, flags.timeout.value_or(std::chrono::seconds(5)));
  if (connected != kFine) return connected;
  return Pinger(flags, **client, signals).run();
}

const char kDescription[] =
    R"(Peers with a node and measures how long it takes to answer at the level of the protocol: through TLS, the event
loop, and behind whatever else is on its way to that node. Ends after --count pings or when interrupted, with
the distribution of the times.)";

const char kExamples[] =
    R"(whimbrel ping 127.0.0.1:9999
# the distribution of a thousand round trips, one after the other
whimbrel ping --quiet --count 1000 --interval 0 10.0.0.1:9999
)";

}  // namespace

void add_ping(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<PingFlags>();
  CLI::App& verb = add_verb(app, context, {"ping", "measure round trips to a node", kDescription, kExamples},
                            [flags] { return run_ping(*flags); });
  add_count(verb, "-c,--count", flags->count, "end after N pings")->group("Pings");
  add_time(verb, "-i,--interval", flags->interval, "time from one ping to the next (default 1sec); 0 for at once")
      ->group("Pings");
  add_count(verb, "-s,--size", flags->size, "bytes that each carries (default 64)")->group("Pings");
  add_time(verb, "-t,--timeout", flags->timeout, "how long to wait for the peer, and for each answer (default 5sec)")
      ->group("Pings");
  flags->client.add_to(verb, ClientFlags::Peers::AsArgument);
}

}  // namespace whimbrel::cli
