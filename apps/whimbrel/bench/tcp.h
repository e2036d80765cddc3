// Plain TCP on the loopback, blocking: what the yardsticks and the crowd of light peers need of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace whimbrel::bench {

/// A descriptor that is closed in the end; below 0 if there is none.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  int fd() const { return fd_; }
  bool open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// Listens on a free port.
Socket listen_on_loopback(uint16_t& port);
Socket accept_from(const Socket& listener);
Socket connect_to(uint16_t port);

/// False if the other side is gone.
bool write_all(const Socket& socket, const void* bytes, size_t size);
inline bool write_all(const Socket& socket, std::string_view text) {
  return write_all(socket, text.data(), text.size());
}
/// At least one byte; 0 at the end.
size_t read_some(const Socket& socket, void* bytes, size_t size);

}  // namespace whimbrel::bench
