#include "payloads.h"

#include <string>

#include "codec/binary/frame.h"

namespace whimbrel::bench {

namespace {

constexpr size_t kBlobSize = 16 * 1024;

/// [1, 1, [name, arguments]]: how Zeek sends events.
void begin_event(Encoder& e, std::string_view name, size_t arguments) {
  e.vector(3);
  e.count(1);
  e.count(1);
  e.vector(2);
  e.string(name);
  e.vector(arguments);
}

void write_small(Encoder& e, uint64_t number) {
  begin_event(e, "event_1", 2);
  e.count(number);
  e.string("test");
}

void write_conn(Encoder& e, uint64_t number) {
  begin_event(e, "log_conn", 18);
  e.timestamp({1700000000123456789});      // ts
  e.string("CHhAvVGS1DHFjwGM9");           // uid
  e.address(Address::v4(10, 1, 2, 3));     // orig_h
  e.port({49152, Protocol::Tcp});          // orig_p
  e.address(Address::v4(192, 168, 0, 1));  // resp_h
  e.port({443, Protocol::Tcp});            // resp_p
  e.enum_value("tcp");                     // proto
  e.string("ssl");                         // service
  e.timespan({1234567890});                // duration
  e.count(number);                         // orig_bytes
  e.count(56789);                          // resp_bytes
  e.string("SF");                          // conn_state
  e.boolean(true);                         // local_orig
  e.count(0);                              // missed_bytes
  e.string("ShADadFf");                    // history
  e.count(25);                             // orig_pkts
  e.count(31);                             // resp_pkts
  e.set(1);                                // tunnel_parents
  e.string("CUM0KZ3MLUfNB0cl11");
}

void write_blob(Encoder& e) {
  static const std::string text(kBlobSize, 'x');
  e.string(text);
}

uint64_t read_text(std::string_view text) { return text.empty() ? 0 : text.size() + static_cast<uint8_t>(text.back()); }

}  // namespace

std::string_view name_of(Payload payload) {
  switch (payload) {
    case Payload::Small:
      return "small";
    case Payload::Conn:
      return "conn";
    case Payload::Blob:
      break;
  }
  return "blob";
}

std::optional<Payload> parse_payload(std::string_view name) {
  for (const Payload payload : kPayloads)
    if (name_of(payload) == name) return payload;
  return {};
}

void write_payload(Payload payload, Encoder& e, uint64_t number) {
  switch (payload) {
    case Payload::Small:
      return write_small(e, number);
    case Payload::Conn:
      return write_conn(e, number);
    case Payload::Blob:
      return write_blob(e);
  }
}

uint64_t number_of_small(const ValueView& message) { return message.at(2).at(1).at(0).count(); }

size_t encoded_size(Payload payload) {
  ByteBuffer buffer;
  Encoder e(buffer);
  write_payload(payload, e, 1);
  return buffer.bytes().size();
}

size_t frame_size(Payload payload) {
  return kTopicAt + std::string_view("bench/events").size() + encoded_size(payload);
}

uint64_t walk(const ValueView& value) {
  switch (value.kind()) {
    case Kind::None:
      return 0;
    case Kind::Boolean:
      return value.boolean();
    case Kind::Count:
      return value.count();
    case Kind::Integer:
      return static_cast<uint64_t>(value.integer());
    case Kind::Real:
      return static_cast<uint64_t>(value.real());
    case Kind::String:
    case Kind::EnumValue:
      return read_text(value.string());
    case Kind::Address:
      return value.address().bytes[15];
    case Kind::Subnet:
      return value.subnet().bits;
    case Kind::Port:
      return value.port().number;
    case Kind::Timestamp:
      return static_cast<uint64_t>(value.timestamp().ns);
    case Kind::Timespan:
      return static_cast<uint64_t>(value.timespan().ns);
    case Kind::Set:
    case Kind::Table:
    case Kind::Vector:
      break;
  }
  uint64_t sum = value.size();
  for (const ValueView element : value) sum += walk(element);
  return sum;
}

}  // namespace whimbrel::bench
