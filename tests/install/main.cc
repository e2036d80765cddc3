// Two endpoints in one process, peered over loopback; one message goes from the first to the second.
#include <whimbrel/version.h>
#include <whimbrel/whimbrel.h>

#include <chrono>
#include <cstdio>

using namespace whimbrel;
using namespace std::chrono_literals;

namespace {

int fail(const char* what, const Error& error = {}) {
  std::fprintf(stderr, "%s %s\n", what, error.message().c_str());
  return 1;
}

// Waits until the endpoint has a peer: events come in order, so the first one of this kind will do.
bool wait_for_peer(Endpoint& endpoint) {
  struct Watcher final : Receiver {
    void on_status(const Status& status) override { peered |= status.code == StatusCode::PeerAdded; }
    bool peered = false;
  } watcher;
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!watcher.peered && std::chrono::steady_clock::now() < deadline) endpoint.inbox().receive(1s, watcher);
  return watcher.peered;
}

}  // namespace

int main() {
  auto sender = Endpoint::start();
  if (!sender) return fail("cannot start the sender:", sender.error());
  auto receiver = Endpoint::start();
  if (!receiver) return fail("cannot start the receiver:", receiver.error());

  Subscriber greetings = receiver->subscriber({.prefixes = {"greetings/"}});
  const auto port = receiver->listen("127.0.0.1", 0);
  if (!port) return fail("cannot listen:", port.error());
  if (!sender->peer("127.0.0.1", *port)) return fail("cannot peer");
  if (!wait_for_peer(*sender)) return fail("no peering after 30 seconds");

  if (const auto sent = sender->publish("greetings/world", Value("hello")); !sent)
    return fail("cannot publish:", sent.error());
  const auto message = greetings.next(30s);
  if (!message) return fail("nothing arrived after 30 seconds");
  if (message->topic != "greetings/world" || message->value != Value("hello")) return fail("something else arrived");
  std::puts("whimbrel " WHIMBREL_VERSION ": hello arrived");
}
