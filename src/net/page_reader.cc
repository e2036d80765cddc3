#include "net/page_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/clock.h"

namespace whimbrel {

namespace {

constexpr size_t kLongestPage = 64u << 20;

std::string text_of(int error) { return std::generic_category().message(error); }

timeval time_value(Duration time) {
  const auto us = std::chrono::ceil<std::chrono::microseconds>(time).count();
  return {us / 1'000'000, static_cast<suseconds_t>(us % 1'000'000)};
}

/// Connects a socket that does not block; true once it stands.
bool connect_within(int socket, const addrinfo& to, Duration timeout) {
  if (::connect(socket, to.ai_addr, to.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd one = {socket, POLLOUT, 0};
  if (::poll(&one, 1, static_cast<int>(timeout / std::chrono::milliseconds(1))) != 1) {
    errno = ETIMEDOUT;
    return false;
  }
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  return error == 0;
}

/// From here on reading and writing block, but not for longer than that.
void block_for(int socket, Duration timeout) {
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK);
  const timeval most = time_value(timeout);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
}

/// The body out of a whole response.
Result<std::string> body_of(const std::string& response) {
  const size_t end = response.find("\r\n\r\n");
  if (!response.starts_with("HTTP/1.") || end == response.npos)
    return Error(ErrorCode::InvalidMessage,
                 "the answer is not HTTP; does the other side use TLS, with settings like ours?");
  const std::string status = response.substr(9, response.find("\r\n") - 9);
  if (!status.starts_with("200 ")) return Error(ErrorCode::InvalidMessage, fmt::format("the answer is {}", status));
  return response.substr(end + 4);
}

}  // namespace

PageReader::PageReader(std::string host, uint16_t port, std::unique_ptr<TlsContext> tls)
    : host_(std::move(host)), port_(port), tls_(std::move(tls)) {}

Result<std::unique_ptr<PageReader>> PageReader::make(std::string host, uint16_t port, const EndpointOptions& options) {
  auto tls = TlsContext::make(options);
  if (!tls) return tls.error();
  return std::unique_ptr<PageReader>(new PageReader(std::move(host), port, std::move(*tls)));
}

void PageReader::cancel() {
  is_cancelled_ = true;
  if (const int socket = socket_; socket >= 0) ::shutdown(socket, SHUT_RDWR);
}

Result<int> PageReader::connect(Duration timeout) {
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (const int error = ::getaddrinfo(host_.c_str(), std::to_string(port_).c_str(), &hints, &found); error != 0)
    return Error(ErrorCode::PeerUnavailable, ::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
  int error = 0;
  for (const addrinfo* at = found; at && !is_cancelled_; at = at->ai_next) {
    const int socket = ::socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) continue;
    if (connect_within(socket, *at, timeout)) {
      block_for(socket, timeout);
      return socket;
    }
    error = errno;
    ::close(socket);
  }
  return Error(ErrorCode::PeerUnavailable, text_of(error));
}

Result<std::string> PageReader::talk(int socket, std::string_view request) {
  const Ssl ssl = tls_ ? tls_->open(socket, false) : nullptr;
  if (ssl && SSL_do_handshake(ssl.get()) != 1) {
    const std::string why = take_tls_error();
    return Error(ErrorCode::TlsFailure, fmt::format("the TLS handshake failed{}{}; does the other side use TLS, with "
                                                    "settings like ours?",
                                                    why.empty() ? "" : ": ", why));
  }
  const auto size = static_cast<int>(request.size());
  const bool is_sent = ssl ? SSL_write(ssl.get(), request.data(), size) == size
                           : ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) == size;
  std::string response;
  char buffer[16 * 1024];
  while (is_sent && response.size() < kLongestPage) {
    const auto n = ssl ? SSL_read(ssl.get(), buffer, sizeof buffer) : ::recv(socket, buffer, sizeof buffer, 0);
    if (n < 0 && !ssl && errno == EINTR) continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Error(ErrorCode::PeerTimeout, "no answer in time");
    if (n <= 0) break;
    response.append(buffer, static_cast<size_t>(n));
  }
  return body_of(response);
}

Result<std::string> PageReader::get(std::string_view path, Duration timeout) {
  if (is_cancelled_) return ErrorCode::ShuttingDown;
  const auto socket = connect(timeout);
  if (!socket) return socket.error();
  socket_ = *socket;
  auto body =
      talk(*socket, fmt::format("GET {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n\r\n", path, host_, port_));
  socket_ = -1;
  ::close(*socket);
  return body;
}

}  // namespace whimbrel
