// Publisher, subscriber and hub: endpoints as programs use them, with the options that they have by default.
#include <fmt/format.h>

#include "load.h"
#include "payloads.h"
#include "roles.h"
#include "talk.h"
#include "tally.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kTopics = "bench/";
constexpr std::string_view kTopic = "bench/events";
constexpr std::string_view kEndTopic = "bench/end";

EndpointOptions options_for(const Work& work) {
  EndpointOptions options;
  options.disable_ssl = !work.tls;
  options.forward_messages = work.role == "hub";
  if (const auto overflow = parse_overflow(work.overflow)) options.peer_queue.overflow = *overflow;
  options.log = [](std::string_view level, std::string_view text) { say(fmt::format("log {}: {}", level, text)); };
  return options;
}

/// Connects to the port of the work, or listens and says where.
Result<void> join(Endpoint& endpoint, const Work& work) {
  if (work.port != 0) {
    endpoint.peer("127.0.0.1", static_cast<uint16_t>(work.port), 0s);
    return {};
  }
  const auto port = endpoint.listen("127.0.0.1", 0);
  if (!port) return port.error();
  say(fmt::format("port {}", *port));
  return {};
}

struct PeerCounter final : Receiver {
  size_t added = 0;
  void on_status(const Status& status) override { added += status.code == StatusCode::PeerAdded; }
};

void await_peers(Subscriber& events, size_t peers) {
  PeerCounter counter;
  while (counter.added < peers) events.receive(1h, counter);
}

class TallyingReceiver final : public Receiver {
 public:
  explicit TallyingReceiver(Tally& tally) : tally_(tally) {}

  void on_message(const Message& message) override {
    if (message.topic.size() == kEndTopic.size())
      tally_.end(message.value.count());
    else
      tally_.take(message.value);
  }
  void on_gap(const Gap& gap) override { tally_.missing(gap.messages); }
  void on_status(const Status& status) override {
    if (status.code == StatusCode::PeerAdded) say("ready");
    if (status.code == StatusCode::PeerLost || status.code == StatusCode::PeerRemoved) {
      say(fmt::format("lost {} ({})", status.message, status.detail));
      lost_ = true;
    }
  }
  void on_error(const ErrorEvent& error) override { give_up(fmt::format("{} ({})", error.message, error.detail)); }
  bool lost() const { return lost_; }

 private:
  Tally& tally_;
  bool lost_ = false;
};

Figures losses_of(const Endpoint& endpoint) {
  double dropped = 0;
  for (const PeerStatistics& peer : endpoint.statistics().peers) dropped += static_cast<double>(peer.dropped);
  return {{"dropped", dropped}};
}

}  // namespace

int play_publisher(const Work& work) {
  auto endpoint = Endpoint::start(options_for(work));
  if (!endpoint) return give_up(endpoint.error().message());
  Subscriber events = endpoint->subscriber({.prefixes = {}, .events = true});
  if (const auto joined = join(*endpoint, work); !joined) return give_up(joined.error().message());
  await_peers(events, work.peers);
  say("ready");
  await_go();

  const Payload payload = *parse_payload(work.payload);
  // A program that cares for latency does the endpoint's work itself when it would wait: no change of threads.
  Figures figures = send_load(
      work,
      [&](uint64_t number) {
        return endpoint->publish(kTopic, [&](Encoder& e) { write_payload(payload, e, number); }).ok();
      },
      [&] { endpoint->work(0s); });
  if (!endpoint->publish(kEndTopic, Value(static_cast<uint64_t>(figures["messages"]))))
    return give_up("cannot publish");
  endpoint->flush(30s);
  figures.merge(losses_of(*endpoint));
  say("result " + to_line(figures));
  return await_end();
}

int play_subscriber(const Work& work) {
  auto endpoint = Endpoint::start(options_for(work));
  if (!endpoint) return give_up(endpoint.error().message());
  Subscriber subscriber = endpoint->subscriber({.prefixes = {std::string(kTopics)}, .events = true});
  if (const auto joined = join(*endpoint, work); !joined) return give_up(joined.error().message());
  Tally tally(work);
  TallyingReceiver receiver(tally);
  while (!tally.ended() && !receiver.lost()) {
    if (work.is_latency()) endpoint->work(50ms);
    subscriber.receive(work.is_latency() ? 0ms : 50ms, receiver);
    tally.sample();
  }
  tally.report();
  return await_end();
}

int play_hub(const Work& work) {
  auto endpoint = Endpoint::start(options_for(work));
  if (!endpoint) return give_up(endpoint.error().message());
  endpoint->forward(kTopics);
  if (const auto joined = join(*endpoint, work); !joined) return give_up(joined.error().message());
  return await_end();
}

}  // namespace whimbrel::bench
