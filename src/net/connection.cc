#include "net/connection.h"

#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace whimbrel {

namespace {

Transfer failed(int error) {
  if (error == EAGAIN || error == EWOULDBLOCK || error == EINTR) return {Transfer::WouldBlock, 0, {}};
  return {Transfer::Ended, 0, Error(ErrorCode::ConnectionLost, std::strerror(error))};
}

Transfer end_of_stream() {
  return {Transfer::Ended, 0, Error(ErrorCode::ConnectionLost, "the other side closed the connection")};
}

Transfer tls_failed(SSL* ssl, int result) {
  const int error = errno;
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return {Transfer::WouldBlock, 0, {}};
    case SSL_ERROR_ZERO_RETURN:
      return end_of_stream();
    case SSL_ERROR_SYSCALL:
      return error == 0 ? end_of_stream() : failed(error);
    default:
      return {Transfer::Ended, 0, Error(ErrorCode::TlsFailure, "TLS failed: " + take_tls_error())};
  }
}

}  // namespace

void ConnectionDeleter::operator()(Connection* connection) const { delete connection; }

Transfer Connection::read(std::span<std::byte> to) {
  if (ssl) return read_tls(to);
  const ssize_t n = ::recv(socket.native_handle(), to.data(), to.size(), 0);
  if (n > 0) return {Transfer::Moved, static_cast<size_t>(n), {}};
  return n == 0 ? end_of_stream() : failed(errno);
}

// One call gives a record at the most, so several make one batch.
Transfer Connection::read_tls(std::span<std::byte> to) {
  size_t got = 0;
  while (got < to.size()) {
    errno = 0;
    const int n = SSL_read(ssl.get(), to.data() + got, static_cast<int>(std::min<size_t>(to.size() - got, INT32_MAX)));
    if (n <= 0) {
      if (got > 0) break;  // an error shows itself again
      return tls_failed(ssl.get(), n);
    }
    got += static_cast<size_t>(n);
  }
  return {Transfer::Moved, got, {}};
}

Transfer Connection::write(std::span<const iovec> pieces) {
  if (ssl) return write_tls(pieces.front());
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(pieces.data());
  message.msg_iovlen = pieces.size();
  const ssize_t n = ::sendmsg(socket.native_handle(), &message, MSG_NOSIGNAL);
  return n >= 0 ? Transfer{Transfer::Moved, static_cast<size_t>(n), {}} : failed(errno);
}

Transfer Connection::write_tls(const iovec& piece) {
  errno = 0;
  const int n = SSL_write(ssl.get(), piece.iov_base, static_cast<int>(std::min<size_t>(piece.iov_len, INT32_MAX)));
  return n > 0 ? Transfer{Transfer::Moved, static_cast<size_t>(n), {}} : tls_failed(ssl.get(), n);
}

void set_up_socket(tcp::socket& socket) {
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  const int idle = 10, interval = 5, probes = 4, unacknowledged_ms = 120000;
  const int fd = socket.native_handle();
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
  setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms, sizeof unacknowledged_ms);
}

}  // namespace whimbrel
