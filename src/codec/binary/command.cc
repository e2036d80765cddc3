#include "codec/binary/command.h"

#include <fmt/format.h>

#include "base/big_endian.h"
#include "codec/binary/reader.h"
#include "codec/binary/validate.h"
#include "whimbrel/encoder.h"

namespace whimbrel {

namespace {

// One letter a field, by command: k key, v value, e optional expiry (i64), p publisher and w who asks (entity IDs, 24
// bytes), r request and q number (u64), b boolean, h u16, t type tag, l list of u64, s list of key and value, x entries
// up to the end. The index is the command's number on the wire.
constexpr std::string_view kCommands[] = {
    "kvep",    // put
    "kvewrp",  // put_unique
    "bwrp",    // put_unique_result
    "kp",      // erase
    "kp",      // expire
    "kvtep",   // add
    "kvep",    // subtract
    "p",       // clear
    "qh",      // attach_writer
    "q",       // keepalive
    "q",       // cumulative_ack
    "l",       // nack
    "qhs",     // ack_clone
    "q",       // retransmit_failed
    "qhanx",   // snapshot_part; a and n are positions (u64)
    "a",       // snapshot_request
};
constexpr size_t kEntitySize = 24;
constexpr size_t kHeaderSize = 8 + 2 * kEntitySize;  // sequence number, sender, receiver

bool skip_value(ByteReader& in) {
  const auto size = validated_prefix(in.remaining());
  return size && in.skip(*size);
}

bool skip_field(ByteReader& in, char field) {
  switch (field) {
    case 'k':
    case 'v':
      return skip_value(in);
    case 'e':
      return in.integer<uint8_t>() == 0 || in.skip(8);
    case 'p':
    case 'w':
      return in.skip(kEntitySize);
    case 'b':
      return in.skip(1);
    case 'q':
    case 'r':
    case 'a':
    case 'n':
      return in.skip(8);
    case 'h':
      return in.skip(2);
    case 't':
      return in.integer<uint8_t>() < kKindCount;
    case 'l': {
      const size_t n = in.varbyte();
      return n <= in.left() / 8 && in.skip(8 * n);
    }
    case 'x':
      while (in.left() > 0)
        if (!skip_value(in) || !skip_value(in) || !skip_field(in, 'e')) return false;
      return true;
    default:
      for (size_t n = in.varbyte(); n > 0; --n)
        if (!skip_value(in) || !skip_value(in)) return false;
      return true;
  }
}

// -- reading what is known to be good

EntityId read_entity(ByteReader& in) {
  EntityId entity;
  entity.endpoint = in.id();
  entity.object = in.integer<uint64_t>();
  return entity;
}

ValueView read_value(ByteReader& in) {
  const BytesView rest = in.remaining();
  const size_t size = validated_prefix(rest).value();
  in.skip(size);
  return ValueView::over_valid(rest.first(size));
}

std::optional<Timespan> read_expiry(ByteReader& in) {
  if (in.integer<uint8_t>() == 0) return std::nullopt;
  return Timespan{static_cast<int64_t>(in.integer<uint64_t>())};
}

void read_field(ByteReader& in, char field, CommandContent& content) {
  switch (field) {
    case 'k':
      content.key = read_value(in);
      return;
    case 'v':
      content.value = read_value(in);
      return;
    case 'e':
      content.expiry = read_expiry(in);
      return;
    case 'p':
      content.publisher = read_entity(in);
      return;
    case 'w':
      content.who = read_entity(in);
      return;
    case 'b':
      content.inserted = in.integer<uint8_t>() != 0;
      return;
    case 'q':
      content.number = in.integer<uint64_t>();
      return;
    case 'r':
      content.request = in.integer<uint64_t>();
      return;
    case 'h':
      content.heartbeat = in.integer<uint16_t>();
      return;
    case 't':
      content.init = static_cast<Kind>(in.integer<uint8_t>());
      return;
    case 'l':
      content.numbers.resize(in.varbyte());
      for (uint64_t& number : content.numbers) number = in.integer<uint64_t>();
      return;
    case 'a':
      content.position = in.integer<uint64_t>();
      return;
    case 'n':
      content.next = in.integer<uint64_t>();
      return;
    case 'x':
      content.entries = in.remaining();
      in.skip(content.entries.size());
      return;
    default:
      for (size_t n = 2 * size_t{in.varbyte()}; n > 0; --n) content.snapshot.push_back(read_value(in));
  }
}

// -- writing

template <std::unsigned_integral T>
void put(ByteSink& out, T x) {
  store_be(out.take(sizeof x), x);
}

void put_entity(ByteSink& out, const EntityId& entity) {
  std::memcpy(out.take(entity.endpoint.bytes.size()), entity.endpoint.bytes.data(), entity.endpoint.bytes.size());
  put(out, entity.object);
}

void put_size(ByteSink& out, size_t size) {
  for (; size >= 0x80; size >>= 7) put(out, static_cast<uint8_t>(size | 0x80));
  put(out, static_cast<uint8_t>(size));
}

void put_expiry(ByteSink& out, std::optional<Timespan> expiry) {
  put(out, static_cast<uint8_t>(expiry.has_value()));
  if (expiry) put(out, static_cast<uint64_t>(expiry->ns));
}

void put_field(ByteSink& out, char field, const CommandContent& content) {
  switch (field) {
    case 'k':
      return Encoder(out).value(content.key);
    case 'v':
      return Encoder(out).value(content.value);
    case 'e':
      return put_expiry(out, content.expiry);
    case 'p':
      return put_entity(out, content.publisher);
    case 'w':
      return put_entity(out, content.who);
    case 'b':
      return put(out, static_cast<uint8_t>(content.inserted));
    case 'q':
      return put(out, content.number);
    case 'r':
      return put(out, content.request);
    case 'h':
      return put(out, content.heartbeat);
    case 't':
      return put(out, static_cast<uint8_t>(content.init));
    case 'l':
      put_size(out, content.numbers.size());
      for (const uint64_t number : content.numbers) put(out, number);
      return;
    case 'a':
      return put(out, content.position);
    case 'n':
      return put(out, content.next);
    case 'x':
      return Encoder(out).raw(content.entries);
    default:
      put_size(out, content.snapshot.size() / 2);
      for (const ValueView& value : content.snapshot) Encoder(out).value(value);
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

CommandView split_command(BytesView valid_payload) {
  ByteReader in(valid_payload);
  CommandView view;
  view.header.number = in.integer<uint64_t>();
  view.header.sender = read_entity(in);
  view.header.receiver = read_entity(in);
  view.content = in.remaining();
  return view;
}

CommandContent read_command(BytesView valid_content) {
  ByteReader in(valid_content);
  CommandContent content;
  content.type = static_cast<CommandType>(in.integer<uint8_t>());
  for (const char field : kCommands[static_cast<size_t>(content.type)]) read_field(in, field, content);
  return content;
}

CommandType command_type(BytesView valid_content) { return static_cast<CommandType>(valid_content[0]); }

void put_command_header(ByteSink& out, const CommandHeader& header) {
  put(out, header.number);
  put_entity(out, header.sender);
  put_entity(out, header.receiver);
}

void put_command_content(ByteSink& out, const CommandContent& content) {
  put(out, static_cast<uint8_t>(content.type));
  for (const char field : kCommands[static_cast<size_t>(content.type)]) put_field(out, field, content);
}

void put_entry(ByteSink& out, const SnapshotEntry& entry) {
  Encoder(out).raw(entry.key);
  Encoder(out).raw(entry.value);
  put_expiry(out, entry.expiry);
}

SnapshotEntry take_entry(BytesView& entries) {
  ByteReader in(entries);
  SnapshotEntry entry;
  entry.key = read_value(in).bytes();
  entry.value = read_value(in).bytes();
  entry.expiry = read_expiry(in);
  entries = in.remaining();
  return entry;
}

}  // namespace whimbrel
