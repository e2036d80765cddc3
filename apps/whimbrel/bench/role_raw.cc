// Sockets, and nothing else. What the machine can carry between processes in blocks of 64 KiB bounds every system that
// sends through sockets. At a fixed rate each message is sent by itself: how soon it arrives shows what that costs.
#include <fmt/format.h>
#include <sys/socket.h>

#include <cstring>
#include <vector>

#include "load.h"
#include "payloads.h"
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

/// What goes into one send(). It begins with the number; the rest is there for its size only.
std::vector<char> message_of(const Work& work) {
  return std::vector<char>(work.is_latency() ? frame_size(*parse_payload(work.payload)) : kBlock, 'x');
}

/// Takes the whole messages at the beginning of a buffer. What is left of the next one moves to the front; returns how
/// much that is.
size_t take_messages(Tally& tally, std::vector<char>& buffer, size_t filled, size_t message) {
  size_t at = 0;
  for (; filled - at >= message; at += message) {
    uint64_t sent;
    std::memcpy(&sent, &buffer[at], sizeof sent);
    tally.take_time(sent);
  }
  std::memmove(buffer.data(), buffer.data() + at, filled - at);
  return filled - at;
}

}  // namespace

int play_raw_publisher(const Work& work) {
  const std::vector<Socket> sockets = join(work);
  say("ready");
  await_go();
  std::vector<char> message = message_of(work);
  Figures figures = send_load(work, [&](uint64_t number) {
    std::memcpy(message.data(), &number, sizeof number);
    for (const Socket& socket : sockets)
      if (!write_all(socket, message.data(), message.size())) return false;
    return true;
  });
  for (const Socket& socket : sockets) ::shutdown(socket.fd(), SHUT_WR);
  figures["bytes"] = figures["messages"] * static_cast<double>(message.size());
  say("result " + to_line(figures));
  return await_end();
}

int play_raw_subscriber(const Work& work) {
  const std::vector<Socket> sockets = join(work);
  say("ready");
  Tally tally(work);
  const size_t message = message_of(work).size();
  std::vector<char> block(kBlock);
  size_t left = 0;
  while (const size_t n = read_some(sockets[0], block.data() + left, block.size() - left)) {
    tally.take_bytes(n);
    if (work.is_latency()) left = take_messages(tally, block, left + n, message);
  }
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
