// Feeds a node arbitrary bytes in pieces, before and after a good handshake. Nothing may crash, hang, or allocate
// beyond what came in; the node must go on serving its own subscribers.
#include <cstdlib>

#include "engine/core.h"
#include "no_transport.h"
#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

class NullWire final : public Wire {
 public:
  void write() override {}
  void resume_reading() override {}
};

// Looks at every message that is delivered, as a subscriber would.
class Reader final : public LocalSink {
 public:
  void push(const Span& messages) override {
    for (const std::byte* at = messages.data(); at != messages.data() + messages.size(); at += frame_size_at(at)) {
      const FrameView frame = FrameView::over_valid(at);
      if (frame.topic().starts_with(kLocalPrefix)) std::abort();
      (void)to_string(ValueView::over_valid(frame.payload()));
    }
  }
  void push(const Status&) override {}
  void push(const ErrorEvent&) override {}
  void push(const Gap&) override {}
  bool congested() override { return false; }
  void end_of_turn() override {}
};

void feed(Link& link, BytesView bytes, size_t step) {
  while (!bytes.empty() && !link.closing() && link.accepts_input()) {
    const auto room = link.room();
    const size_t n = std::min({room.size(), bytes.size(), step});
    std::memcpy(room.data(), bytes.data(), n);
    bytes = bytes.subspan(n);
    link.received(n, TimePoint{std::chrono::hours(1)});
  }
}

void put_good_handshake(ByteBuffer& out, bool low) {
  EndpointId id = mark_endpoint_id({}, true);
  id.bytes[0] = low ? 0 : 0xff;
  put_handshake(out, Hello{id});
  if (low) put_handshake(out, VersionSelect{id});
  low ? put_handshake(out, OriginatorSyn{{"a"}}) : put_handshake(out, ResponderSynAck{{"a"}});
  if (low) put_handshake(out, OriginatorAck{});
}

}  // namespace
}  // namespace whimbrel

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace whimbrel;
  if (size < 2) return 0;
  const uint8_t how = data[0];
  const size_t step = 1 + data[1];
  EndpointOptions options;
  options.forward_messages = true;
  options.max_frame_size = options.max_handshake_frame_size = 1 << 20;
  EndpointId id;
  id.bytes[0] = 0x80;
  NoTransport transport;
  Reader reader;
  Core core(options, mark_endpoint_id(id, true), transport);
  core.add_sink(reader, true);
  core.set_prefixes(reader, {""});
  const TimePoint now{std::chrono::hours(1)};
  Link* const link = core.on_accepted({"fuzz", 1, 0}, now);
  link->attach(std::make_unique<NullWire>());
  ByteBuffer prefix;
  if (how & 1) put_good_handshake(prefix, how & 2);
  feed(*link, prefix.bytes(), SIZE_MAX);
  feed(*link, std::as_bytes(std::span(data + 2, size - 2)), step);
  core.end_of_turn(now);
  return 0;
}
