#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "script/builtins/json.h"
#include "script/builtins/json_text.h"
#include "script/builtins/network.h"
#include "script/builtins/support.h"
#include "script/model/attributes.h"
#include "script/model/pattern.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

constexpr std::string_view kIdentity = "from_json_default_key_mapper";

/// What does not fit; the text is the message.
struct Misfit {
  std::string text;
};

std::string_view kind_name(JsonValue::Kind kind) {
  static constexpr std::string_view kNames[] = {"null", "bool", "object", "array", "string", "number"};
  return kNames[kind];
}

const JsonValue* member(const JsonValue& object, std::string_view name) {
  for (size_t i = 0; i < object.names.size(); ++i)
    if (object.names[i] == name) return &object.items[i];
  return nullptr;
}

/// All of a text as a number.
bool read_number(std::string_view text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

// -- ports

bool read_protocol(std::string_view text, uint32_t& protocol) {
  static constexpr std::array<std::string_view, 4> kNames = {"unknown", "tcp", "udp", "icmp"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] != text) continue;
    protocol = static_cast<uint32_t>(i << 16);
    return true;
  }
  return false;
}

bool is_port_number(int number) { return number >= 0 && number <= 0xffff; }

Cell port_of_text(std::string_view text) {
  const size_t slash = std::min(text.find('/'), text.size());
  uint32_t protocol = 0;
  int number = 0;
  if (slash == text.size() || !read_number(text.substr(0, slash), number) || !is_port_number(number) ||
      !read_protocol(text.substr(slash + 1), protocol))
    throw Misfit{R"(wrong port format, string must be /[0-9]{1,5}\/(tcp|udp|icmp|unknown)/)"};
  return Cell::port(static_cast<uint32_t>(number), protocol);
}

Cell port_of_object(const JsonValue& object) {
  const JsonValue *const number = member(object, "port"), *const name = member(object, "proto");
  if (!number || !name) throw Misfit{"wrong port format, object must have 'port' and 'proto' members"};
  if (number->kind != JsonValue::Number || number->form != JsonValue::Natural || number->bits > 0xffff)
    throw Misfit{"wrong port format, port must be a number"};
  if (name->kind != JsonValue::String) throw Misfit{"wrong port format, protocol must be a string"};
  uint32_t protocol = 0;
  if (!read_protocol(name->string, protocol)) throw Misfit{"wrong port format, invalid protocol string"};
  return Cell::port(static_cast<uint32_t>(number->bits), protocol);
}

Cell port_of(const JsonValue& json) {
  if (json.kind == JsonValue::String) return port_of_text(json.string);
  if (json.kind == JsonValue::Object) return port_of_object(json);
  throw Misfit{"wrong port format, must be string or object"};
}

// -- addresses, subnets, patterns

/// IPv6 may stand in brackets.
std::string_view without_brackets(std::string_view text) {
  if (text.starts_with('[')) text.remove_prefix(1);
  if (text.ends_with(']')) text.remove_suffix(1);
  return text;
}

/// One that is none is reported, and becomes ::.
Cell address_of(const BuiltinCall& call, const std::string& text) {
  const std::string bare(without_brackets(text));
  const auto address = read_address(bare);
  if (!address) plain_error(call, fmt::format("Bad IP address: {}", bare));
  return addr_cell(address ? *address : Address());
}

Cell subnet_of(const std::string& text) {
  const size_t slash = std::min(text.find('/'), text.size());
  const auto address = read_address(std::string(without_brackets(std::string_view(text).substr(0, slash))));
  int length = 0;
  const bool is_good = address && slash < text.size() && read_number(std::string_view(text).substr(slash + 1), length);
  if (!is_good || length < 0 || length > (address->is_v4() ? 32 : 128))
    throw Misfit{fmt::format("invalid value for subnet: '{}'", escaped(text))};
  return subnet_cell(Subnet::make(*address, length));
}

