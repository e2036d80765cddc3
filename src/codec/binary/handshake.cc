#include "codec/binary/handshake.h"

#include <fmt/format.h>

#include "base/big_endian.h"
#include "codec/binary/frame.h"
#include "codec/binary/reader.h"

namespace whimbrel {

namespace {

constexpr uint8_t kHighestErrorCode = 40;  // larger codes in a drop_conn are not understood

// What deployed nodes call them when they tell that one cannot be read.
constexpr std::string_view kNames[] = {"hello_msg",         "probe_msg",          "version_select_msg",
                                       "drop_conn_msg",     "originator_syn_msg", "responder_syn_ack_msg",
                                       "originator_ack_msg"};

void put_u8(ByteSink& out, uint8_t x) { *out.take(1) = std::byte{x}; }
void put_u32(ByteSink& out, uint32_t x) { store_be(out.take(4), x); }
void put_id(ByteSink& out, const EndpointId& id) { std::memcpy(out.take(16), id.bytes.data(), 16); }

void put_varbyte(ByteSink& out, size_t x) {
  for (; x > 0x7F; x >>= 7) put_u8(out, static_cast<uint8_t>(x | 0x80));
  put_u8(out, static_cast<uint8_t>(x));
}

void put_string(ByteSink& out, std::string_view text) {
  put_varbyte(out, text.size());
  std::memcpy(out.take(text.size()), text.data(), text.size());
}

struct Writer {
  ByteBuffer& out;

  void operator()(const Hello& m) {
    put_u32(out, kMagic);
    put_id(out, m.sender);
    put_u8(out, m.min_version);
    put_u8(out, m.max_version);
  }
  void operator()(const Probe&) { put_u32(out, kMagic); }
  void operator()(const VersionSelect& m) {
    put_u32(out, kMagic);
    put_id(out, m.sender);
    put_u8(out, m.version);
  }
  void operator()(const DropConn& m) {
    put_u32(out, kMagic);
    put_id(out, m.sender);
    put_u8(out, static_cast<uint8_t>(m.code));
    put_string(out, m.description);
  }
  void operator()(const OriginatorSyn& m) { put_filter(out, m.filter); }
  void operator()(const ResponderSynAck& m) { put_filter(out, m.filter); }
  void operator()(const OriginatorAck&) {}
};

Result<std::vector<std::string>> read_filter(ByteReader& in) {
  const size_t count = in.varbyte();
  // Every entry takes at least the byte of its length, so a count beyond what is left is a lie; nothing is allocated
  // for it.
  if (in.failed() || count > in.left())
    return Error(ErrorCode::InvalidMessage, fmt::format("byte {}: filter announces {} topics, but {} bytes are left",
                                                        in.offset(), count, in.left()));
  std::vector<std::string> prefixes;
  prefixes.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    prefixes.emplace_back(in.string());
    if (in.failed())
      return Error(ErrorCode::InvalidMessage,
                   fmt::format("byte {}: topic {} of the filter is cut off", in.offset(), i));
  }
  return prefixes;
}

bool is_handshake_tag(uint8_t tag) {
  return tag >= kFirstHandshakeTag && tag < kFirstHandshakeTag + std::variant_size_v<HandshakeMessage>;
}

bool has_magic(uint8_t tag) { return tag <= 9; }

Error cannot_parse(uint8_t tag, std::string_view why) {
  return Error(ErrorCode::InvalidMessage, fmt::format("failed to parse {}: {}", kNames[tag - kFirstHandshakeTag], why));
}

Result<HandshakeMessage> read_body(uint8_t tag, ByteReader& in) {
  if (has_magic(tag)) {
    const auto magic = in.integer<uint32_t>();
    if (!in.failed() && magic != kMagic) return Error(ErrorCode::WrongMagicNumber, "wrong magic number");
  }
  switch (tag) {
    case 6: {
      Hello m{in.id(), in.integer<uint8_t>(), in.integer<uint8_t>()};
      if (!in.failed() && (m.min_version > kProtocolVersion || m.max_version < kProtocolVersion))
        return Error(ErrorCode::PeerIncompatible, "unsupported versions offered");
      return HandshakeMessage(m);
    }
    case 7:
      return HandshakeMessage(Probe{});
    case 8: {
      VersionSelect m{in.id(), in.integer<uint8_t>()};
      if (!in.failed() && m.version != kProtocolVersion)
        return Error(ErrorCode::PeerIncompatible, "unsupported version selected");
      return HandshakeMessage(m);
    }
    case 9: {
      const EndpointId sender = in.id();
      const auto code = in.integer<uint8_t>();
      std::string text(in.string());
      if (!in.failed() && code > kHighestErrorCode) return Error(ErrorCode::Unspecified, std::move(text));
      return HandshakeMessage(DropConn{sender, static_cast<ErrorCode>(code), std::move(text)});
    }
    case 10:
    case 11: {
      auto filter = read_filter(in);
      if (!filter) return cannot_parse(tag, filter.error().message());
      if (tag == 10) return HandshakeMessage(OriginatorSyn{std::move(*filter)});
      return HandshakeMessage(ResponderSynAck{std::move(*filter)});
    }
    default:
      return HandshakeMessage(OriginatorAck{});
  }
}

}  // namespace

void put_handshake(ByteBuffer& out, const HandshakeMessage& message) {
  const size_t start = out.bytes().size();
  put_u32(out, 0);
  put_u8(out, static_cast<uint8_t>(kFirstHandshakeTag + message.index()));
  std::visit(Writer{out}, message);
  seal_frame(const_cast<std::byte*>(out.bytes().data()) + start, out.bytes().size() - start);
}

bool may_be_handshake(BytesView beginning) {
  ByteReader in(beginning);
  const auto tag = in.integer<uint8_t>();
  if (in.failed()) return true;
  if (!is_handshake_tag(tag)) return false;
  const auto magic = in.integer<uint32_t>();
  return !has_magic(tag) || in.failed() || magic == kMagic;
}

Result<HandshakeMessage> parse_handshake(BytesView payload) {
  ByteReader in(payload);
  const auto tag = in.integer<uint8_t>();
  if (in.failed() || !is_handshake_tag(tag)) return Error(ErrorCode::InvalidMessage, "invalid message type tag");
  auto message = read_body(tag, in);
  if (message && in.failed()) return cannot_parse(tag, fmt::format("it ends after {} bytes", payload.size()));
  return message;
}

void put_filter(ByteBuffer& out, const std::vector<std::string>& prefixes) {
  put_varbyte(out, prefixes.size());
  for (const std::string& prefix : prefixes) put_string(out, prefix);
}

Result<std::vector<std::string>> parse_filter(BytesView payload) {
  ByteReader in(payload);
  auto filter = read_filter(in);
  if (filter && in.left() > 0)
    return Error(ErrorCode::InvalidMessage,
                 fmt::format("byte {}: {} bytes too many after the filter", in.offset(), in.left()));
  return filter;
}

}  // namespace whimbrel
