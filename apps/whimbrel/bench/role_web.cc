// A node with WebSocket clients, and the clients.
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "codec/json/data_message.h"
#include "light_web_client.h"
#include "load.h"
#include "payloads.h"
#include "roles.h"
#include "talk.h"
#include "tally.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kTopic = "bench/events", kEndTopic = "bench/end", kPing = "bench/ping", kPong = "bench/pong";
constexpr size_t kBlock = 64 * 1024;  // that a client sends at once

/// The text of a message with this number.
std::string text_of(std::string_view topic, Payload payload, uint64_t number) {
  ByteBuffer bytes;
  Encoder e(bytes);
  write_payload(payload, e, number);
  std::string text;
  append_data_message(text, topic, ValueView::over_valid(bytes.bytes()));
  return text;
}

std::string end_text(uint64_t messages) {
  return fmt::format(R"({{"type":"data-message","topic":"{}","@data-type":"count","data":{}}})", kEndTopic, messages);
}

/// The number behind the last "data": of a text; of a small event, if its second argument is passed over.
uint64_t number_in(std::string_view text) {
  constexpr std::string_view kCount = R"("count","data":)";
  uint64_t number = 0;
  if (const size_t at = text.rfind(kCount); at != text.npos)
    std::from_chars(text.data() + at + kCount.size(), text.data() + text.size(), number);
  return number;
}

// -- the node

struct ClientCounter final : Receiver {
  size_t added = 0;
  void on_status(const Status& status) override { added += status.code == StatusCode::PeerAdded; }
};

int receive_from_clients(const Work& work, Subscriber& subscriber) {
  Tally tally(work);
  size_t ended = 0;
  uint64_t sent = 0;
  const auto take = [&](const Message& message) {
    if (message.topic != kEndTopic) return tally.take(message.value);
    sent += message.value.count();
    if (++ended == work.peers) tally.end(sent);
  };
  while (!tally.ended()) subscriber.receive(1h, take);
  tally.report();
  return await_end();
}

int publish_to_clients(const Work& work, Endpoint& endpoint, Subscriber& events) {
  ClientCounter counter;
  while (counter.added < work.peers) events.receive(1h, counter);
  say("ready");
  await_go();
  const Payload payload = *parse_payload(work.payload);
  const Figures figures = send_load(work, [&](uint64_t number) {
    return endpoint.publish(kTopic, [&](Encoder& e) { write_payload(payload, e, number); }).ok();
  });
  if (!endpoint.publish(kEndTopic, Value(static_cast<uint64_t>(find(figures, "messages").value_or(0)))))
    return give_up("cannot publish");
  endpoint.flush(30s);
  say("result " + to_line(figures));
  return await_end();
}

/// Sends everything back, until the conductor wants no more. As with latencies between endpoints, the program does the
/// endpoint's work itself when it would wait.
int echo(Endpoint& endpoint, Subscriber& subscriber) {
  std::jthread worker([&](const std::stop_token& stop) {
    const auto send_back = [&](const Message& message) {
      [[maybe_unused]] const auto ignored = endpoint.publish(kPong, message.value);
    };
    while (!stop.stop_requested()) {
      endpoint.work(50ms);
      subscriber.receive(0ms, send_back);
    }
  });
  return await_end();
}

// -- clients

Result<std::vector<LightWebClient>> join(const Work& work, size_t clients, std::string_view prefix) {
  std::vector<LightWebClient> all(clients);
  for (LightWebClient& client : all)
    if (const auto joined = client.join(static_cast<uint16_t>(work.port), prefix); !joined) return joined.error();
  return all;
}

int send_to_node(const Work& work) {
  auto clients = join(work, 1, "");
  if (!clients) return give_up(clients.error().message());
  const std::string frame = client_frame(text_of(kTopic, *parse_payload(work.payload), 12345));
  std::string block;
  uint64_t in_block = 0;
  for (; block.size() < kBlock; ++in_block) block += frame;
  say("ready");
  await_go();
  LightWebClient& client = clients->front();
  const uint64_t start = now_ns(), end = start + static_cast<uint64_t>(work.seconds * 1e9);
  uint64_t sent = 0;
  while (now_ns() < end && client.send(block)) sent += in_block;
  client.send(client_frame(end_text(sent)));
  say("result " +
      to_line({{"messages", static_cast<double>(sent)}, {"seconds", static_cast<double>(now_ns() - start) / 1e9}}));
  return await_end();
}

/// What one client has received.
struct Receipt {
  uint64_t messages = 0, first = 0, last = 0, sent = 0;
  void take(std::string_view text) {
    if (first == 0) first = now_ns();
    if (text.find(kEndTopic, 20) < 60) {
      sent = number_in(text);
      last = now_ns();
    } else {
      ++messages;
    }
  }
  double rate() const {
    return static_cast<double>(messages) * 1e9 / static_cast<double>(std::max(last - first, uint64_t{1}));
  }
};

