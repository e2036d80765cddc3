#include "codec/binary/command.h"

#include <fmt/format.h>

#include "codec/binary/reader.h"
#include "codec/binary/validate.h"

namespace whimbrel {

namespace {

// One letter a field, by command: d value, e optional expiry (i64), p entity ID (24 bytes), b boolean, q u64, h u16, t
// type tag, l list of u64, s list of key and value. The index is the command's number on the wire.
constexpr std::string_view kCommands[] = {
    "ddep",    // put
    "ddepqp",  // put_unique
    "bpqp",    // put_unique_result
    "dp",      // erase
    "dp",      // expire
    "ddtep",   // add
    "ddep",    // subtract
    "p",       // clear
    "qh",      // attach_writer
    "q",       // keepalive
    "q",       // cumulative_ack
    "l",       // nack
    "qhs",     // ack_clone
    "q",       // retransmit_failed
};
constexpr size_t kEntitySize = 24;
constexpr size_t kHeaderSize = 8 + 2 * kEntitySize;  // sequence number, sender, receiver

bool skip_value(ByteReader& in) {
  const auto size = validated_prefix(in.remaining());
  return size && in.skip(*size);
}

bool skip_field(ByteReader& in, char field) {
  switch (field) {
    case 'd':
      return skip_value(in);
    case 'e':
      return in.integer<uint8_t>() == 0 || in.skip(8);
    case 'p':
      return in.skip(kEntitySize);
    case 'b':
      return in.skip(1);
    case 'q':
      return in.skip(8);
    case 'h':
      return in.skip(2);
    case 't':
      return in.integer<uint8_t>() < kKindCount;
    case 'l': {
      const size_t n = in.varbyte();
      return n <= in.left() / 8 && in.skip(8 * n);
    }
    default:
      for (size_t n = in.varbyte(); n > 0; --n)
        if (!skip_value(in) || !skip_value(in)) return false;
      return true;
  }
}

}  // namespace

Result<void> validate_command(BytesView payload) {
  ByteReader in(payload);
  in.skip(kHeaderSize);
  const auto number = in.integer<uint8_t>();
  if (in.failed() || number >= std::size(kCommands))
    return Error(ErrorCode::InvalidMessage, fmt::format("command of {} bytes with number {}", payload.size(), number));
  for (char field : kCommands[number])
    if (!skip_field(in, field) || in.failed())
      return Error(ErrorCode::InvalidMessage, fmt::format("byte {}: command {} is damaged", in.offset(), number));
  if (in.left() > 0)
    return Error(ErrorCode::InvalidMessage, fmt::format("byte {}: {} bytes too many", in.offset(), in.left()));
  return {};
}

}  // namespace whimbrel
