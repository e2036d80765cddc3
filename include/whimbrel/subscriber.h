// Subscriber: a bounded queue of what an endpoint receives under a set of topic prefixes.
//
//   Subscriber sub = endpoint.subscriber({.prefixes = {"zeek/events/"}});
//   while (!sub.closed())
//     sub.receive(1s, [](const Message& m) { fmt::print("{} {}\n", m.topic, to_string(m.value)); });
//
// Entries keep the order in which the endpoint met them: messages; if asked for, the status and error events of
// peerings (the event that says a peer is there comes before its first message, the one that says it is lost after its
// last); and gaps where messages are missing. One thread at a time may call receive() and next(); the other members may
// be called from any thread. After the endpoint has shut down a subscriber hands out what is queued and is then closed.
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/events.h"
#include "whimbrel/options.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// A message as it lies in the receive buffer.
struct Message {
  std::string_view topic;
  ValueView value;
};

/// A message of its own.
struct OwnedMessage {
  std::string topic;
  Value value;
  Error error;  ///< TooLarge: the value would take more than kMaxOwnedSize, and is none; receive() hands out such
                ///< messages
};

/// Takes what a subscriber hands out. What the arguments point to is valid during the call only.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual void on_message(const Message&) {}
  virtual void on_status(const Status&) {}
  virtual void on_error(const ErrorEvent&) {}
  virtual void on_gap(const Gap&) {}
};

struct SubscriberOptions {
  std::vector<std::string> prefixes;
  bool events = false;  ///< also deliver status and error events
  /// With Overflow::Block peers are read no further once EndpointOptions::congestion_queue_size messages wait here. The
  /// other policies drop beyond these limits, count, and tell by a Gap. Disconnect is not for subscribers.
  QueueLimits queue = {65536, 64u << 20, Overflow::Block};
};

struct SubscriberState;

class Subscriber {
 public:
  Subscriber() = default;
  Subscriber(Subscriber&&) noexcept;
  Subscriber& operator=(Subscriber&&) noexcept;
  ~Subscriber();  ///< unsubscribes from everything

  /// True if the prefix is new here. On return messages are delivered and peers have been told.
  bool subscribe(std::string_view prefix);
  /// True if this very prefix was subscribed here.
  bool unsubscribe(std::string_view prefix);

  /// Waits until something is there, then hands out what is, at most `max` entries; returns how many. 0 after the
  /// timeout, or when the endpoint has shut down and nothing is left.
  size_t receive(Duration timeout, Receiver& receiver, size_t max = SIZE_MAX);
  /// The same for messages alone; other entries are skipped.
  template <std::invocable<const Message&> Handler>
  size_t receive(Duration timeout, Handler&& handler, size_t max = SIZE_MAX) {
    struct Adapter final : Receiver {
      explicit Adapter(Handler& h) : handler(h) {}
      void on_message(const Message& m) override { handler(m); }
      Handler& handler;
    } adapter(handler);
    return receive(timeout, adapter, max);
  }
  /// The next message, copied; nothing after the timeout. Convenient, and slower than receive().
  std::optional<OwnedMessage> next(Duration timeout);

  /// Readable while entries wait: for poll loops, followed by receive(0).
  int descriptor() const;
  bool closed() const;       ///< the endpoint has shut down and everything was handed out
  size_t waiting() const;    ///< messages in the queue
  bool congested() const;    ///< waiting() has reached congestion_queue_size
  uint64_t dropped() const;  ///< messages dropped here so far

 private:
  friend class Endpoint;
  explicit Subscriber(std::shared_ptr<SubscriberState> state);
  std::shared_ptr<SubscriberState> state_;
};

}  // namespace whimbrel
