#include "light_peer.h"

#include <algorithm>
#include <random>

#include "base/span_queue.h"
#include "codec/binary/frame.h"

namespace whimbrel::bench {

namespace {

EndpointId random_id() {
  static std::mt19937_64 random(std::random_device{}());
  EndpointId id;
  std::generate(id.bytes.begin(), id.bytes.end(), [] { return static_cast<uint8_t>(random()); });
  return id;
}

template <class Take>
void for_each_frame(const Span& frames, Take take) {
  for (const std::byte* at = frames.data(); at != frames.data() + frames.size(); at += frame_size_at(at)) take(at);
}

}  // namespace

Result<void> LightPeer::join(uint16_t port) {
  socket_ = connect_to(port);
  if (!socket_.open()) return Error(ErrorCode::PeerUnavailable, "cannot connect");
  ByteBuffer out;
  HandshakeMachine handshake(random_id(), true, *this, out);
  while (true) {
    if (!write_all(socket_, out.bytes().data(), out.bytes().size())) return ErrorCode::ConnectionLost;
    out.clear();
    if (handshake.over()) break;
    const auto frames = read();
    if (!frames) return frames.error();
    for_each_frame(*frames, [&](const std::byte* frame) {
      if (!handshake.over()) handshake.on_message({frame + kLengthSize, frame_size_at(frame) - kLengthSize});
    });
  }
  if (handshake.failure()) return handshake.failure();
  return {};
}

Result<size_t> LightPeer::receive() {
  const auto frames = read();
  if (!frames) return frames.error();
  size_t messages = 0;
  for_each_frame(*frames, [&messages](const std::byte* frame) {
    const bool has_envelope = frame_size_at(frame) >= kTopicAt;
    messages += has_envelope && FrameView::over_valid(frame).type() == MessageType::Data;
  });
  return messages;
}

// A span may be empty: then no frame is complete yet.
Result<Span> LightPeer::read() {
  const auto room = reader_.room();
  const size_t n = read_some(socket_, room.data(), room.size());
  reader_.received(n);
  auto frames = reader_.next();
  reader_.set_aside();
  if (n == 0) return ErrorCode::ConnectionLost;
  return frames;
}

}  // namespace whimbrel::bench
