// LightWebClient: a WebSocket client with as little around it as possible: a blocking socket, the request, and frames.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tcp.h"
#include "whimbrel/result.h"

namespace whimbrel::bench {

class LightWebClient {
 public:
  /// Connects to a node, and subscribes to a prefix, if it is not empty.
  Result<void> join(uint16_t port, std::string_view prefix);
  int descriptor() const { return socket_.fd(); }
  /// Any number of frames as they are.
  bool send(std::string_view frames) { return write_all(socket_, frames); }
  /// Reads what is there, waiting for it if there is nothing, and hands out the texts. False if the other side is gone.
  bool receive(const std::function<void(std::string_view text)>& take);

 private:
  Socket socket_;
  std::vector<char> buffer_ = std::vector<char>(256 * 1024);
  size_t filled_ = 0;
};

/// A masked frame, as clients send them; the mask changes nothing.
std::string client_frame(std::string_view text);

}  // namespace whimbrel::bench
