// Address, Subnet and Port: the network kinds of value, as 16-byte and smaller plain values.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "whimbrel/result.h"

namespace whimbrel {

/// An IPv4 or IPv6 address: 16 bytes in network order, IPv4 as ::ffff:a.b.c.d. Ordered by its bytes.
struct Address {
  std::array<uint8_t, 16> bytes{};

  static Address v4(uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}};
  }
  /// Reads dotted IPv4 or RFC 4291 IPv6 text; nothing around it, not even blanks.
  static Result<Address> parse(std::string_view text);

  bool is_v4() const;
  /// This address with all but its first `bits` (0 to 128) bits cleared.
  Address masked(int bits) const;
  auto operator<=>(const Address&) const = default;
};

/// A network: an address whose bits beyond the length are zero. Ordered by network, then by length.
struct Subnet {
  Address network;
  uint8_t bits = 0;  ///< length counted on 128 bits, as on the wire: an IPv4 /24 has 120

  /// A subnet from a length relative to the address family (0 to 32, or 0 to 128). A length out of range gives ::/0,
  /// as Broker does.
  static Subnet make(const Address& address, int length);
  /// Reads "address/length". Unlike make(), a length out of range is an error.
  static Result<Subnet> parse(std::string_view text);

  /// Length relative to the address family.
  int length() const { return network.is_v4() ? bits - 96 : bits; }
  auto operator<=>(const Subnet&) const = default;
};

enum class Protocol : uint8_t { Unknown, Tcp, Udp, Icmp };

/// A transport-level port. Ordered by number, then by protocol.
struct Port {
  uint16_t number = 0;
  Protocol protocol = Protocol::Unknown;

  /// Reads "80/tcp", "53/udp", "8/icmp" or "0/?".
  static Result<Port> parse(std::string_view text);
  auto operator<=>(const Port&) const = default;
};

std::string to_string(const Address&);
std::string to_string(const Subnet&);
std::string to_string(const Port&);

}  // namespace whimbrel
