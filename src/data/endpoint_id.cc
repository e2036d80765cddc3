#include "whimbrel/endpoint_id.h"

#include <fmt/format.h>

namespace whimbrel {

namespace {

constexpr size_t kTextSize = 36;
constexpr bool is_dash_at(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Error bad(std::string_view text) {
  return {ErrorCode::InvalidArgument,
          fmt::format("\"{}\" is not an endpoint ID: expected 8-4-4-4-12 hexadecimal digits", text.substr(0, 100))};
}

}  // namespace

Result<EndpointId> EndpointId::parse(std::string_view text) {
  if (text.size() != kTextSize) return bad(text);
  EndpointId id;
  size_t digits = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (is_dash_at(i)) {
      if (text[i] != '-') return bad(text);
      continue;
    }
    const int x = digit(text[i]);
    if (x < 0) return bad(text);
    uint8_t& byte = id.bytes[digits++ / 2];
    byte = static_cast<uint8_t>(byte << 4 | x);
  }
  return id;
}

std::string to_string(const EndpointId& id) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out(kTextSize, '-');
  size_t at = 0;
  for (uint8_t byte : id.bytes) {
    if (is_dash_at(at)) ++at;
    out[at++] = kDigits[byte >> 4];
    out[at++] = kDigits[byte & 15];
  }
  return out;
}

}  // namespace whimbrel
