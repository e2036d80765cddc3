#include "sub.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/option_text.h"
#include "client.h"
#include "console.h"
#include "printer.h"

namespace whimbrel::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kAtOnce = 4096;  // messages between looks at the rest of the world

struct SubFlags {
  ClientFlags client;
  std::vector<std::string> prefixes;
  bool json = false, events = false;
  uint64_t count = 0;  // 0: no end
  std::optional<Duration> timeout;
};

class SubReceiver final : public Receiver {
 public:
  SubReceiver(const SubFlags& flags, Output& out) : flags_(flags), printer_(out, flags.json) {}

  void on_message(const Message& message) override {
    ++messages_;
    printer_.message(message);
  }
  void on_status(const Status& status) override {
    if (flags_.events) printer_.status(status);
  }
  void on_error(const ErrorEvent& error) override {
    if (flags_.events) printer_.error(error);
  }
  void on_gap(const Gap& gap) override {
    if (flags_.events) printer_.gap(gap);
  }

  uint64_t messages() const { return messages_; }
  bool complete() const { return flags_.count > 0 && messages_ == flags_.count; }
  /// How many more entries may be taken at once.
  size_t room() const { return flags_.count == 0 ? kAtOnce : std::min<uint64_t>(kAtOnce, flags_.count - messages_); }

 private:
  const SubFlags& flags_;
  Printer printer_;
  uint64_t messages_ = 0;
};

/// Takes and prints until there is a reason to end; returns the exit status.
int receive_all(const SubFlags& flags, Client& client, SubReceiver& receiver, Output& out, const Signals& signals) {
  const auto until = flags.timeout ? std::optional(Clock::now() + *flags.timeout) : std::nullopt;
  while (true) {
    while (!receiver.complete() && !signals.stop() && client.receive(receiver.room()) > 0) out.flush();
    out.flush();
    if (out.broken()) return out.verdict();
    if (receiver.complete() || signals.stop()) return kFine;
    if (!client.failure().empty()) return fail(client.failure());
    if (until && Clock::now() >= *until) {
      if (flags.count == 0) return kFine;
      return fail(fmt::format("{} of {} came within {}", receiver.messages(), counted(flags.count, "message"),
                              show_interval(*flags.timeout)),
                  kTimedOut);
    }
    signals.wait(until, {client.descriptor(), STDOUT_FILENO});
  }
}

int run_sub(SubFlags& flags) {
  const Signals signals;
  Output out;
  SubReceiver receiver(flags, out);
  auto client = Client::start(flags.client, flags.prefixes);
  if (!client) return fail(client.error());
  (*client)->set_receiver(&receiver);
  const int status = receive_all(flags, **client, receiver, out, signals);
  (*client)->finish();
  if (signals.stop() && !flags.client.quiet) note("received " + counted(receiver.messages(), "message"));
  return status;
}

const char kDescription[] =
    R"(Connects to a node, or waits for publishers with --listen, and prints every message whose topic begins with one
of the prefixes; '' is a prefix of all topics. It runs until interrupted, or until --count or --timeout ends it.

A line has the local time, the topic, and the value as a literal; Zeek events look like calls, ping("hi", 5).
With --json it is JSON v1, one object a line, which loses nothing. Messages that are missing are reported on
standard error.)";

const char kExamples[] =
    R"(# see the events of a Zeek node
whimbrel sub zeek/events/
# wait for three messages, but not longer than ten seconds
whimbrel sub --count 3 --timeout 10sec my/topic
# count topics
whimbrel sub --json '' | jq -r .topic | uniq -c
# be the one that others connect to
whimbrel sub --listen 9999 ''
)";

}  // namespace

void add_sub(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<SubFlags>();
  CLI::App& verb = add_verb(app, context, {"sub", "print messages as they arrive", kDescription, kExamples},
                            [flags] { return run_sub(*flags); });
  add_rest(verb, "PREFIX", flags->prefixes, "beginning of topics; '' for all")->required();
  add_switch(verb, "-j,--json", flags->json, "print JSON lines")->group("Output");
  add_switch(verb, "-e,--events", flags->events,
             "print also when peers come and go, as lines with a '#' after the time")
      ->group("Output");
  add_count(verb, "-c,--count", flags->count, "end after N messages")->group("End");
  add_time(verb, "-t,--timeout", flags->timeout, "end after that time; with exit status 3 if --count was not reached")
      ->group("End");
  flags->client.add_to(verb);
}

}  // namespace whimbrel::cli
