// The inside of a Connection: a non-blocking socket whose bytes are read and written directly, with Asio only telling
// when that is possible. Included by net/*.cc only.
#pragma once

#include <sys/uio.h>

#include <memory>
#include <span>

#include "net/asio.h"
#include "net/connect.h"
#include "net/tls.h"

namespace whimbrel {

/// What came of one attempt to read or write.
struct Transfer {
  enum Outcome : uint8_t { Moved, WouldBlock, Ended } outcome;
  size_t bytes = 0;
  Error why;
};

class Connection {
 public:
  Connection(tcp::socket socket_, Ssl ssl_) : socket(std::move(socket_)), ssl(std::move(ssl_)) {}

  Transfer read(std::span<std::byte> to);
  Transfer write(std::span<const iovec> pieces);

  tcp::socket socket;
  Ssl ssl;  // declared last: gone before the socket

 private:
  Transfer read_tls(std::span<std::byte> to);
  Transfer write_tls(const iovec& piece);
};

/// Options that every connection gets: no Nagle, non-blocking, and dead peers found out.
void set_up_socket(tcp::socket& socket);

}  // namespace whimbrel
