// A crowd: many peers of one node. Light ones if they need no TLS, otherwise whole endpoints.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <memory>

#include "light_peer.h"
#include "load.h"
#include "roles.h"
#include "talk.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::bench {

namespace {

using namespace std::chrono_literals;

int play_light_crowd(const Work& work) {
  ReadArena arena;
  std::vector<std::unique_ptr<LightPeer>> peers;
  std::vector<pollfd> descriptors = {{STDIN_FILENO, POLLIN, 0}};
  while (peers.size() < work.peers) {
    peers.push_back(std::make_unique<LightPeer>(arena));
    if (const auto joined = peers.back()->join(static_cast<uint16_t>(work.port)); !joined)
      return give_up(joined.error().message());
    descriptors.push_back({peers.back()->descriptor(), POLLIN, 0});
  }
  say("ready");
  size_t messages = 0;
  while (true) {
    ::poll(descriptors.data(), descriptors.size(), -1);
    if (descriptors[0].revents) return 0;
    for (size_t i = 0; i < peers.size(); ++i) {
      if (!descriptors[i + 1].revents) continue;
      const auto received = peers[i]->receive();
      if (!received) return give_up(received.error().message());
      messages += *received;
    }
    if (messages >= peers.size()) {
      say(fmt::format("all {}", now_ns()));
      messages -= peers.size();
    }
  }
}

struct Arrival final : Receiver {
  bool added = false;
  void on_status(const Status& status) override { added = added || status.code == StatusCode::PeerAdded; }
};

int play_crowd_of_endpoints(const Work& work) {
  EndpointOptions options;
  options.disable_ssl = !work.tls;
  std::vector<Endpoint> endpoints;
  while (endpoints.size() < work.peers) {
    auto endpoint = Endpoint::start(options);
    if (!endpoint) return give_up(endpoint.error().message());
    endpoint->subscribe("bench/");
    endpoint->peer("127.0.0.1", static_cast<uint16_t>(work.port), 0s);
    endpoints.push_back(std::move(*endpoint));
  }
  for (Endpoint& endpoint : endpoints)
    for (Arrival arrival; !arrival.added;) endpoint.inbox().receive(1h, arrival);
  say("ready");
  await_end();
  ::_exit(0);  // no goodbyes
}

}  // namespace

int play_crowd(const Work& work) { return work.tls ? play_crowd_of_endpoints(work) : play_light_crowd(work); }

}  // namespace whimbrel::bench
