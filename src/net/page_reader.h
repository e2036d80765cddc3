// PageReader: fetches pages of an endpoint, such as /v1/status/json, from this machine or another. For programs that
// look at a node without being a part of its network. Blocks, so it is for a thread of its own.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "net/tls.h"

namespace whimbrel {

class PageReader {
 public:
  /// TLS as the options say, which must be like those of the node.
  static Result<std::unique_ptr<PageReader>> make(std::string host, uint16_t port, const EndpointOptions& options);

  /// The body of a page; takes no longer than `timeout`, once the name of the host is known.
  Result<std::string> get(std::string_view path, Duration timeout);
  /// Lets get() fail soon, now and from now on. Any thread.
  void cancel();

 private:
  PageReader(std::string host, uint16_t port, std::unique_ptr<TlsContext> tls);
  Result<int> connect(Duration timeout);
  Result<std::string> talk(int socket, std::string_view request);

  const std::string host_;
  const uint16_t port_;
  const std::unique_ptr<TlsContext> tls_;
  std::atomic<int> socket_{-1};
  std::atomic<bool> is_cancelled_{false};
};

}  // namespace whimbrel
