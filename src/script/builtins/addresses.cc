// Addresses and subnets.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <optional>

#include "script/builtins/network.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

std::optional<Address> read_address(const std::string& text) {
  if (text.find(':') != std::string::npos) {
    const auto address = Address::parse(text);
    return address ? std::optional(*address) : std::nullopt;
  }
  std::array<int, 4> parts = {};
  int end = 0;
  const int found = std::sscanf(text.c_str(), "%d.%d.%d.%d%n", &parts[0], &parts[1], &parts[2], &parts[3], &end);
  const bool is_all = found == 4 && static_cast<size_t>(end) == text.size();
  if (!is_all || std::ranges::any_of(parts, [](int part) { return part < 0 || part > 255; })) return {};
  return Address::v4(static_cast<uint8_t>(parts[0]), static_cast<uint8_t>(parts[1]), static_cast<uint8_t>(parts[2]),
                     static_cast<uint8_t>(parts[3]));
}

namespace {

const Address& address_argument(const BuiltinCall& call, size_t i) {
  return call.arguments[i].as<AddrObject>().address;
}
const Subnet& subnet_argument(const BuiltinCall& call, size_t i) { return call.arguments[i].as<SubnetObject>().subnet; }

const Address kNoAddress{};  // ::
const Address kNoV4Address = Address::v4(0, 0, 0, 0);

Address v4_from(uint32_t n) {
  return Address::v4(static_cast<uint8_t>(n >> 24), static_cast<uint8_t>(n >> 16), static_cast<uint8_t>(n >> 8),
                     static_cast<uint8_t>(n));
}

/// Four bytes from a place on, as a number.
uint32_t word_at(const Address& address, size_t place) {
  uint32_t n = 0;
  for (size_t i = place; i < place + 4; ++i) n = n << 8 | address.bytes[i];
  return n;
}

// -- text to address

/// ADDRESS/LENGTH
std::optional<Subnet> read_subnet(const std::string& text) {
  const size_t slash = text.rfind('/');
  if (slash == std::string::npos) return {};
  const auto address = read_address(text.substr(0, slash));
  if (!address) return {};
  const auto subnet = Subnet::parse(to_string(*address) + text.substr(slash));
  return subnet ? std::optional(*subnet) : std::nullopt;
}

Cell to_addr(BuiltinCall& call) {
  if (const auto address = read_address(string_argument(call, 0))) return addr_cell(*address);
  builtin_error(call, "failed converting string to IP address", 0);
  return addr_cell(kNoAddress);
}

Cell to_subnet(BuiltinCall& call) {
  if (const auto subnet = read_subnet(string_argument(call, 0))) return subnet_cell(*subnet);
  builtin_error(call, "failed converting string to IP prefix", 0);
  return subnet_cell(Subnet{});
}

Cell is_valid_ip(BuiltinCall& call) { return Cell::boolean(read_address(string_argument(call, 0)).has_value()); }

// -- other notations

Cell addr_to_counts(BuiltinCall& call) {
  const Address& address = address_argument(call, 0);
  auto words = result_vector(call, "index_vec");
  for (size_t place = address.is_v4() ? 12 : 0; place < 16; place += 4)
    words->cells.push_back(Cell::count(word_at(address, place)));
  return words;
}

Cell counts_to_addr(BuiltinCall& call) {
  const std::vector<Cell>& words = call.arguments[0].as<VectorObject>().cells;
  if (words.size() == 1) return addr_cell(v4_from(static_cast<uint32_t>(words[0].word())));
  if (words.size() == 4) {
    Address address;
    for (size_t i = 0; i < 16; ++i) address.bytes[i] = static_cast<uint8_t>(words[i / 4].word() >> (24 - 8 * (i % 4)));
    return addr_cell(address);
  }
  builtin_error(call, "invalid vector size", 0);
  return addr_cell(kNoAddress);
}

Cell count_to_v4_addr(BuiltinCall& call) {
  const uint64_t n = call.arguments[0].as_count();
  if (n <= UINT32_MAX) return addr_cell(v4_from(static_cast<uint32_t>(n)));
  builtin_error(call, "conversion of non-IPv4 count to addr", 0);
  return addr_cell(kNoV4Address);
}

Cell raw_bytes_to_v4_addr(BuiltinCall& call) {
  const std::string& bytes = string_argument(call, 0);
  if (bytes.size() < 4) {
    builtin_error(call, "too short a string as input to raw_bytes_to_v4_addr()");
    return addr_cell(kNoV4Address);
  }
  Address address = kNoV4Address;
  std::copy_n(bytes.begin(), 4, address.bytes.begin() + 12);
  return addr_cell(address);
}

Cell raw_bytes_to_v6_addr(BuiltinCall& call) {
  const std::string& bytes = string_argument(call, 0);
  if (bytes.size() < 16) {
    builtin_error(call, "too short a string as input to raw_bytes_to_v6_addr()");
    return addr_cell(kNoAddress);
  }
  Address address;
  std::copy_n(bytes.begin(), 16, address.bytes.begin());
  return addr_cell(address);
}

constexpr std::string_view kV4Zone = "in-addr.arpa", kV6Zone = "ip6.arpa";

Cell addr_to_ptr_name(BuiltinCall& call) { return string_cell(ptr_name(address_argument(call, 0))); }

std::optional<Address> address_of_ptr_name(std::string_view name) {
  std::vector<std::string> labels(1);
  for (const char c : name) {
    if (c == '.')
      labels.emplace_back();
    else
      labels.back() += c;
  }
  std::ranges::reverse(labels);  // arpa, zone, then the address from its front
  std::string text;
  if (labels.size() == 6 && name.ends_with(kV4Zone)) {
    for (size_t i = 2; i < 6; ++i) text += (i > 2 ? "." : "") + labels[i];
  } else if (labels.size() == 34 && name.ends_with(kV6Zone)) {
    for (size_t i = 2; i < 34; ++i) text += (i > 2 && i % 4 == 2 ? ":" : "") + labels[i];
  }
  const auto address = Address::parse(text);
  if (!address) return std::nullopt;
  return *address;
}

Cell ptr_name_to_addr(BuiltinCall& call) {
  if (const auto address = address_of_ptr_name(string_argument(call, 0))) return addr_cell(*address);
  builtin_error(call, "bad PTR name", 0);
  return addr_cell(kNoV4Address);
}

// -- questions

Cell is_v4_addr(BuiltinCall& call) { return Cell::boolean(address_argument(call, 0).is_v4()); }
Cell is_v6_addr(BuiltinCall& call) { return Cell::boolean(!address_argument(call, 0).is_v4()); }
Cell is_v4_subnet(BuiltinCall& call) { return Cell::boolean(subnet_argument(call, 0).network.is_v4()); }
Cell is_v6_subnet(BuiltinCall& call) { return Cell::boolean(!subnet_argument(call, 0).network.is_v4()); }

std::optional<Address> address_of(const sockaddr* socket_address) {
  if (!socket_address) return std::nullopt;
  Address address = kNoV4Address;
  if (socket_address->sa_family == AF_INET) {
    std::memcpy(&address.bytes[12], &reinterpret_cast<const sockaddr_in*>(socket_address)->sin_addr, 4);
    return address;
  }
  if (socket_address->sa_family != AF_INET6) return std::nullopt;
  std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(socket_address)->sin6_addr, 16);
  return address;
}

