#include "proto/link.h"

#include "codec/binary/frame.h"
#include "codec/binary/handshake.h"

namespace whimbrel {

Link::Link(LinkHost& host, const EndpointId& own_id, bool we_connected, const LinkLimits& limits, LinkMemory& memory)
    : host_(host),
      own_id_(own_id),
      we_connected_(we_connected),
      limits_(limits),
      writer_(memory.writer),
      reader_(memory.arena),
      handshake_(own_id_, we_connected_, *this, control_) {
  reader_.set_limit(limits_.handshake_frame);
}

void Link::attach(std::unique_ptr<Wire> wire) {
  wire_ = std::move(wire);
  send_control();
}

bool Link::accepts_input() {
  if (closing() || handshake_.state() == HandshakeMachine::State::Paused) return false;
  return !peered() || host_.accepts_input(*this);
}

void Link::received(size_t n, TimePoint now) {
  host_.on_time(now);
  take(n);
}

void Link::take(size_t n) {
  bytes_in += n;
  reader_.received(n);
  process();
  reader_.set_aside();
}

void Link::process() {
  while (!closing() && handshake_.state() != HandshakeMachine::State::Paused) {
    auto frames = reader_.next(peered() ? SIZE_MAX : 1);
    if (!frames) return close(frames.error());
    if (frames->frames == 0) return look_at_beginning();
    if (peered())
      host_.on_frames(*this, *frames);
    else
      shake_hands(*frames);
  }
}

// Old versions of Broker, and other services, begin with what looks like the announcement of a large frame.
void Link::look_at_beginning() {
  const BytesView rest = reader_.rest();
  if (peered() || rest.size() <= kLengthSize || may_be_handshake(rest.subspan(kLengthSize))) return;
  handshake_.on_message(rest.subspan(kLengthSize));
  after_handshake_step();
}

void Link::shake_hands(const Span& frame) {
  if (frame.size() == kLengthSize) return close(Error(ErrorCode::InvalidMessage, "empty frame in the handshake"));
  handshake_.on_message({frame.data() + kLengthSize, frame.size() - kLengthSize});
  after_handshake_step();
}

void Link::after_handshake_step() {
  send_control();
  if (!handshake_.over() || handshake_told_) return;
  handshake_told_ = true;
  if (peered()) reader_.set_limit(limits_.frame);
  host_.on_handshake_over(*this);
  if (handshake_.state() == HandshakeMachine::State::Redundant)
    close_when_written(ErrorCode::RedundantConnection);
  else if (handshake_.state() == HandshakeMachine::State::Failed)
    close_when_written(handshake_.failure());
}

void Link::resume() {
  if (closing() || handshake_.state() != HandshakeMachine::State::Paused) return;
  handshake_.resume();
  after_handshake_step();
  if (closing() || handshake_.state() == HandshakeMachine::State::Paused) return;
  reader_.room();  // what came in meanwhile
  take(0);
  if (!closing() && wire_) wire_->resume_reading();
}

void Link::send_control() {
  const BytesView bytes = control_.bytes();
  if (bytes.empty()) return;
  size_t frames = 0;
  for (size_t at = 0; at < bytes.size(); at += frame_size_at(bytes.data() + at)) ++frames;
  ChunkWriter writer;
  send(writer_.put(bytes, frames));
  control_.clear();
}

void Link::send(const Span& frames) {
  if (closed_) return;
  const bool was_empty = outbox_.empty();
  outbox_.push(frames);
  if (was_empty) host_.on_output(*this);
}

void Link::written(size_t n) {
  bytes_out += n;
  messages_out += outbox_.consume(n);
  if (closing_ && outbox_.empty()) close(why_);
}

void Link::lost(Error why) { close(closing_ ? why_ : std::move(why)); }

void Link::close_when_written(Error why) {
  if (closing()) return;
  closing_ = true;
  why_ = std::move(why);
  if (outbox_.empty()) close(why_);
}

void Link::close(Error why) {
  if (closed_) return;
  closed_ = true;
  host_.on_closed(*this, why);
}

}  // namespace whimbrel
