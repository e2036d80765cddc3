#include "json_line.h"

#include <fmt/format.h>

namespace whimbrel::driver {

namespace {

/// Length of the well-formed UTF-8 character at the front, or 0.
size_t utf8_length(std::string_view text) {
  for (size_t n = 1; n <= 4 && n <= text.size(); ++n)
    if (simdjson::validate_utf8(text.data(), n)) return n;
  return 0;
}

void append_utf8(std::string& out, uint32_t c) {
  const auto byte = [&out](uint32_t x) { out += static_cast<char>(x); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      byte(0xE0 | c >> 12);
    } else {
      byte(0xF0 | c >> 18);
      byte(0x80 | (c >> 12 & 0x3F));
    }
    byte(0x80 | (c >> 6 & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

uint32_t hex4(std::string_view text) {
  return static_cast<uint32_t>(std::stoul(std::string(text.substr(0, 4)), nullptr, 16));
}

// simdjson refuses lone surrogates, rightly; here they stand for bytes.
std::string unescape(std::string_view in) {
  constexpr std::string_view kLetters = "bfnrt";
  constexpr std::string_view kBytes = "\b\f\n\r\t";
  std::string out;
  for (size_t i = 0; i < in.size(); ++i) {
    if (in[i] != '\\' || i + 1 == in.size()) {
      out += in[i];
      continue;
    }
    const char c = in[++i];
    if (const size_t letter = kLetters.find(c); letter != std::string_view::npos) {
      out += kBytes[letter];
    } else if (c != 'u' || i + 4 >= in.size()) {
      out += c;
    } else {
      uint32_t code = hex4(in.substr(i + 1));
      i += 4;
      if (code >= 0xDC80 && code <= 0xDCFF) {
        out += static_cast<char>(code & 0xFF);
        continue;
      }
      if (code >= 0xD800 && code < 0xDC00 && i + 6 < in.size() && in[i + 1] == '\\' && in[i + 2] == 'u') {
        code = 0x10000 + ((code & 0x3FF) << 10) + (hex4(in.substr(i + 3)) & 0x3FF);
        i += 6;
      }
      append_utf8(out, code);
    }
  }
  return out;
}

std::optional<std::string> text_of(simdjson::simdjson_result<simdjson::ondemand::value> value) {
  if (value.error() || value.type().error() || value.type().value_unsafe() != simdjson::ondemand::json_type::string)
    return {};
  std::string_view token = value.raw_json_token();
  const size_t end = token.find_last_of('"');
  return unescape(token.substr(1, end - 1));
}

}  // namespace

bool Command::parse(std::string_view line) {
  line_ = simdjson::padded_string(line);
  return !parser_.iterate(line_).get(document_) && document_.type().value() == simdjson::ondemand::json_type::object;
}

simdjson::simdjson_result<simdjson::ondemand::value> Command::find(std::string_view field) {
  document_.rewind();
  return document_.get_object().find_field(field);
}

std::optional<int64_t> Command::integer(std::string_view field) {
  int64_t x;
  if (find(field).get(x)) return {};
  return x;
}

std::optional<bool> Command::boolean(std::string_view field) {
  bool x;
  if (find(field).get(x)) return {};
  return x;
}

std::optional<std::string> Command::text(std::string_view field) { return text_of(find(field)); }

std::optional<std::string> Command::raw(std::string_view field) {
  std::string_view json;
  auto value = find(field);
  if (value.error() || simdjson::to_json_string(value).get(json)) return {};
  return std::string(json);
}

bool Command::is_object(std::string_view field) {
  auto value = find(field);
  return !value.error() && value.type().value() == simdjson::ondemand::json_type::object;
}

std::string Command::text_in(std::string_view field, std::string_view inner) {
  auto object = find(field).get_object();
  return text_of(object.find_field(inner)).value_or("");
}

std::vector<std::pair<std::string, std::string>> Command::texts_in(std::string_view field) {
  std::vector<std::pair<std::string, std::string>> texts;
  auto object = find(field).get_object();
  if (object.error()) return texts;
  for (auto member : object) {
    std::string_view name;
    if (member.unescaped_key().get(name)) break;
    texts.emplace_back(name, text_of(member.value()).value_or(""));
  }
  return texts;
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const size_t length = utf8_length(text);
    if (byte == '"' || byte == '\\')
      out += fmt::format("\\{}", text.front());
    else if (byte < 0x20)
      out += fmt::format("\\u{:04x}", byte);
    else if (length == 0)
      out += fmt::format("\\udc{:02x}", byte);
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<size_t>(1, length));
  }
  return out + "\"";
}

}  // namespace whimbrel::driver
