// Link: one connection to another endpoint, from the first byte of the handshake to the last of its messages. It knows
// the protocol and no socket: bytes come in by received(), bytes to write wait in outbox(), time is the owner's
// business.
//
//   Wire  --bytes-->  Link  --handshake decisions, batches of frames-->  LinkHost (the core)
//
// Owned by the core, used on the loop only. close() may be called at any moment, also from within a callback; the host
// destroys the link after on_closed(), never from within it.
#pragma once

#include <memory>
#include <string>

#include "base/chunk_writer.h"
#include "base/clock.h"
#include "base/span_queue.h"
#include "proto/frame_reader.h"
#include "proto/handshake_machine.h"
#include "proto/wire.h"

namespace whimbrel {

class Link;

class LinkHost {
 public:
  virtual Admission admit(Link& link, const EndpointId& remote, Role role) = 0;
  virtual bool is_connected_or_connecting(const Link& link, const EndpointId& remote) = 0;
  /// Our filter, to be sent on this link.
  virtual std::vector<std::string> own_filter(Link& link) = 0;
  /// The handshake is over. Its outcome is link.handshake().state(): Done, Redundant or Failed.
  virtual void on_handshake_over(Link& link) = 0;
  /// It is `now`; something has arrived.
  virtual void on_time(TimePoint now) = 0;
  /// Whole frames of the operational phase, in order. Their envelopes have not been checked yet.
  virtual void on_frames(Link& link, const Span& frames) = 0;
  /// The outbox was empty and is not any more.
  virtual void on_output(Link& link) = 0;
  /// May this link's connection be read at the moment?
  virtual bool accepts_input(Link& link) = 0;
  /// The connection is gone, or must go: destroy the link soon. Called once.
  virtual void on_closed(Link& link, const Error& why) = 0;

 protected:
  ~LinkHost() = default;
};

struct LinkLimits {
  size_t handshake_frame = 16u << 20;
  size_t frame = 256u << 20;
};

/// Buffers that all links of a loop share.
struct LinkMemory {
  ReadArena arena;
  ChunkWriter writer;
};

class Link final : public WireUser, private HandshakeHost {
 public:
  Link(LinkHost& host, const EndpointId& own_id, bool we_connected, const LinkLimits& limits, LinkMemory& memory);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// Gives the link its connection; the handshake begins.
  void attach(std::unique_ptr<Wire> wire);

  // -- for the wire
  bool accepts_input() override;
  std::span<std::byte> room() override { return reader_.room(); }
  void received(size_t n, TimePoint now) override;
  const SpanQueue& outbox() const { return outbox_; }
  void written(size_t n) override;
  void lost(Error why) override;

  // -- for the core
  void send(const Span& frames);
  /// Goes on with a handshake that had to wait.
  void resume();
  /// Writes what waits, then ends. Nothing is read any more.
  void close_when_written(Error why);
  /// Ends at once.
  void close(Error why);
  Wire* wire() const { return wire_.get(); }
  SpanQueue& outbox() override { return outbox_; }
  bool peered() const { return handshake_.state() == HandshakeMachine::State::Done; }
  bool closing() const { return closing_ || closed_; }
  bool we_connected() const { return we_connected_; }
  const HandshakeMachine& handshake() const { return handshake_; }
  const EndpointId& remote() const { return handshake_.remote(); }

  void* owner = nullptr;  ///< the host's own record of this link
  uint64_t messages_out = 0, bytes_in = 0, bytes_out = 0;

 private:
  Admission admit(const EndpointId& remote, Role role) override { return host_.admit(*this, remote, role); }
  bool is_connected_or_connecting(const EndpointId& remote) override {
    return host_.is_connected_or_connecting(*this, remote);
  }
  std::vector<std::string> own_filter() override { return host_.own_filter(*this); }
  void take(size_t n);
  void process();
  void look_at_beginning();
  void shake_hands(const Span& frame);
  void send_control();
  void after_handshake_step();

  LinkHost& host_;
  const EndpointId own_id_;
  const bool we_connected_;
  const LinkLimits limits_;
  ChunkWriter& writer_;
  FrameReader reader_;
  ByteBuffer control_;  // handshake messages on their way to the outbox
  HandshakeMachine handshake_;
  SpanQueue outbox_;
  std::unique_ptr<Wire> wire_;
  bool handshake_told_ = false;
  bool closing_ = false;  // ends when the outbox is empty
  bool closed_ = false;
  Error why_;
};

}  // namespace whimbrel
