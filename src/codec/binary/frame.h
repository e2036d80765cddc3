// Frames of the operational phase: a length, then an envelope (sender, receiver, type, time to live, topic), then the
// payload. Layout and rules: docs/formats/frame.md.
//
//   offset 0  length of what follows, u32     (all integers big endian)
//          4  sender ID, 16 bytes
//         20  receiver ID, 16 bytes; nil: everybody who subscribed
//         36  type, u8
//         37  time to live, u16
//         39  length of the topic, u16
//         41  topic, then the payload up to the end
#pragma once

#include <cstring>
#include <string_view>

#include "base/big_endian.h"
#include "whimbrel/encoder.h"
#include "whimbrel/endpoint_id.h"
#include "whimbrel/topic.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

enum class MessageType : uint8_t { Data = 1, Command = 2, RoutingUpdate = 3, Ping = 4, Pong = 5 };

inline constexpr size_t kLengthSize = 4;
inline constexpr size_t kSenderAt = 4, kReceiverAt = 20, kTypeAt = 36, kTtlAt = 37, kTopicSizeAt = 39, kTopicAt = 41;
inline constexpr uint16_t kDefaultTtl = 16;

/// Reads a frame in place. Made only by parse(), so all parts lie inside the frame.
class FrameView {
 public:
  /// Checks the envelope of a frame given with its length field. The payload is not looked at.
  static Result<FrameView> parse(const std::byte* frame, size_t size);
  /// For frames of this process' own making.
  static FrameView over_valid(const std::byte* frame) { return FrameView(frame); }

  size_t size() const { return kLengthSize + load_be<uint32_t>(at_); }
  EndpointId sender() const { return id_at(kSenderAt); }
  EndpointId receiver() const { return id_at(kReceiverAt); }
  bool has_receiver() const {
    uint64_t half[2];
    std::memcpy(half, at_ + kReceiverAt, sizeof half);
    return (half[0] | half[1]) != 0;
  }
  MessageType type() const { return static_cast<MessageType>(at_[kTypeAt]); }
  uint16_t ttl() const { return load_be<uint16_t>(at_ + kTtlAt); }
  std::string_view topic() const { return {reinterpret_cast<const char*>(at_) + kTopicAt, topic_size()}; }
  BytesView payload() const { return {at_ + kTopicAt + topic_size(), size() - kTopicAt - topic_size()}; }

 private:
  explicit FrameView(const std::byte* at) : at_(at) {}
  size_t topic_size() const { return load_be<uint16_t>(at_ + kTopicSizeAt); }
  EndpointId id_at(size_t offset) const {
    EndpointId id;
    std::memcpy(id.bytes.data(), at_ + offset, id.bytes.size());
    return id;
  }
  const std::byte* at_;
};

/// Appends everything up to the payload, with a length of 0; seal_frame() puts the length in. Returns how many bytes
/// that was.
size_t put_envelope(ByteSink& sink, const EndpointId& sender, const EndpointId& receiver, MessageType type,
                    uint16_t ttl, std::string_view topic);
void seal_frame(std::byte* frame, size_t size);

/// A frame with an opaque payload, such as a ping.
void put_frame(ByteBuffer& out, const EndpointId& sender, const EndpointId& receiver, MessageType type,
               std::string_view topic, BytesView payload);
void put_routing_update(ByteBuffer& out, const EndpointId& sender, const EndpointId& receiver, const Filter& filter);

/// What passing on changes in a received frame: the last hop becomes this endpoint and one hop of the time to live is
/// spent.
void readdress(std::byte* frame, const EndpointId& sender, uint16_t ttl);

}  // namespace whimbrel