Cell is_local_interface(BuiltinCall& call) {
  ifaddrs* interfaces = nullptr;
  if (::getifaddrs(&interfaces) != 0) return Cell::boolean(false);
  bool found = false;
  for (const ifaddrs* i = interfaces; i && !found; i = i->ifa_next)
    found = address_of(i->ifa_addr) == address_argument(call, 0);
  ::freeifaddrs(interfaces);
  return Cell::boolean(found);
}

// -- masks

Cell mask_addr(BuiltinCall& call) {
  const Address& address = address_argument(call, 0);
  const auto bits = static_cast<uint8_t>(call.arguments[1].as_count());
  if (bits <= (address.is_v4() ? 32 : 128)) return subnet_cell(Subnet::make(address, bits));
  plain_error(call, fmt::format("Bad IPAddr(v{}) IPPrefix length : {}", address.is_v4() ? 4 : 6, bits));
  return subnet_cell(Subnet{});
}

/// The first bits of one address, the rest of another; counted on 128 bits.
Cell remask_addr(BuiltinCall& call) {
  const int bits = static_cast<int>(std::min<uint64_t>(call.arguments[2].as_count(), 128));
  const Address &a = address_argument(call, 0), &b = address_argument(call, 1);
  Address mixed = a.masked(bits);
  const Address front = b.masked(bits);
  for (size_t i = 0; i < 16; ++i) mixed.bytes[i] |= static_cast<uint8_t>(b.bytes[i] ^ front.bytes[i]);
  return addr_cell(mixed);
}

