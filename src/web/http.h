// The HTTP request with which a client begins, and the answer to it. No sockets; one thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/bytes.h"

namespace whimbrel {

inline constexpr std::string_view kWebPath = "/v1/messages/json";
/// How the answer to an upgrade begins.
inline constexpr std::string_view kUpgraded = "HTTP/1.1 101";

/// Reads the head of one request, in pieces of any size.
class WebRequest {
 public:
  enum class State : uint8_t {
    Incomplete,
    Upgrade,  ///< a client that wants to exchange messages
    Page,     ///< GET of another path
    Refused,
  };

  /// `origins`: whose pages may connect, besides those of the host that the request is for; "*": any.
  explicit WebRequest(const std::vector<std::string>& origins);
  ~WebRequest();

  /// Shortens the input by what belongs to the head.
  State read(std::span<std::byte>& input);

  /// The path without its query.
  const std::string& path() const { return path_; }
  /// What to send: after Upgrade or Refused.
  const std::string& answer() const { return answer_; }
  /// How the client calls itself, in at most 100 printable characters; mostly nothing.
  const std::string& application() const { return application_; }

 private:
  struct Parser;
  State judge();
  bool may_connect(std::string_view origin, std::string_view host) const;
  State refuse(std::string_view status, std::string_view text);

  const std::vector<std::string>& origins_;
  std::unique_ptr<Parser> parser_;
  std::string path_, answer_, application_;
};

/// The entries of a list with commas.
std::vector<std::string> read_origins(std::string_view list);

/// A whole response; the connection is closed after it.
std::string http_response(std::string_view status, std::string_view content_type, std::string_view body,
                          std::string_view more_headers = {});

}  // namespace whimbrel