Cell pattern_of(std::string_view text) {
  if (text.size() > 2 && text.front() == '/' && text.back() == '/') text = text.substr(1, text.size() - 2);
  const auto pattern = PatternObject::compile(text);
  if (!pattern) throw Misfit{"error compiling pattern"};
  return Cell(*pattern);
}

// -- all types

class Converter {
 public:
  Converter(BuiltinCall& call, FuncObject& key_function)
      : call_(call), key_function_(key_function), maps_keys_(key_function.function->name != kIdentity) {}

  /// Unset for null.
  Cell convert(const JsonValue& json, const Type& type) {
    if (json.kind == JsonValue::Null) return {};
    switch (type.tag()) {
      case Tag::Bool:
        need(json, type, json.kind == JsonValue::Bool);
        return Cell::boolean(json.boolean);
      case Tag::Int:
        need(json, type, is_int(json));
        return Cell::integer(static_cast<int64_t>(json.bits));
      case Tag::Count:
        need(json, type, json.kind == JsonValue::Number && json.form == JsonValue::Natural);
        return Cell::count(json.bits);
      case Tag::Double:
      case Tag::Time:
      case Tag::Interval:
        need(json, type, json.kind == JsonValue::Number);
        return Cell::real_of(type.tag(), json.real);
      case Tag::Port:
        return port_of(json);
      case Tag::String:
      case Tag::Addr:
      case Tag::Subnet:
      case Tag::Pattern:
      case Tag::Enum:
        need(json, type, json.kind == JsonValue::String);
        return of_string(json.string, type);
      case Tag::Table:
        need(json, type, json.kind == (type.is_set() ? JsonValue::Array : JsonValue::Object));
        return type.is_set() ? set(json, type) : table(json, type);
      case Tag::Record:
        need(json, type, json.kind == JsonValue::Object);
        return record(json, *type.as_record());
      case Tag::Vector:
        need(json, type, json.kind == JsonValue::Array);
        return vector(json, type);
      default:
        throw Misfit{fmt::format("type '{}' unsupported", name_of(type.tag()))};
    }
  }

 private:
  static void need(const JsonValue& json, const Type& type, bool fits) {
    if (!fits)
      throw Misfit{
          fmt::format("cannot convert JSON type '{}' to Zeek type '{}'", kind_name(json.kind), name_of(type.tag()))};
  }

  static bool is_int(const JsonValue& json) {
    if (json.kind != JsonValue::Number || json.form == JsonValue::Real) return false;
    return json.form == JsonValue::Negative || json.bits <= static_cast<uint64_t>(INT64_MAX);
  }

  Cell of_string(const std::string& text, const Type& type) const {
    switch (type.tag()) {
      case Tag::Addr:
        return address_of(call_, text);
      case Tag::Subnet:
        return subnet_of(text);
      case Tag::Pattern:
        return pattern_of(text);
      case Tag::Enum: {
        const EnumType& names = *type.as_enum();
        const auto found = names.values.find(text);
        if (found == names.values.end())
          throw Misfit{fmt::format("'{}' is not a valid enum for '{}'.", escaped(text), type.name())};
        return Cell::enumeration(found->second, &names);
      }
      default:
        return string_cell(text);
    }
  }

  Cell vector(const JsonValue& json, const Type& type) {
    auto result = make<VectorObject>(shared(*type.as_vector()));
    for (const JsonValue& item : json.items) result->cells.push_back(convert(item, *result->type->yield));
    return result;
  }

  Cell set(const JsonValue& json, const Type& type) {
    auto result = make<TableObject>(shared(*type.as_table()));
    for (const JsonValue& item : json.items) {
      if (item.kind == JsonValue::Null) continue;
      put(*result, index_of(item, *result->type), {});
    }
    return result;
  }

  Cell table(const JsonValue& json, const Type& type) {
    auto result = make<TableObject>(shared(*type.as_table()));
    for (size_t i = 0; i < json.items.size(); ++i) {
      std::vector<Cell> index = index_of_name(json.names[i], *result->type);
      Cell value = convert(json.items[i], *result->type->yield);
      if (value.is_set()) put(*result, index, std::move(value));
    }
    return result;
  }