Cell addr_to_subnet(BuiltinCall& call) { return subnet_cell(Subnet{address_argument(call, 0), 128}); }
Cell subnet_to_addr(BuiltinCall& call) { return addr_cell(subnet_argument(call, 0).network); }
Cell subnet_width(BuiltinCall& call) { return Cell::count(static_cast<uint64_t>(subnet_argument(call, 0).length())); }

}  // namespace

std::string ptr_name(const Address& address) {
  std::string name;
  if (address.is_v4()) {
    for (size_t i = 16; i-- > 12;) name += fmt::format("{}.", address.bytes[i]);
    return name.append(kV4Zone);
  }
  for (size_t i = 16; i-- > 0;) name += fmt::format("{:x}.{:x}.", address.bytes[i] & 15, address.bytes[i] >> 4);
  return name.append(kV6Zone);
}

void add_address_builtins(Registry& registry) {
  registry.add("to_addr(ip: string): addr", to_addr);
  registry.add("to_subnet(sn: string): subnet", to_subnet);
  registry.add("is_valid_ip(ip: string): bool", is_valid_ip);
  registry.add("addr_to_counts(a: addr): index_vec", addr_to_counts);
  registry.add("counts_to_addr(v: index_vec): addr", counts_to_addr);
  registry.add("count_to_v4_addr(ip: count): addr", count_to_v4_addr);
  registry.add("raw_bytes_to_v4_addr(b: string): addr", raw_bytes_to_v4_addr);
  registry.add("raw_bytes_to_v6_addr(x: string): addr", raw_bytes_to_v6_addr);
  registry.add("addr_to_ptr_name(a: addr): string", addr_to_ptr_name);
  registry.add("ptr_name_to_addr(s: string): addr", ptr_name_to_addr);
  registry.add("is_v4_addr(a: addr): bool", is_v4_addr);
  registry.add("is_v6_addr(a: addr): bool", is_v6_addr);
  registry.add("is_v4_subnet(s: subnet): bool", is_v4_subnet);
  registry.add("is_v6_subnet(s: subnet): bool", is_v6_subnet);
  registry.add("is_local_interface(ip: addr): bool", is_local_interface);
  registry.add("mask_addr(a: addr, top_bits_to_keep: count): subnet", mask_addr);
  registry.add("remask_addr(a1: addr, a2: addr, top_bits_from_a1: count): addr", remask_addr);
  registry.add("addr_to_subnet(a: addr): subnet", addr_to_subnet);
  registry.add("subnet_to_addr(sn: subnet): addr", subnet_to_addr);
  registry.add("subnet_width(sn: subnet): count", subnet_width);
}

void add_network_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  add_address_builtins(registry);
  add_port_builtins(registry);
  add_protocol_builtins(registry);
  add_lookup_builtins(registry);
  add_anonymize_builtins(registry);
}

}  // namespace whimbrel::script
