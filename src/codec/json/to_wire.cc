// Data messages out of JSON text straight into bytes, for texts as programs write them. What is unusual, and what is
// wrong, takes the way by a Value, which knows everything and says what is wrong: the results are the same.
#include <simdjson.h>

#include "codec/binary/compare.h"
#include "codec/json/data_message.h"
#include "codec/time_text.h"
#include "whimbrel/encoder.h"

namespace whimbrel {

namespace {

using simdjson::dom::element;

constexpr int kMostDepth = 64;                 // more is unusual
constexpr size_t kMaxKeptCapacity = 1u << 20;  // of the parser, and of the bytes

std::optional<Kind> kind_of(std::string_view name) {
  const auto if_it_is = [name](std::string_view full, Kind kind) {
    return name == full ? std::optional(kind) : std::nullopt;
  };
  if (name.size() < 3) return {};
  switch (name.size() << 8 | static_cast<unsigned char>(name[0])) {
    case 6 << 8 | 's':
      return name[1] == 't' ? if_it_is("string", Kind::String) : if_it_is("subnet", Kind::Subnet);
    case 5 << 8 | 'c':
      return if_it_is("count", Kind::Count);
    case 6 << 8 | 'v':
      return if_it_is("vector", Kind::Vector);
    case 7 << 8 | 'a':
      return if_it_is("address", Kind::Address);
    case 4 << 8 | 'p':
      return if_it_is("port", Kind::Port);
    case 9 << 8 | 't':
      return if_it_is("timestamp", Kind::Timestamp);
    case 8 << 8 | 't':
      return if_it_is("timespan", Kind::Timespan);
    case 4 << 8 | 'r':
      return if_it_is("real", Kind::Real);
    case 7 << 8 | 'b':
      return if_it_is("boolean", Kind::Boolean);
    case 4 << 8 | 'n':
      return if_it_is("none", Kind::None);
    case 7 << 8 | 'i':
      return if_it_is("integer", Kind::Integer);
    case 10 << 8 | 'e':
      return if_it_is("enum-value", Kind::EnumValue);
    case 3 << 8 | 's':
      return if_it_is("set", Kind::Set);
    case 5 << 8 | 't':
      return if_it_is("table", Kind::Table);
    default:
      return {};
  }
}

/// The members of a value, or of a whole message.
struct Members {
  std::string_view kind, topic, type = "data-message";
  element data;
  bool has_kind = false, has_topic = false, has_data = false, are_usual = true;

  explicit Members(const simdjson::dom::object& object) {
    for (const auto [key, value] : object) {
      if (key == "@data-type") {
        take(kind, has_kind, value);
      } else if (key == "data") {
        are_usual = are_usual && !has_data;
        data = value;
        has_data = true;
      } else if (key == "topic") {
        take(topic, has_topic, value);
      } else if (key == "type") {
        are_usual = are_usual && !value.get(type) && type == "data-message";
      }
    }
  }

 private:
  void take(std::string_view& to, bool& is_there, const element& value) {
    are_usual = are_usual && !is_there && !value.get(to);
    is_there = true;
  }
};

class WireWriter {
 public:
  explicit WireWriter(ByteBuffer& out) : buffer_(out), out_(out) {}

  /// False: take the other way.
  bool value(const Members& members, int depth) {
    if (!members.are_usual || !members.has_kind) return false;
    const auto kind = kind_of(members.kind);
    if (!kind || (!members.has_data && *kind != Kind::None)) return false;
    return data(*kind, members.data, depth);
  }

 private:
  bool data(Kind kind, const element& data, int depth) {
    switch (kind) {
      case Kind::None:
        out_.none();
        return true;
      case Kind::Boolean:
        return scalar<bool>(data, &Encoder::boolean);
      case Kind::Count:
        return scalar<uint64_t>(data, &Encoder::count);
      case Kind::Integer:
        return scalar<int64_t>(data, &Encoder::integer);
      case Kind::Real:
        return scalar<double>(data, &Encoder::real);
      case Kind::String:
        return scalar<std::string_view>(data, &Encoder::string);
      case Kind::EnumValue:
        return scalar<std::string_view>(data, &Encoder::enum_value);
      case Kind::Address:
        return parsed(data, Address::parse, &Encoder::address);
      case Kind::Subnet:
        return parsed(data, Subnet::parse, &Encoder::subnet);
      case Kind::Port:
        return parsed(data, Port::parse, &Encoder::port);
      case Kind::Timestamp:
        return parsed(data, parse_timestamp, &Encoder::timestamp);
      case Kind::Timespan:
        return parsed(data, parse_timespan, &Encoder::timespan);
      case Kind::Set:
        return set(data, depth);
      case Kind::Table:
        return table(data, depth);
      case Kind::Vector:
        return vector(data, depth);
    }
    return false;
  }

