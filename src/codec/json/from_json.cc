// Values out of JSON v1 text.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "codec/json/broker_numbers.h"
#include "codec/json/data_message.h"
#include "codec/time_text.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// A level of values takes up to three levels of JSON: an object, its array, and in tables an object for each entry.
constexpr size_t kMaxJsonDepth = 3 * (kMaxDepth + 2);
/// A parser keeps its memory for the next text, up to this.
constexpr size_t kMaxKeptCapacity = 1u << 20;

std::optional<Kind> kind_of(std::string_view name) {
  static constexpr std::string_view kNames[] = {
#define X(kind, tag, json, type) json,
#include "whimbrel/value_kinds.def"
#undef X
  };
  const auto found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<Kind>(found - kNames);
}

class JsonReader {
 public:
  explicit JsonReader(JsonReading reading) : as_broker_(reading == JsonReading::AsBroker) {}

  /// False if the element is no value; error() says why.
  bool read(const element& json, Value& out) { return read(json, out, 0); }
  Error error() const {
    return {ErrorCode::InvalidData, place_.empty() ? reason_ : fmt::format("at {}: {}", place_, reason_)};
  }

 private:
  // Values nest as deep as kMaxDepth, and each level lies on the stack: what recurses keeps to itself, and everything
  // else is in functions of its own that are not inlined.
  bool read(const element& json, Value& out, int depth) {
    Kind kind = Kind::None;
    element data;
    if (!open_value(json, kind, data)) return false;
    switch (kind) {
      case Kind::Set:
        return read_set(data, out, depth);
      case Kind::Table:
        return read_table(data, out, depth);
      case Kind::Vector:
        return read_vector(data, out, depth);
      default:
        return read_flat(kind, data, out);
    }
  }

  [[gnu::noinline]] bool open_value(const element& json, Kind& kind, element& data) {
    simdjson::dom::object members;
    if (json.get(members)) return fail("a value must be an object with \"@data-type\" and \"data\"");
    std::string_view type;
    if (members["@data-type"].get(type)) return fail("there is no \"@data-type\" that is a string");
    const auto known = kind_of(type);
    if (!known) return fail(fmt::format("there is no type \"{}\"", type.substr(0, 100)));
    kind = *known;
    if (kind != Kind::None && members["data"].get(data))
      return fail(fmt::format("there is no \"data\" beside the type {}", type));
    return true;
  }

  [[gnu::noinline]] bool read_flat(Kind kind, const element& data, Value& out) {
    switch (kind) {
      case Kind::None:
        return true;
      case Kind::Boolean:
        return scalar<bool>(data, out, "true or false");
      case Kind::Count:
        return scalar<uint64_t>(data, out, "a whole number from 0 to 18446744073709551615");
      case Kind::Integer:
        return scalar<int64_t>(data, out, "a whole number that fits into 64 bits with a sign");
      case Kind::Real:
        if (!scalar<double>(data, out, "a number")) return false;
        if (as_broker_) out = broker_real(*out.get_if<double>());
        return true;
      case Kind::String:
        return scalar<std::string_view>(data, out, "a string");
      case Kind::EnumValue: {
        std::string_view name;
        if (data.get(name)) return fail("an enum-value needs a string");
        out = EnumValue{std::string(name)};
        return true;
      }
      case Kind::Address:
        return parsed(data, out, Address::parse);
      case Kind::Subnet:
        return parsed(data, out, Subnet::parse);
      case Kind::Port:
        return parsed(data, out, Port::parse);
      case Kind::Timestamp:
        return parsed(data, out, parse_timestamp);
      case Kind::Timespan:
        if (!parsed(data, out, parse_timespan)) return false;
        if (as_broker_) out = broker_timespan(*out.get_if<Timespan>());
        return true;
      case Kind::Set:
      case Kind::Table:
      case Kind::Vector:
        break;  // not flat
    }
    return false;
  }

  template <class T>
  bool scalar(const element& data, Value& out, std::string_view wanted) {
    T x;
    if (data.get(x)) return fail(fmt::format("the data must be {}", wanted));
    out = x;
    return true;
  }

  template <class Parse>
  bool parsed(const element& data, Value& out, Parse parse) {
    std::string_view text;
    if (data.get(text)) return fail("the data must be a string");
    const auto x = parse(text);
    if (!x) return fail(x.error().message());
    out = *x;
    return true;
  }

  bool read_vector(const element& data, Value& out, int depth) {
    Vector elements;
    if (!read_elements(data, elements, depth)) return false;
    out = std::move(elements);
    return true;
  }

  bool read_set(const element& data, Value& out, int depth) {
    Vector elements;
    return read_elements(data, elements, depth) && make_set(elements, out);
  }

  [[gnu::noinline]] bool make_set(Vector& elements, Value& out) {
    std::sort(elements.begin(), elements.end());
    const auto repeated = [this](const Value& a, const Value& b) {
      return a == b && !(as_broker_ && a.kind() == Kind::Timestamp);
    };
    if (std::adjacent_find(elements.begin(), elements.end(), repeated) != elements.end())
      return fail("an element of the set is repeated");
    out = Set::of_sorted(std::move(elements));
    return true;
  }

  bool read_table(const element& data, Value& out, int depth) {
    simdjson::dom::array array;
    if (!open(data, array, depth)) return false;
    std::vector<Table::Entry> entries;
    for (const element item : array) {
      Table::Entry& entry = entries.emplace_back();
      const bool good = read_member(item, "key", entry.first, depth) && read_member(item, "value", entry.second, depth);
      if (!good) return inside(entries.size() - 1);
    }
    return make_table(entries, out);
  }

