// EndpointId: the 16 bytes that name an endpoint in the network. Chosen at random when an endpoint starts.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "whimbrel/result.h"

namespace whimbrel {

struct EndpointId {
  std::array<uint8_t, 16> bytes{};

  /// Reads "8-4-4-4-12" hexadecimal digits.
  static Result<EndpointId> parse(std::string_view text);
  /// All zero: "no endpoint".
  bool is_nil() const { return *this == EndpointId{}; }
  auto operator<=>(const EndpointId&) const = default;
};

std::string to_string(const EndpointId&);

}  // namespace whimbrel

template <>
struct std::hash<whimbrel::EndpointId> {
  size_t operator()(const whimbrel::EndpointId& id) const {
    size_t h;  // the bytes are random already
    std::memcpy(&h, id.bytes.data(), sizeof h);
    return h;
  }
};