  static void put(TableObject& table, std::span<const Cell> index, Cell value) {
    if (!table.assign(index, std::move(value)).entry) throw Misfit{"index type doesn't match"};
  }

  std::vector<Cell> index_of(const JsonValue& json, const TableType& type) {
    const std::vector<TypePtr>& types = type.index->types;
    std::vector<Cell> index;
    if (types.size() == 1) {
      index.push_back(convert(json, *types[0]));
    } else {
      need(json, *type.index, json.kind == JsonValue::Array);
      if (json.items.size() < types.size()) throw Misfit{"index type doesn't match"};
      for (size_t i = 0; i < types.size(); ++i) index.push_back(convert(json.items[i], *types[i]));
    }
    for (const Cell& cell : index)
      if (!cell.is_set()) throw Misfit{"index type doesn't match"};
    return index;
  }

  /// Names that are no strings in the script are JSON themselves, which loses the quotes around it.
  std::vector<Cell> index_of_name(const std::string& name, const TableType& type) {
    JsonValue text;
    text.kind = JsonValue::String;
    text.string = name;
    const std::vector<TypePtr>& types = type.index->types;
    if (types.size() == 1 && types[0]->tag() == Tag::String) return index_of(text, type);
    const auto read = read_json(name);
    const JsonValue* const json = std::get_if<JsonValue>(&read);
    return index_of(json && json->kind != JsonValue::Null ? *json : text, type);
  }

  Cell record(const JsonValue& json, const RecordType& type) {
    auto result = make_record(call_.frame, shared(type));
    const std::vector<std::string> names = mapped(json.names);
    for (size_t i = 0; i < type.fields.size(); ++i) {
      const Field& field = type.fields[i];
      const size_t place = static_cast<size_t>(std::find(names.begin(), names.end(), field.name) - names.begin());
      const bool is_there = place < names.size();
      if (is_there && json.items[place].kind != JsonValue::Null) {
        Cell value = convert(json.items[place], *field.type);
        set_record_field(call_.frame, *result, static_cast<int>(i), std::move(value));
      } else if (!has(field.attributes, AttributeKind::Optional) && !has(field.attributes, AttributeKind::Default)) {
        throw Misfit{
            fmt::format("required field {}${} is {} in JSON", type.name(), field.name, is_there ? "null" : "missing")};
      }
    }
    return result;
  }

  std::vector<std::string> mapped(std::vector<std::string> names) {
    if (!maps_keys_) return names;
    for (std::string& name : names) {
      const Cell result = call_.runtime.call_safely(key_function_, {string_cell(name)}, &call_.frame);
      if (result.tag() == Tag::String) name = result.string();
    }
    return names;
  }

  template <class T>
  static Ref<T> shared(const T& type) {
    return Ref<T>(const_cast<T*>(&type));  // values share their types, which they do not change
  }

  BuiltinCall& call_;
  FuncObject& key_function_;
  const bool maps_keys_;
};

}  // namespace

Cell from_json(BuiltinCall& call) {
  auto result = result_record(call, "from_json_result");
  if (call.arguments[1].tag() != Tag::Type) {
    builtin_error(call, "from_json() requires a type argument");
    return result;
  }
  const auto json = read_json(string_argument(call, 0));
  if (const JsonError* const error = std::get_if<JsonError>(&json)) {
    builtin_error(call, fmt::format("JSON parse error: {} Offset: {}", error->text, error->offset));
    return result;
  }
  try {
    Converter converter(call, call.arguments[2].as<FuncObject>());
    set_field(*result, "v", converter.convert(std::get<JsonValue>(json), *call.arguments[1].as<TypeObject>().type));
    set_field(*result, "valid", Cell::boolean(true));
  } catch (const Misfit& misfit) {
    builtin_error(call, misfit.text);
  }
  return result;
}

}  // namespace whimbrel::script
