#include "web/frames.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/big_endian.h"

namespace whimbrel {

namespace {

constexpr uint8_t kFinal = 0x80, kReserved = 0x70, kOpcode = 0x0f, kMasked = 0x80, kShortSize = 0x7f;
constexpr size_t kMostControl = 125, kTwoBytes = 126, kEightBytes = 127, kMaskSize = 4;
constexpr size_t kKeptCapacity = 64 * 1024;  // for the fragments of the next message

size_t size_bytes(size_t short_size) { return short_size == kTwoBytes ? 2 : short_size == kEightBytes ? 8 : 0; }

/// `phase` is the place in the mask of the first byte.
void unmask(std::span<std::byte> bytes, const uint8_t* mask, size_t phase) {
  uint8_t key[8];
  for (size_t i = 0; i < 8; ++i) key[i] = mask[(phase + i) % kMaskSize];
  uint64_t wide;
  std::memcpy(&wide, key, sizeof wide);
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t x;
    std::memcpy(&x, bytes.data() + i, sizeof x);
    x ^= wide;
    std::memcpy(bytes.data() + i, &x, sizeof x);
  }
  for (; i < bytes.size(); ++i) bytes[i] ^= std::byte{key[i % 8]};
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Codes that may be sent (RFC 6455, 7.4).
bool is_close_code(uint16_t code) {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
         (code >= 3000 && code < 5000);
}

WebReader::Event violation_of(uint16_t code, std::string_view why) { return {WebReader::Event::Violation, why, code}; }

}  // namespace

WebReader::Event WebReader::next(std::span<std::byte>& input) {
  if (std::exchange(told_, false)) {
    text_.clear();
    if (text_.capacity() > kKeptCapacity) text_.shrink_to_fit();
  }
  while (true) {
    Event event;
    if (!in_payload_ && !read_head(input, event)) return event;
    if (input.empty() && left_ > 0) return {};
    event = opcode_ >= WebOpcode::Close ? read_control(input) : read_payload(input);
    if (event.kind != Event::Nothing) return event;
  }
}

// True once the head is complete and good.
bool WebReader::read_head(std::span<std::byte>& input, Event& violation) {
  const auto wanted = [this]() -> size_t {
    if (have_ < 2) return 2;
    return 2 + size_bytes(head_[1] & kShortSize) + kMaskSize;
  };
  while (have_ < wanted()) {
    if (input.empty()) return false;
    const size_t n = std::min(wanted() - have_, input.size());
    std::memcpy(head_.data() + have_, input.data(), n);
    have_ += n;
    input = input.subspan(n);
    if (have_ == 2 && !check_head(violation)) return false;
  }
  const size_t short_size = head_[1] & kShortSize;
  const auto* at = reinterpret_cast<const std::byte*>(head_.data() + 2);
  left_ = short_size;
  if (short_size == kTwoBytes) left_ = load_be<uint16_t>(at);
  if (short_size == kEightBytes) left_ = load_be<uint64_t>(at);
  if (opcode_ < WebOpcode::Close && (left_ > limit_ || left_ > limit_ - std::min(limit_, text_.size()))) {
    violation = violation_of(kWebTooBig, "the message is too long");
    return false;
  }
  in_payload_ = true;
  mask_at_ = 0;
  have_ = 0;
  std::memmove(head_.data(), head_.data() + 2 + size_bytes(short_size), kMaskSize);  // all that is needed from here on
  return true;
}

bool WebReader::check_head(Event& violation) {
  const uint8_t opcode = head_[0] & kOpcode;
  opcode_ = static_cast<WebOpcode>(opcode);
  final_ = (head_[0] & kFinal) != 0;
  const auto refuse = [&violation](uint16_t code, std::string_view why) {
    violation = violation_of(code, why);
    return false;
  };
  if (head_[0] & kReserved) return refuse(kWebProtocolError, "a reserved bit is set");
  if (!(head_[1] & kMasked)) return refuse(kWebProtocolError, "a frame of a client must be masked");
  if (opcode_ == WebOpcode::Binary) return refuse(kWebUnsupported, "only text messages are understood");
  if (opcode > 2 && (opcode < 8 || opcode > 10)) return refuse(kWebProtocolError, "unknown kind of frame");
  if (opcode_ >= WebOpcode::Close) {
    if (!final_ || (head_[1] & kShortSize) > kMostControl)
      return refuse(kWebProtocolError, "a control frame is at most 125 bytes long and in one piece");
    control_.clear();
    return true;
  }
  if ((opcode_ == WebOpcode::Continuation) != in_text_)
    return refuse(kWebProtocolError, in_text_ ? "a message within a message" : "a continuation of nothing");
  in_text_ = !final_;
  return true;
}

/// Up to the end of the frame, without the mask.
std::span<std::byte> WebReader::take(std::span<std::byte>& input) {
  const auto part = input.first(std::min<uint64_t>(left_, input.size()));
  unmask(part, head_.data(), mask_at_);
  mask_at_ = (mask_at_ + part.size()) % kMaskSize;
  left_ -= part.size();
  input = input.subspan(part.size());
  in_payload_ = left_ > 0;
  return part;
}

WebReader::Event WebReader::read_payload(std::span<std::byte>& input) {
  const auto part = take(input);
  if (!in_payload_ && final_ && text_.empty()) return finish_text(text_of(part));  // in one piece: not copied
  text_ += text_of(part);
  if (in_payload_ || !final_) return {};
  told_ = true;
  return finish_text(text_);
}

WebReader::Event WebReader::finish_text(std::string_view text) {
  if (!simdjson::validate_utf8(text.data(), text.size())) return violation_of(kWebNotUtf8, "the text is not UTF-8");
  return {Event::Text, text, 0};
}

WebReader::Event WebReader::read_control(std::span<std::byte>& input) {
  control_ += text_of(take(input));
  return in_payload_ ? Event{} : finish_control();
}

WebReader::Event WebReader::finish_control() {
  if (opcode_ == WebOpcode::Pong) return {Event::Pong, control_, 0};
  if (opcode_ == WebOpcode::Ping) return {Event::Ping, control_, 0};
  if (control_.empty()) return {Event::Close, {}, kWebNormal};
  if (control_.size() < 2) return violation_of(kWebProtocolError, "a close code has two bytes");
  const auto code = load_be<uint16_t>(reinterpret_cast<const std::byte*>(control_.data()));
  if (!is_close_code(code)) return violation_of(kWebProtocolError, "that is no close code");
  const std::string_view reason = std::string_view(control_).substr(2);
  if (!simdjson::validate_utf8(reason.data(), reason.size()))
    return violation_of(kWebNotUtf8, "the reason for closing is not UTF-8");
  return {Event::Close, reason, code};
}

// -- writing

void put_web_head(std::string& out, WebOpcode opcode, size_t payload) {
  out += static_cast<char>(kFinal | static_cast<uint8_t>(opcode));
  const size_t short_size = payload <= kMostControl ? payload : payload <= 0xffff ? kTwoBytes : kEightBytes;
  out += static_cast<char>(short_size);
  for (size_t bytes = size_bytes(short_size); bytes > 0; --bytes)
    out += static_cast<char>(payload >> (8 * (bytes - 1)) & 0xff);
}

std::string web_frame(WebOpcode opcode, std::string_view payload) {
  std::string frame;
  put_web_head(frame, opcode, payload.size());
  return frame += payload;
}

std::string web_close_frame(uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  payload += reason.substr(0, kMostControl - 2);
  return web_frame(WebOpcode::Close, payload);
}

size_t web_head_size_at(const std::byte* frame) { return 2 + size_bytes(static_cast<uint8_t>(frame[1]) & kShortSize); }

size_t web_frame_size_at(const std::byte* frame) {
  const size_t short_size = static_cast<uint8_t>(frame[1]) & kShortSize;
  if (short_size == kTwoBytes) return 4 + size_t{load_be<uint16_t>(frame + 2)};
  if (short_size == kEightBytes) return 10 + load_be<uint64_t>(frame + 2);
  return 2 + short_size;
}

}  // namespace whimbrel
