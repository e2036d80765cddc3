#include "web/http.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace whimbrel {

namespace http = boost::beast::http;

namespace {

// Browsers send cookies along.
constexpr uint32_t kMostHead = 16 * 1024;
constexpr size_t kLongestName = 100;  // of an application

std::string accept_for(std::string_view key) {
  const std::string salted = fmt::format("{}258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> text;
  const int n = EVP_EncodeBlock(text.data(), digest.data(), digest.size());
  return {reinterpret_cast<const char*>(text.data()), static_cast<size_t>(n)};
}

/// Without case, and without a slash at the end.
bool same_origin(std::string_view a, std::string_view b) {
  const auto cut = [](std::string_view& text) {
    if (text.ends_with('/')) text.remove_suffix(1);
  };
  cut(a);
  cut(b);
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

std::string printable_name(std::string_view text) {
  std::string name(text.substr(0, kLongestName));
  std::ranges::replace_if(
      name, [](char c) { return c < ' ' || c == 127; }, '?');  // bytes above 127, too
  return name;
}

}  // namespace

std::vector<std::string> read_origins(std::string_view list) {
  std::vector<std::string> all;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    std::string_view one = list.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) all.emplace_back(one);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return all;
}

struct WebRequest::Parser {
  http::request_parser<http::empty_body> http;
  std::string head;  // what came so far: the parser wants a line as a whole
};

WebRequest::WebRequest(const std::vector<std::string>& origins)
    : origins_(origins), parser_(std::make_unique<Parser>()) {
  parser_->http.header_limit(kMostHead);
}
WebRequest::~WebRequest() = default;

WebRequest::State WebRequest::read(std::span<std::byte>& input) {
  // Bytes are moved over up to the end of the head only: what follows belongs to somebody else.
  std::string& head = parser_->head;
  const size_t before = head.size();
  const size_t room = kMostHead + 4 - std::min<size_t>(kMostHead + 4, before);
  head.append(reinterpret_cast<const char*>(input.data()), std::min(room, input.size()));
  constexpr std::string_view kEnd = "\r\n\r\n";
  const size_t end = head.find(kEnd, before < kEnd.size() ? 0 : before - kEnd.size());
  if (end == head.npos) {
    // Whatever this is, it ends here if it cannot become a request any more.
    const bool hopeless = head.size() > kMostHead;
    input = {};
    if (hopeless)
      return refuse("431 Request Header Fields Too Large",
                    fmt::format("the head of a request is at most {} bytes long", kMostHead));
    if (head.find("\r\n") == head.npos) return State::Incomplete;
    const std::string_view line(head.data(), head.find("\r\n"));
    if (line.find(" HTTP/1.") == line.npos) return refuse("400 Bad Request", "this is not HTTP");
    return State::Incomplete;
  }
  head.resize(end + kEnd.size());
  input = input.subspan(head.size() - before);
  boost::system::error_code error;
  parser_->http.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (error || !parser_->http.is_header_done())
    return refuse("400 Bad Request", "this is not HTTP: " + (error ? error.message() : "the head is damaged"));
  const State state = judge();
  parser_.reset();
  return state;
}

WebRequest::State WebRequest::judge() {
  const auto& request = parser_->http.get();
  const std::string_view target(request.target().data(), request.target().size());
  path_ = target.substr(0, target.find('?'));
  if (request.method() != http::verb::get) return refuse("405 Method Not Allowed", "only GET is understood");
  if (path_ != kWebPath) return State::Page;
  const auto header = [&request](std::string_view name) {
    const auto value = request[boost::beast::string_view(name.data(), name.size())];
    return std::string_view(value.data(), value.size());
  };
  if (const std::string_view origin = header("Origin"); !may_connect(origin, header("Host")))
    return refuse("403 Forbidden", fmt::format("pages from {} may not connect here; see the option websocket_origins",
                                               printable_name(origin)));
  const std::string_view key = header("Sec-WebSocket-Key"), version = header("Sec-WebSocket-Version");
  if (key.empty())
    return refuse("400 Bad Request", "this path is for WebSocket clients: the field Sec-WebSocket-Key is missing");
  if (!version.empty() && version != "13") {
    answer_ = http_response("426 Upgrade Required", "text/plain", "the version of WebSocket must be 13\n",
                            "Sec-WebSocket-Version: 13\r\n");
    return State::Refused;
  }
  application_ = printable_name(header("X-Application-Name"));
  answer_ = fmt::format(
      "{} Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n\r\n",
      kUpgraded, accept_for(key));
  return State::Upgrade;
}

// Browsers say which page it is that wants to connect; a page must not reach what only its reader's machine can reach,
// unless it was told that it may. Programs that are no browsers say nothing.
bool WebRequest::may_connect(std::string_view origin, std::string_view host) const {
  if (origin.empty()) return true;
  const size_t scheme = origin.find("://");
  if (scheme != origin.npos && !host.empty() && same_origin(origin.substr(scheme + 3), host)) return true;
  return std::ranges::any_of(origins_,
                             [origin](const std::string& one) { return one == "*" || same_origin(one, origin); });
}

WebRequest::State WebRequest::refuse(std::string_view status, std::string_view text) {
  answer_ = http_response(status, "text/plain", fmt::format("{}\n", text));
  return State::Refused;
}

std::string http_response(std::string_view status, std::string_view content_type, std::string_view body,
                          std::string_view more_headers) {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: {}; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n"
      "{}Connection: close\r\n\r\n{}",
      status, content_type, body.size(), more_headers, body);
}

}  // namespace whimbrel
