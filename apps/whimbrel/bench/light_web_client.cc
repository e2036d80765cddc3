#include "light_web_client.h"

#include <fmt/format.h>

#include <cstring>

namespace whimbrel::bench {

namespace {

constexpr size_t kTwoBytes = 126, kEightBytes = 127;

uint64_t big_endian(const char* at, size_t bytes) {
  uint64_t x = 0;
  for (size_t i = 0; i < bytes; ++i) x = x << 8 | static_cast<unsigned char>(at[i]);
  return x;
}

/// Of the frame at the beginning: where its payload begins and ends; nothing if it is not there as a whole.
struct Extent {
  size_t begin = 0, end = 0;
};
Extent extent_of(const char* at, size_t filled) {
  if (filled < 2) return {};
  const size_t short_size = static_cast<unsigned char>(at[1]) & 0x7f;
  const size_t more = short_size == kTwoBytes ? 2 : short_size == kEightBytes ? 8 : 0;
  if (filled < 2 + more) return {};
  const size_t size = more == 0 ? short_size : big_endian(at + 2, more);
  return {2 + more, 2 + more + size};
}

}  // namespace

std::string client_frame(std::string_view text) {
  std::string frame = "\x81";
  const size_t bytes = text.size() < kTwoBytes ? 0 : text.size() <= 0xffff ? 2 : 8;
  frame += static_cast<char>(0x80 | (bytes == 0 ? text.size() : bytes == 2 ? kTwoBytes : kEightBytes));
  for (size_t i = bytes; i > 0; --i) frame += static_cast<char>(text.size() >> (8 * (i - 1)));
  return frame.append(4, '\0').append(text);
}

Result<void> LightWebClient::join(uint16_t port, std::string_view prefix) {
  socket_ = connect_to(port);
  if (!socket_.open()) return ErrorCode::PeerUnavailable;
  send(
      "GET /v1/messages/json HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  std::string_view answer;
  while (answer.find("\r\n\r\n") == answer.npos) {
    const size_t n = read_some(socket_, buffer_.data() + filled_, buffer_.size() - filled_);
    if (n == 0) return ErrorCode::ConnectionLost;
    filled_ += n;
    answer = {buffer_.data(), filled_};
  }
  filled_ = 0;
  send(client_frame(prefix.empty() ? "[]" : fmt::format("[\"{}\"]", prefix)));
  bool is_in = false;
  if (!receive([&](std::string_view text) { is_in = text.starts_with(R"({"type":"ack")"); }) || !is_in)
    return ErrorCode::InvalidMessage;
  return {};
}

bool LightWebClient::receive(const std::function<void(std::string_view text)>& take) {
  const size_t n = read_some(socket_, buffer_.data() + filled_, buffer_.size() - filled_);
  if (n == 0) return false;
  filled_ += n;
  size_t at = 0;
  for (Extent next; (next = extent_of(buffer_.data() + at, filled_ - at)).end > 0 && at + next.end <= filled_;
       at += next.end)
    take({buffer_.data() + at + next.begin, next.end - next.begin});
  std::memmove(buffer_.data(), buffer_.data() + at, filled_ - at);
  filled_ -= at;
  if (filled_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
  return true;
}

}  // namespace whimbrel::bench
