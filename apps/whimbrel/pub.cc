#include "pub.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "base/option_text.h"
#include "client.h"
#include "console.h"
#include "content.h"
#include "line_reader.h"

namespace whimbrel::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenTries = std::chrono::milliseconds(20);  // while waiting for a subscriber
constexpr auto kUntilRoom = std::chrono::milliseconds(2);      // while the queue is full
constexpr auto kFlushSlice = std::chrono::milliseconds(100);
constexpr uint64_t kBetweenLooks = 256;  // messages after which to look for signals and lost peers

struct PubFlags {
  ClientFlags client;
  std::string topic;
  Content::Source source;
  uint64_t count = 1;
  double rate = 0;  // 0: as fast as it goes
  bool wait = false;
  std::optional<Duration> timeout;
};

/// One run of the verb, from the first message to the goodbye.
class Publication {
 public:
  Publication(const PubFlags& flags, const Content& content, Client& client, const Signals& signals)
      : flags_(flags), content_(content), client_(client), signals_(signals), start_(Clock::now()), due_(start_) {}

  int run() {
    int status = content_.takes_lines() ? publish_lines() : publish_copies();
    if (status == kFine) status = flush();
    client_.finish();
    return status == kFine ? report(client_.endpoint().statistics()) : status;
  }

 private:
  int publish_copies() {
    const bool endless = flags_.count == 0;
    while ((endless || sent_ < flags_.count) && !signals_.stop())
      if (const int status = publish(content_.fixed()); status != kFine) return status;
    return kFine;
  }

  int publish_lines() {
    std::string_view line;
    while (!signals_.stop()) {
      if (!lines_.take(line)) {
        if (lines_.at_end()) return kFine;
        if (const int status = read_more(); status != kFine) return status;
        continue;
      }
      if (line.find_first_not_of(" \t") == line.npos) continue;
      const auto value = content_.with(line);
      if (!value) return fail(at_line(lines_.number(), value.error().message()));
      if (const int status = publish(*value); status != kFine) return status;
    }
    return kFine;
  }

  /// At the end of the input it does not matter any more who has left since.
  int read_more() {
    signals_.wait({}, {STDIN_FILENO, client_.descriptor()});
    pollfd in = {STDIN_FILENO, POLLIN, 0};
    if (::poll(&in, 1, 0) > 0) {
      if (const auto read = lines_.read_more(); !read) return fail(read.error());
      if (lines_.at_end()) return kFine;
    }
    return look();
  }

  /// Publishes one message, when its time has come.
  int publish(const Value& value) {
    if (flags_.rate > 0 || sent_ % kBetweenLooks == 0)
      if (const int status = wait_for_turn(); status != kFine || signals_.stop()) return status;
    if (sent_ == 0 && flags_.wait) return publish_until_wanted(value);
    return hand_over(value);
  }

  /// Waits here for room in the queue, with an eye on signals and lost peers, and not inside publish().
  int hand_over(const Value& value) {
    while (true) {
      const auto done = client_.endpoint().publish(flags_.topic, value);
      if (done) {
        ++sent_;
        return kFine;
      }
      if (done.error().code() != ErrorCode::QueueFull) return fail(done.error());
      signals_.wait(Clock::now() + kUntilRoom, {client_.descriptor()});
      if (const int status = look(); status != kFine) return status;
      if (signals_.stop()) return kFine;
    }
  }

  /// Keeps to --rate. Copies make up for what was late; lines do not, as it was the input that was late.
  int wait_for_turn() {
    do {
      if (Clock::now() < due_) signals_.wait(due_, {client_.descriptor()});
      if (const int status = look(); status != kFine) return status;
    } while (Clock::now() < due_ && !signals_.stop());
    due_ = (content_.takes_lines() ? Clock::now() : due_) + step();
    return kFine;
  }