  bool read_member(const element& item, std::string_view name, Value& out, int depth) {
    element member;
    if (!open_member(item, name, member)) return false;
    if (read(member, out, depth + 1)) return true;
    place_.insert(0, name).insert(0, ".");
    return false;
  }

  [[gnu::noinline]] bool open_member(const element& item, std::string_view name, element& member) {
    if (!item[name].get(member)) return true;
    return fail(fmt::format("an entry of a table must have a \"{}\"", name));
  }

  [[gnu::noinline]] bool make_table(std::vector<Table::Entry>& entries, Value& out) {
    const size_t n = entries.size();
    Table table(std::move(entries));
    if (table.size() != n) return fail("a key of the table is repeated");
    out = std::move(table);
    return true;
  }

  bool read_elements(const element& data, Vector& out, int depth) {
    simdjson::dom::array array;
    if (!open(data, array, depth)) return false;
    out.reserve(array.size());
    for (const element item : array) {
      if (!read(item, out.emplace_back(), depth + 1)) return inside(out.size() - 1);
    }
    return true;
  }

  [[gnu::noinline]] bool open(const element& data, simdjson::dom::array& array, int depth) {
    if (data.get(array)) return fail("the data must be an array");
    if (depth == kMaxDepth && array.begin() != array.end())
      return fail(fmt::format("nested deeper than {} levels", kMaxDepth));
    return true;
  }

  bool fail(std::string reason) {
    reason_ = std::move(reason);
    return false;
  }
  [[gnu::noinline]] bool inside(size_t element) {
    place_.insert(0, fmt::format("[{}]", element));
    return false;
  }

  const bool as_broker_;
  std::string place_;  // such as "[2][0].key"; grows towards the front on the way out
  std::string reason_;
};

bool leaves_64_bits(std::string_view number) {
  if (number.find_first_of(".eE") != number.npos) return false;
  const char* end = number.data() + number.size();
  int64_t below;
  uint64_t above;
  const auto read =
      number.starts_with('-') ? std::from_chars(number.data(), end, below) : std::from_chars(number.data(), end, above);
  return read.ec == std::errc::result_out_of_range && read.ptr == end;
}

size_t end_of_string(std::string_view text, size_t quote) {
  size_t i = quote + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return std::min(i + 1, text.size());
}

/// The text with ".0" after whole numbers that leave 64 bits. JSON allows them and writers produce them for reals such
/// as 1e20, but the parser only takes them when they look like reals.
std::string with_long_numbers_as_reals(std::string_view text) {
  std::string out;
  for (size_t i = 0, end; i < text.size(); i = end) {
    if (text[i] == '"')
      end = end_of_string(text, i);
    else
      end = std::min(text.find_first_not_of("0123456789-+.eE", i), text.size());
    if (end == i) ++end;  // neither string nor number
    const std::string_view token = text.substr(i, end - i);
    out += token;
    if (leaves_64_bits(token)) out += ".0";
  }
  return out;
}

simdjson::error_code parse(simdjson::dom::parser& parser, std::string_view text, element& root) {
  if (parser.max_depth() != kMaxJsonDepth) {
    if (const auto error = parser.allocate(0, kMaxJsonDepth)) return error;
  }
  const auto error = parser.parse(text.data(), text.size()).get(root);
  if (error != simdjson::NUMBER_ERROR) return error;
  const std::string widened = with_long_numbers_as_reals(text);
  return parser.parse(widened).get(root);
}

/// Parses a text and has take(root) read it, which returns a Result.
template <class Take>
auto with_parsed(std::string_view text, Take take) -> decltype(take(element())) {
  thread_local simdjson::dom::parser parser;
  element root;
  if (const auto error = parse(parser, text, root))
    return Error(ErrorCode::InvalidJson, fmt::format("this is not JSON: {}", simdjson::error_message(error)));
  auto taken = take(root);
  if (parser.capacity() > kMaxKeptCapacity) parser = simdjson::dom::parser();
  return taken;
}

Result<DataMessage> read_data_message(const element& root, JsonReading reading) {
  const auto fail = [](std::string_view why) { return Error(ErrorCode::InvalidData, std::string(why)); };
  simdjson::dom::object members;
  if (root.get(members)) return fail("a message must be an object");
  std::string_view type, topic;
  if (element given; !members["type"].get(given) && (given.get(type) || type != "data-message"))
    return fail("the \"type\" must be \"data-message\"");
  if (members["topic"].get(topic)) return fail("there is no \"topic\" that is a string");
  DataMessage message{std::string(topic), {}};
  JsonReader reader(reading);
  if (!reader.read(root, message.value)) return reader.error();
  return message;
}

Result<std::vector<std::string>> read_strings(const element& root) {
  const Error wrong(ErrorCode::InvalidData, "this is not a list of strings");
  simdjson::dom::array array;
  if (root.get(array)) return wrong;
  std::vector<std::string> strings;
  for (const element item : array) {
    std::string_view text;
    if (item.get(text)) return wrong;
    strings.emplace_back(text);
  }
  return strings;
}

}  // namespace

Result<Value> from_json(std::string_view text, JsonReading reading) {
  return with_parsed(text, [reading](const element& root) -> Result<Value> {
    JsonReader reader(reading);
    Value value;
    if (!reader.read(root, value)) return reader.error();
    return value;
  });
}

Result<DataMessage> data_message_from_json(std::string_view text, JsonReading reading) {
  return with_parsed(text, [reading](const element& root) { return read_data_message(root, reading); });
}

Result<std::vector<std::string>> strings_from_json(std::string_view text) { return with_parsed(text, read_strings); }

}  // namespace whimbrel
