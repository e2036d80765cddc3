// Ports.
#include <cstdlib>

#include "script/builtins/network.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

constexpr uint32_t kProtocolBits = 0xff0000;
constexpr uint64_t kHighestPort = 65535;

uint32_t protocol_argument(const BuiltinCall& call, size_t i) { return call.arguments[i].port_code() & kProtocolBits; }

/// Number 0, after a warning, if it is too large.
Cell checked_port(const BuiltinCall& call, uint64_t number, uint32_t protocol) {
  if (number <= kHighestPort) return Cell::port(static_cast<uint32_t>(number), protocol);
  plain_warning(call, "bad port number " + std::to_string(number));
  return Cell::port(0, protocol);
}

Cell to_port(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  const size_t slash = std::min(text.find_first_not_of("0123456789"), text.size());
  const uint64_t number = slash > 0 && slash <= 5 ? std::strtoull(text.c_str(), nullptr, 10) : 0;
  if (slash > 0 && slash <= 5) {
    const std::string_view rest = std::string_view(text).substr(slash);
    if (rest == "/tcp") return checked_port(call, number, kTcpPort);
    if (rest == "/udp") return checked_port(call, number, kUdpPort);
    if (rest == "/icmp") return checked_port(call, number, kIcmpPort);
  }
  builtin_error(call, "wrong port format, must be /[0-9]{1,5}\\/(tcp|udp|icmp)/");
  return checked_port(call, number, kUnknownPort);
}

// The numbers of transport_proto, in the order of the protocols' codes.
Cell count_to_port(BuiltinCall& call) {
  return checked_port(call, call.arguments[0].as_count(), static_cast<uint32_t>(call.arguments[1].enum_value()) << 16);
}

Cell port_to_count(BuiltinCall& call) { return Cell::count(call.arguments[0].port_code() & kHighestPort); }

Cell get_port_transport_proto(BuiltinCall& call) {
  return Cell::enumeration(protocol_argument(call, 0) >> 16, named_type(call.runtime, "transport_proto")->as_enum());
}

template <uint32_t kProtocol>
Cell is_port_of(BuiltinCall& call) {
  return Cell::boolean(protocol_argument(call, 0) == kProtocol);
}

}  // namespace

void add_port_builtins(Registry& registry) {
  registry.add("to_port(s: string): port", to_port);
  registry.add("count_to_port(num: count, proto: transport_proto): port", count_to_port);
  registry.add("port_to_count(p: port): count", port_to_count);
  registry.add("get_port_transport_proto(p: port): transport_proto", get_port_transport_proto);
  registry.add("is_tcp_port(p: port): bool", is_port_of<kTcpPort>);
  registry.add("is_udp_port(p: port): bool", is_port_of<kUdpPort>);
  registry.add("is_icmp_port(p: port): bool", is_port_of<kIcmpPort>);
}

}  // namespace whimbrel::script
