// Endpoint: one node of the network. It listens, peers with other endpoints, and passes messages between them and this
// process.
//
//   auto endpoint = Endpoint::start({});
//   if (!endpoint) return endpoint.error();
//   endpoint->listen("127.0.0.1", 9999);
//   endpoint->subscribe("zeek/events/");
//   endpoint->publish("zeek/events/hello", Value("world"));
//
// The verbs and their parameters, defaults and results are those of Zeek's base/frameworks/broker/main.zeek. All of
// them may be called from any thread; none blocks on the network, except publish() while a queue with Overflow::Block
// is full. An endpoint runs one loop thread, which owns all state of peerings (a thread of the program can take its
// place: work()), and max_threads workers for TLS handshakes.
#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/encoder.h"
#include "whimbrel/events.h"
#include "whimbrel/metric.h"
#include "whimbrel/options.h"
#include "whimbrel/statistics.h"
#include "whimbrel/subscriber.h"

namespace whimbrel {

class Endpoint {
 public:
  /// Starts an endpoint. Fails on options that cannot be used, such as a certificate file that cannot be read.
  static Result<Endpoint> start(EndpointOptions options = {});
  Endpoint(Endpoint&&) noexcept;
  Endpoint& operator=(Endpoint&&) noexcept;
  /// As shutdown().
  ~Endpoint();

  /// Says goodbye to all peers, sends what is queued, and closes everything. A peer that takes nothing is waited for as
  /// options().linger says, or the time given here instead; one that is slow, ten times as long. What was not sent is
  /// counted in statistics(). Any number of times.
  void shutdown(std::optional<Duration> linger = {});

  const EndpointOptions& options() const;
  EndpointId node_id() const;

  using ListenCallback = std::function<void(const Result<uint16_t>& port)>;
  /// Accepts peers on a numeric address ("" for all), "localhost", or the name of a network interface. Port 0 picks a
  /// free one. Returns the bound port, or CannotListen. If retry is not 0, failing attempts are repeated after that
  /// time until one succeeds; on_outcome then hears of every later attempt, on the loop thread. Without arguments the
  /// options' defaults are taken.
  Result<uint16_t> listen(std::optional<std::string> address = {}, std::optional<uint16_t> port = {},
                          std::optional<Duration> retry = {}, ListenCallback on_outcome = {});
  /// The same for clients that speak WebSocket and JSON, at the path /v1/messages/json. Each counts as a peer in the
  /// events, but is in no list of peers, and its messages go to other peers only if forward_messages is set. A retry of
  /// 0 is final here, whatever the environment says.
  Result<uint16_t> listen_websocket(std::optional<std::string> address = {}, std::optional<uint16_t> port = {},
                                    std::optional<Duration> retry = {}, ListenCallback on_outcome = {});
  /// With TLS and pings as that says, not as the options do. TlsSetup: a file cannot be used. It is tried once.
  Result<uint16_t> listen_websocket(const WebSocketListener& listener);

  /// Starts connecting to an endpoint and returns at once; the outcome comes as an event. If retry is not 0, a failed
  /// attempt is repeated after that time (whole seconds, at least one), and a lost peering is made again. True if this
  /// can be tried and is a new peering, false for one that was asked for already, for port 0 and for an empty address.
  bool peer(std::string address, std::optional<uint16_t> port = {}, std::optional<Duration> retry = {});
  /// Ends a peering and its retries. True if the arguments match an earlier peer(). Accepted connections can be named
  /// by their remote address and port. Anything else is also told as the error event peer_invalid.
  bool unpeer(std::string_view address, uint16_t port);
  /// All peerings, established or under way.
  std::vector<PeerInfo> peers() const;

  /// A queue of its own for what arrives under some prefixes.
  Subscriber subscriber(SubscriberOptions options = {});
  /// The endpoint's own subscriber, with events: what subscribe() and unsubscribe() below work on.
  Subscriber& inbox();
  /// True if it is a new subscription and it is now registered.
  bool subscribe(std::string_view prefix);
  /// Undoes subscribe() or forward(). True if the prefix was there; peers are told.
  bool unsubscribe(std::string_view prefix);
  /// As subscribe(), but matching messages are passed on to other peers only (see forward_messages), not delivered
  /// here.
  bool forward(std::string_view prefix);

  /// Sends a value to everybody who subscribed to a prefix of the topic. Errors: a topic over 65535 bytes or below
  /// "<$>/local/", a message over max_frame_size, QueueFull (only with Overflow::DropNewest), ShuttingDown.
  Result<void> publish(std::string_view topic, const Value& value);
  Result<void> publish(std::string_view topic, const ValueView& value);
  /// Sends a value to one endpoint, whatever it subscribed to. It must be a peer of ours; otherwise the message is
  /// dropped, and the error event no_path_to_peer says so.
  Result<void> publish(const EndpointId& receiver, std::string_view topic, const Value& value);
  Result<void> publish(const EndpointId& receiver, std::string_view topic, const ValueView& value);
  /// Encodes straight into the outgoing bytes: write(encoder) must write exactly one value.
  template <std::invocable<Encoder&> Write>
  Result<void> publish(std::string_view topic, Write&& write) {
    struct Adapter final : Content {
      explicit Adapter(Write& w) : write(w) {}
      void write_to(Encoder& e) override { write(e); }
      Write& write;
    } content(write);
    return publish_content({}, topic, content);
  }
  /// The first half of an end at which nothing is to be lost: tells all peers that nothing is wanted here any more, and
  /// returns at once. Subscribers still get what peers had sent before they knew. on_done hears, on the loop thread,
  /// that all of it is in their queues, or that the peers are gone; then finish what has come, and call shutdown().
  /// A peer that does not answer makes it wait, so wait no longer than you like. What is further away than a peer may
  /// still be lost on the way. Later subscriptions are not told to peers. Once.
  void withdraw(std::function<void()> on_done);
  /// Does the endpoint's work on the calling thread until something has come for one of its subscribers or stores, the
  /// descriptor `alarm` is readable, or the timeout has passed. A program with a main loop of its own waits here, then
  /// takes what has come by receive(0s, ...): a message then goes from the socket to its handler, and an answer back,
  /// without a change of threads, which more than halves the round trip. What is published between two calls is sent by
  /// the next. When the caller stays away for more than about a millisecond, the endpoint's own thread stands in until
  /// it is back. One thread, always the same; SIGPIPE is blocked there from then on. Callbacks run here, too.
  void work(Duration timeout, int alarm = -1);
  /// Waits until everything published so far, by any thread, is on its way: handed to the sockets, or dropped. False
  /// after the timeout.
  bool flush(Duration timeout);

  using PingCallback = std::function<void(const Result<Duration>& round_trip)>;
  /// Measures the round trip to a peer at the protocol level. The callback runs on the loop thread. Errors:
  /// NoPathToPeer, ConnectionLost, TooLarge for what does not fit into max_frame_size.
  void ping(const EndpointId& peer, size_t payload_size, PingCallback on_pong);

  Statistics statistics() const;
  /// A number that the pages of this endpoint show, next to what it counts itself; see metric.h. One whose name or
  /// labels are not as the format of the page wants them, or whose name is one of the endpoint's own, is not shown.
  Metric metric(Metric::Description description);

 private:
  struct Content {
    virtual void write_to(Encoder&) = 0;

   protected:
    ~Content() = default;
  };
  friend class CommandPort;
  struct Impl;
  explicit Endpoint(std::unique_ptr<Impl> impl);
  Result<void> publish_content(const EndpointId& receiver, std::string_view topic, Content& content);
  std::unique_ptr<Impl> impl_;
};

}  // namespace whimbrel
