#include "codec/binary/frame.h"

#include <fmt/format.h>

#include "codec/binary/handshake.h"

namespace whimbrel {

Result<FrameView> FrameView::parse(const std::byte* frame, size_t size) {
  if (size < kTopicAt)
    return Error(ErrorCode::InvalidMessage,
                 fmt::format("message of {} bytes; the envelope alone takes 37", size - kLengthSize));
  const FrameView view(frame);
  const auto type = static_cast<uint8_t>(frame[kTypeAt]);
  if (type < 1 || type > 5)
    return Error(ErrorCode::InvalidMessage, fmt::format("byte 32: unknown message type {}", type));
  if (kTopicAt + view.topic_size() > size)
    return Error(ErrorCode::InvalidMessage,
                 fmt::format("byte 35: topic of {} bytes, but only {} are left", view.topic_size(), size - kTopicAt));
  return view;
}

size_t put_envelope(ByteSink& sink, const EndpointId& sender, const EndpointId& receiver, MessageType type,
                    uint16_t ttl, std::string_view topic) {
  std::byte* at = sink.take(kTopicAt + topic.size());
  std::memset(at, 0, kLengthSize);
  std::memcpy(at + kSenderAt, sender.bytes.data(), 16);
  std::memcpy(at + kReceiverAt, receiver.bytes.data(), 16);
  at[kTypeAt] = static_cast<std::byte>(type);
  store_be<uint16_t>(at + kTtlAt, ttl);
  store_be<uint16_t>(at + kTopicSizeAt, static_cast<uint16_t>(topic.size()));
  std::memcpy(at + kTopicAt, topic.data(), topic.size());
  return kTopicAt + topic.size();
}

void seal_frame(std::byte* frame, size_t size) { store_be<uint32_t>(frame, static_cast<uint32_t>(size - kLengthSize)); }

void put_frame(ByteBuffer& out, const EndpointId& sender, const EndpointId& receiver, MessageType type,
               std::string_view topic, BytesView payload) {
  const size_t start = out.bytes().size();
  put_envelope(out, sender, receiver, type, kDefaultTtl, topic);
  Encoder(out).raw(payload);
  seal_frame(const_cast<std::byte*>(out.bytes().data()) + start, out.bytes().size() - start);
}

void put_routing_update(ByteBuffer& out, const EndpointId& sender, const EndpointId& receiver, const Filter& filter) {
  ByteBuffer payload;
  put_filter(payload, filter.prefixes());
  put_frame(out, sender, receiver, MessageType::RoutingUpdate, kReservedTopic, payload.bytes());
}

void readdress(std::byte* frame, const EndpointId& sender, uint16_t ttl) {
  std::memcpy(frame + kSenderAt, sender.bytes.data(), 16);
  store_be<uint16_t>(frame + kTtlAt, ttl);
}

}  // namespace whimbrel
