// The limit: sockets and blocks of 64 KiB, and nothing else. What the machine can carry between processes in this way
// bounds every system that sends through sockets.
#include <fmt/format.h>
#include <sys/socket.h>

#include <vector>

#include "load.h"
#include "roles.h"
#include "talk.h"
#include "tally.h"
#include "tcp.h"

namespace whimbrel::bench {

namespace {

constexpr size_t kBlock = 64 * 1024;

/// Accepts so many connections on a port of its own.
std::vector<Socket> await_connections(size_t count) {
  uint16_t port = 0;
  const Socket listener = listen_on_loopback(port);
  say(fmt::format("port {}", port));
  std::vector<Socket> sockets;
  while (sockets.size() < count) sockets.push_back(accept_from(listener));
  return sockets;
}

std::vector<Socket> join(const Work& work) {
  if (work.port == 0) return await_connections(work.peers);
  std::vector<Socket> sockets;
  sockets.push_back(connect_to(static_cast<uint16_t>(work.port)));
  return sockets;
}

}  // namespace

int play_raw_publisher(const Work& work) {
  const std::vector<Socket> sockets = join(work);
  say("ready");
  await_go();
  const std::vector<char> block(kBlock, 'x');
  Figures figures = send_load(work, [&](uint64_t) {
    for (const Socket& socket : sockets)
      if (!write_all(socket, block.data(), block.size())) return false;
    return true;
  });
  for (const Socket& socket : sockets) ::shutdown(socket.fd(), SHUT_WR);
  figures["bytes"] = figures["messages"] * kBlock;
  say("result " + to_line(figures));
  return await_end();
}

int play_raw_subscriber(const Work& work) {
  const std::vector<Socket> sockets = join(work);
  say("ready");
  Tally tally(work);
  std::vector<char> block(kBlock);
  while (const size_t n = read_some(sockets[0], block.data(), block.size())) tally.take_bytes(n);
  tally.end(0);
  tally.report();
  return await_end();
}

int play_raw_hub(const Work&) {
  const std::vector<Socket> sockets = await_connections(2);  // first the subscriber, then the publisher
  std::vector<char> block(kBlock);
  while (const size_t n = read_some(sockets[1], block.data(), block.size()))
    if (!write_all(sockets[0], block.data(), n)) break;
  ::shutdown(sockets[0].fd(), SHUT_WR);
  return await_end();
}

}  // namespace whimbrel::bench