  template <class T, class Put>
  bool scalar(const element& data, Put put) {
    T x;
    if (data.get(x)) return false;
    (out_.*put)(x);
    return true;
  }

  template <class Parse, class Put>
  bool parsed(const element& data, Parse parse, Put put) {
    std::string_view text;
    if (data.get(text)) return false;
    const auto x = parse(text);
    if (!x) return false;
    (out_.*put)(*x);
    return true;
  }

  bool nested(const element& json, int depth) {
    simdjson::dom::object object;
    return !json.get(object) && value(Members(object), depth + 1);
  }

  // The number of elements that the parser knows stops short of the largest arrays; these are unusual.
  static constexpr size_t kMostElements = 0xffffff;
  bool open(const element& data, simdjson::dom::array& array, int depth) {
    return depth < kMostDepth && !data.get(array) && array.size() < kMostElements;
  }

  bool vector(const element& data, int depth) {
    simdjson::dom::array array;
    if (!open(data, array, depth)) return false;
    out_.vector(array.size());
    for (const element item : array)
      if (!nested(item, depth)) return false;
    return true;
  }

  /// Elements that are not in order, or repeated, are unusual.
  bool set(const element& data, int depth) {
    simdjson::dom::array array;
    if (!open(data, array, depth)) return false;
    out_.set(array.size());
    size_t before = SIZE_MAX;
    for (const element item : array) {
      const size_t at = buffer_.bytes().size();
      if (!nested(item, depth) || !in_order(before, at)) return false;
      before = at;
    }
    return true;
  }

  bool table(const element& data, int depth) {
    simdjson::dom::array array;
    if (!open(data, array, depth)) return false;
    out_.table(array.size());
    size_t before = SIZE_MAX;
    for (const element item : array) {
      element key, value;
      const size_t at = buffer_.bytes().size();
      if (item["key"].get(key) || item["value"].get(value) || !nested(key, depth) || !in_order(before, at) ||
          !nested(value, depth))
        return false;
      before = at;
    }
    return true;
  }

  bool in_order(size_t before, size_t at) const {
    const std::byte* const bytes = buffer_.bytes().data();
    return before == SIZE_MAX || compare_encoded(bytes + before, bytes + at) < 0;
  }

  ByteBuffer& buffer_;
  Encoder out_;
};

/// What the last text came to, on this thread.
struct Last {
  simdjson::dom::parser parser;
  ByteBuffer bytes;
  DataMessage message;  // if it took the long way
};

std::optional<EncodedMessage> quickly(std::string_view text, Last& last) {
  element root;
  simdjson::dom::object object;
  if (last.parser.parse(text.data(), text.size()).get(root) || root.get(object)) return {};
  const Members members(object);
  if (!members.has_topic || !WireWriter(last.bytes).value(members, 0)) return {};
  return EncodedMessage{members.topic, last.bytes.bytes()};
}

}  // namespace

Result<EncodedMessage> encode_data_message(std::string_view text) {
  thread_local auto last = std::make_unique<Last>();
  if (last->parser.capacity() > kMaxKeptCapacity || last->bytes.bytes().size() > kMaxKeptCapacity)
    last = std::make_unique<Last>();
  last->bytes.clear();
  if (const auto message = quickly(text, *last)) return *message;
  auto message = data_message_from_json(text);
  if (!message) return message.error();
  last->message = std::move(*message);
  last->bytes.clear();
  Encoder(last->bytes).value(last->message.value);
  return EncodedMessage{last->message.topic, last->bytes.bytes()};
}

}  // namespace whimbrel
