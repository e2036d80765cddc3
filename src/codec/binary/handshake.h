// The seven messages of the handshake phase, to and from bytes. Layout: docs/formats/handshake.md.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "whimbrel/encoder.h"
#include "whimbrel/endpoint_id.h"
#include "whimbrel/result.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

inline constexpr uint32_t kMagic = 0x5A45454B;  // "ZEEK"
inline constexpr uint8_t kProtocolVersion = 1;

struct Hello {
  EndpointId sender;
  uint8_t min_version = kProtocolVersion;
  uint8_t max_version = kProtocolVersion;
};
struct Probe {};
struct VersionSelect {
  EndpointId sender;
  uint8_t version = kProtocolVersion;
};
struct DropConn {
  EndpointId sender;
  ErrorCode code = ErrorCode::Unspecified;
  std::string description;
};
struct OriginatorSyn {
  std::vector<std::string> filter;
};
struct ResponderSynAck {
  std::vector<std::string> filter;
};
struct OriginatorAck {};

// In the order of their tags on the wire, which start at 6.
using HandshakeMessage =
    std::variant<Hello, Probe, VersionSelect, DropConn, OriginatorSyn, ResponderSynAck, OriginatorAck>;
inline constexpr uint8_t kFirstHandshakeTag = 6;

/// Appends the message as a whole frame, length included.
void put_handshake(ByteBuffer& out, const HandshakeMessage& message);

/// Decodes a frame's payload. An error's code is what a drop_conn answer must carry: InvalidMessage, WrongMagicNumber,
/// or PeerIncompatible.
Result<HandshakeMessage> parse_handshake(BytesView payload);
/// Can a payload that begins like this be a message? A first look, so that nobody waits for the rest of something else.
bool may_be_handshake(BytesView beginning);

/// A list of topic prefixes: a count, then strings. Also the payload of routing updates.
void put_filter(ByteBuffer& out, const std::vector<std::string>& prefixes);
Result<std::vector<std::string>> parse_filter(BytesView payload);

}  // namespace whimbrel
