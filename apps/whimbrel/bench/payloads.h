// Payloads: what the benchmark publishes. Three sizes that matter to Zeek: a small event, an event with the fields of a
// connection's log entry, and one long string.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "whimbrel/encoder.h"
#include "whimbrel/value_view.h"

namespace whimbrel::bench {

enum class Payload : uint8_t { Small, Conn, Blob };
inline constexpr Payload kPayloads[] = {Payload::Small, Payload::Conn, Payload::Blob};

/// "small", "conn", "blob"
std::string_view name_of(Payload payload);
std::optional<Payload> parse_payload(std::string_view name);

/// Writes one message. The number goes into one of its counts: a serial number, or the time when it was to be sent.
void write_payload(Payload payload, Encoder& e, uint64_t number);
/// The number back from a small event.
uint64_t number_of_small(const ValueView& message);
/// Bytes of one encoded message.
size_t encoded_size(Payload payload);
/// Bytes of one message on the wire of an endpoint: the unit in which bytes of all systems are counted.
size_t frame_size(Payload payload);

/// Reads every element of a message, as a program does that wants to know all of it. The result only keeps compilers
/// from leaving it out.
uint64_t walk(const ValueView& value);

}  // namespace whimbrel::bench
