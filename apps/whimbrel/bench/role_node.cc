// A node by itself: listens, and sends a message to all its peers whenever the conductor says so.
#include <fmt/format.h>

#include "load.h"
#include "roles.h"
#include "talk.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::bench {

int play_node(const Work& work) {
  EndpointOptions options;
  options.disable_ssl = !work.tls;
  auto endpoint = Endpoint::start(options);
  if (!endpoint) return give_up(endpoint.error().message());
  const auto port = endpoint->listen("127.0.0.1", 0);
  if (!port) return give_up(port.error().message());
  say(fmt::format("port {}", *port));
  while (true) {
    await_go();
    const uint64_t start = now_ns();
    if (!endpoint->publish("bench/events", Value(start))) return give_up("cannot publish");
    say(fmt::format("published {}", start));
  }
}

}  // namespace whimbrel::bench