  Clock::duration step() const {
    if (flags_.rate == 0) return {};
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / flags_.rate));
  }

  /// Whether somebody has subscribed shows when a message finds its way; until then nobody gets it, so it can be
  /// repeated.
  int publish_until_wanted(const Value& value) {
    const auto until = Clock::now() + timeout();
    while (!signals_.stop()) {
      const uint64_t unwanted = client_.endpoint().statistics().messages_unwanted;
      if (const int status = hand_over(value); status != kFine) return status;
      if (client_.endpoint().statistics().messages_unwanted == unwanted) break;
      --sent_;
      ++repeated_;
      if (Clock::now() >= until)
        return fail(
            fmt::format("nobody has subscribed to a prefix of {} within {}", flags_.topic, show_interval(timeout())),
            kTimedOut);
      signals_.wait(std::min(until, Clock::now() + kBetweenTries), {client_.descriptor()});
      if (const int status = look(); status != kFine) return status;
    }
    start_ = Clock::now();
    due_ = start_ + step();
    return kFine;
  }

  /// Looks at what has happened meanwhile.
  int look() {
    client_.receive();
    if (progress_.due()) show_progress();
    return client_.failure().empty() ? int{kFine} : fail(client_.failure());
  }

  int flush() {
    while (!client_.endpoint().flush(kFlushSlice)) {
      if (progress_.due()) show_waiting();
      if (signals_.stop()) return kFine;  // report() tells what that means
      if (const int status = look(); status != kFine) return status;
    }
    client_.receive();
    return kFine;
  }

  void show_progress() {
    const std::string of = content_.takes_lines() || flags_.count == 0 ? "" : fmt::format(" of {}", flags_.count);
    progress_.show(fmt::format("published {}{}, {:.0f} a second", sent_, of, static_cast<double>(sent_) / seconds()));
  }

  void show_waiting() {
    uint64_t queued = 0;
    for (const PeerStatistics& peer : client_.endpoint().statistics().peers) queued += peer.queued_messages;
    progress_.show(fmt::format("published {}, {} of them still on the way", sent_, queued));
  }

  int report(const Statistics& statistics) {
    progress_.clear();
    uint64_t dropped = 0;
    for (const PeerStatistics& peer : statistics.peers) dropped += peer.dropped;
    const uint64_t unsent = dropped + sent_ + repeated_ - statistics.messages_published;
    if (signals_.stop() && unsent > 0)
      return fail(
          fmt::format("stopped; {} not sent, as a peer had not taken what came before", counted(unsent, "message")));
    if (dropped > 0) return fail(fmt::format("{} dropped: a peer took them too slowly", counted(dropped, "message")));
    if (sent_ > 0 && statistics.messages_unwanted >= sent_ && !flags_.wait && !flags_.client.quiet)
      warn(fmt::format("no peer has subscribed to a prefix of {}, so nobody got this; --wait waits for a subscriber",
                       flags_.topic));
    if (!flags_.client.quiet) note(summary());
    return kFine;
  }

  std::string summary() const {
    std::string text = fmt::format("published {} in {}", counted(sent_, "message"), short_time(Clock::now() - start_));
    if (sent_ >= 1000) text += fmt::format(", {:.0f} a second", static_cast<double>(sent_) / seconds());
    return text;
  }

  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  Duration timeout() const { return flags_.timeout.value_or(std::chrono::seconds(5)); }

  const PubFlags& flags_;
  const Content& content_;
  Client& client_;
  const Signals& signals_;
  Clock::time_point start_, due_;  // due_: when the next message may go, with --rate
  uint64_t sent_ = 0;
  uint64_t repeated_ = 0;  // what nobody got, before somebody subscribed
  LineReader lines_;
  Progress progress_;
};

int run_pub(PubFlags& flags) {
  const auto content = Content::make(flags.source);
  if (!content) return wrong_use("pub", content.error().message());
  if (content->takes_lines() && flags.count != 1)
    return wrong_use("pub", "--count repeats a message, and lines are published once each");
  const Signals signals;
  auto client = Client::start(flags.client);
  if (!client) return fail(client.error());
  const int connected = (*client)->connect(signals, flags.timeout.value_or(std::chrono::seconds(5)));
  if (connected != kFine) return connected;
  return Publication(flags, *content, **client, signals).run();
}

const char kDescription[] =
    R"(Connects to a node, or waits for one with --listen, publishes, says goodbye, and ends. With EVENT it publishes a
Zeek event: a Zeek script that has subscribed to a prefix of TOPIC runs its handlers of that name.

Arguments are literals: 42 (count), +42 -42 (int), 1.5 (double), '"text"' (string), T F (bool), 80/tcp (port),
10.1.2.3 (addr), 10.0.0.0/8 (subnet), 5sec 1.5min (interval), 2026-01-31T12:00:00 or @1700000000.5 (time, UTC),
Notice::LOG (enum), nil (unset), '[1, 2]' (vector, record), '{1, 2}' (set), '{"a" -> 1}' (table). Strings need
both kinds of quotes, as shells take one away.

'-' in place of an argument stands for each line of standard input, one message a line; in place of EVENT, the
line is published as a plain value. Lines are literals or JSON.)";

const char kExamples[] =
    R"(# raise the event ping("hi", 5) at whoever subscribed to a prefix of zeek/test
whimbrel pub zeek/test ping '"hi"' 5
# wait until somebody has subscribed, then publish ten events a second
whimbrel pub --peer 10.0.0.1:9999 --wait --rate 10 --count 100 zeek/test tick 1
# a plain value
whimbrel pub my/topic --value '{"a" -> 1, "b" -> 2}'
# one event for each line
seq 10 | whimbrel pub zeek/test number -
)";

}  // namespace

void add_pub(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<PubFlags>();
  CLI::App& verb = add_verb(app, context, {"pub", "publish Zeek events or values", kDescription, kExamples},
                            [flags] { return run_pub(*flags); });
  add_text(verb, "TOPIC", flags->topic, "the topic to publish to")->required();
  add_rest(verb, "EVENT", flags->source.words, "name of an event, and its arguments as literals")
      ->type_name("EVENT [ARGS...]");
  add_text(verb, "--value", flags->source.literal, "publish a plain value, written as a literal")
      ->type_name("LITERAL")
      ->group("Content");
  add_text(verb, "--json", flags->source.json, "publish a plain value, written as JSON v1")
      ->type_name("JSON")
      ->group("Content");
  add_switch(verb, "--stdin", flags->source.from_lines, "as '-' for the last argument")->group("Content");
  add_count(verb, "-c,--count", flags->count, "publish it N times; 0 for until interrupted")->group("Content");
  add_rate(verb, "-r,--rate", flags->rate, "publish R messages a second; otherwise as fast as it goes")
      ->group("Content");
  add_switch(verb, "-w,--wait", flags->wait, "wait until somebody has subscribed to a prefix of TOPIC")
      ->group("Connection");
  add_time(verb, "-t,--timeout", flags->timeout,
           "how long to wait for the peer, and with --wait for a subscriber (default 5sec)")
      ->group("Connection");
  flags->client.add_to(verb);
}

}  // namespace whimbrel::cli