int receive_from_node(const Work& work) {
  auto clients = join(work, work.peers, "bench/");
  if (!clients) return give_up(clients.error().message());
  say("ready");
  std::vector<Receipt> receipts(clients->size());
  std::vector<pollfd> waiting;
  for (const LightWebClient& client : *clients) waiting.push_back({client.descriptor(), POLLIN, 0});
  size_t left = clients->size();
  while (left > 0 && ::poll(waiting.data(), waiting.size(), -1) > 0) {
    for (size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      const bool is_there = (*clients)[i].receive([&](std::string_view text) { receipts[i].take(text); });
      if (is_there && receipts[i].last == 0) continue;
      waiting[i].fd = -1;
      --left;
    }
  }
  double slowest = 0, messages = 0, lost = 0;
  for (const Receipt& one : receipts) {
    slowest = &one == &receipts.front() ? one.rate() : std::min(slowest, one.rate());
    messages += static_cast<double>(one.messages);
    lost += static_cast<double>(one.sent) - static_cast<double>(one.messages);
  }
  say("result " + to_line({{"messages", messages}, {"rate", slowest}, {"lost", lost}}));
  return await_end();
}

/// A client that counts how long answers take. One thread: with a second there would be more of them than cores.
class Pinger {
 public:
  explicit Pinger(LightWebClient& client) : client_(client) {}

  /// One round trip after the other. Between looks for the answer it sleeps until there is one, or gives way.
  void run(double seconds, bool sleeps) {
    const uint64_t end = now_ns() + static_cast<uint64_t>(seconds * 1e9);
    for (uint64_t now = now_ns(); now < end && send(now); now = now_ns()) {
      while (!sleeps && !is_readable(0)) std::this_thread::yield();
      while (answered_ < sent_ && receive()) {
      }
    }
  }

  /// At a rate, whatever becomes of the answers. Counts from when a message was to be sent.
  void run(double seconds, double rate) {
    const uint64_t start = now_ns();
    const auto count = static_cast<uint64_t>(rate * seconds);
    for (uint64_t i = 0; i < count; ++i) {
      const uint64_t due = start + static_cast<uint64_t>(1e9 / rate * static_cast<double>(i));
      while (now_ns() < due)
        if (is_readable(0)) receive();
      if (!send(due)) return;
    }
    while (answered_ < sent_ && is_readable(5000) && receive()) {
    }
  }

  int report() const {
    say("latencies " + latencies_.to_line());
    say("result " + to_line({{"messages", static_cast<double>(answered_)},
                             {"lost", static_cast<double>(sent_) - static_cast<double>(answered_)}}));
    return await_end();
  }

 private:
  bool send(uint64_t number) {
    ++sent_;
    return client_.send(client_frame(text_of(kPing, Payload::Small, number)));
  }
  bool receive() {
    return client_.receive([this](std::string_view text) {
      ++answered_;
      latencies_.add(now_ns() - number_in(text));
    });
  }
  bool is_readable(int milliseconds) const {
    pollfd one = {client_.descriptor(), POLLIN, 0};
    return ::poll(&one, 1, milliseconds) == 1;
  }

  LightWebClient& client_;
  Histogram latencies_;
  uint64_t sent_ = 0, answered_ = 0;
};

int ping_node(const Work& work) {
  auto clients = join(work, 1, kPong);
  if (!clients) return give_up(clients.error().message());
  Pinger pinger(clients->front());
  say("ready");
  await_go();
  if (work.is_latency())
    pinger.run(work.seconds, work.rate);
  else
    pinger.run(work.seconds, work.task == "ping");
  return pinger.report();
}

}  // namespace

int play_web_node(const Work& work) {
  EndpointOptions options;
  options.disable_ssl = true;
  options.peer_queue.overflow = Overflow::Block;
  auto endpoint = Endpoint::start(options);
  if (!endpoint) return give_up(endpoint.error().message());
  Subscriber subscriber = endpoint->subscriber({.prefixes = {work.task == "echo"      ? std::string(kPing)
                                                             : work.task == "receive" ? "bench/"
                                                                                      : "none"},
                                                .events = false});
  Subscriber events = endpoint->subscriber({.prefixes = {}, .events = true});
  const auto port = endpoint->listen_websocket("127.0.0.1", 0);
  if (!port) return give_up(port.error().message());
  say(fmt::format("port {}", *port));
  if (work.task == "receive") return receive_from_clients(work, subscriber);
  if (work.task == "echo") return echo(*endpoint, subscriber);
  if (work.task == "publish") return publish_to_clients(work, *endpoint, events);
  return await_end();
}

int play_web_client(const Work& work) {
  if (work.task == "send") return send_to_node(work);
  if (work.task.starts_with("ping")) return ping_node(work);
  return receive_from_node(work);
}

}  // namespace whimbrel::bench
