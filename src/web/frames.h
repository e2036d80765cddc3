// Frames of WebSocket (RFC 6455), as a server reads and writes them. No sockets; one thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "whimbrel/bytes.h"

namespace whimbrel {

enum class WebOpcode : uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Codes of close frames that this server sends.
inline constexpr uint16_t kWebNormal = 1000, kWebProtocolError = 1002, kWebUnsupported = 1003, kWebAbnormal = 1006,
                          kWebNotUtf8 = 1007, kWebPolicy = 1008, kWebTooBig = 1009, kWebInternalError = 1011;

/// Turns the bytes of a client into messages: joins fragments, removes masks, and checks all that the RFC demands.
/// Memory grows with what has arrived, never with what was announced.
class WebReader {
 public:
  struct Event {
    enum Kind : uint8_t { Nothing, Text, Ping, Pong, Close, Violation } kind = Nothing;
    std::string_view payload;  ///< valid until the next call
    uint16_t code = 0;         ///< of Close: what to answer; of Violation: why the connection must end
  };

  /// Messages may be this long.
  void set_limit(size_t bytes) { limit_ = bytes; }

  /// The next event out of the input, which is shortened by what was used and changed in place. Nothing: all of it was
  /// used. Nothing may be read after a violation.
  Event next(std::span<std::byte>& input);

 private:
  bool read_head(std::span<std::byte>& input, Event& violation);
  bool check_head(Event& violation);
  Event read_payload(std::span<std::byte>& input);
  Event read_control(std::span<std::byte>& input);
  Event finish_text(std::string_view text);
  Event finish_control();
  std::span<std::byte> take(std::span<std::byte>& input);

  size_t limit_ = 0;
  std::array<uint8_t, 14> head_{};
  size_t have_ = 0;  // bytes of head_
  bool in_payload_ = false;
  WebOpcode opcode_{};
  bool final_ = false;
  uint64_t left_ = 0;     // of the payload
  size_t mask_at_ = 0;    // of the next byte, 0 to 3
  std::string control_;   // payload of a control frame
  std::string text_;      // fragments so far
  bool in_text_ = false;  // a message has begun and not ended
  bool told_ = false;     // text_ was handed out
};

/// Appends the head of an unmasked, final frame.
void put_web_head(std::string& out, WebOpcode opcode, size_t payload);
/// A whole frame.
std::string web_frame(WebOpcode opcode, std::string_view payload);
/// A close frame; the reason is cut to what fits.
std::string web_close_frame(uint16_t code, std::string_view reason);
/// Of a frame that put_web_head() began.
size_t web_frame_size_at(const std::byte* frame);
/// Where its payload begins.
size_t web_head_size_at(const std::byte* frame);

}  // namespace whimbrel
