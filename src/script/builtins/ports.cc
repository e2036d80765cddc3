// Ports.
#include <cstdlib>

#include "script/builtins/network.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

constexpr uint32_t kProtocolBits = 0xff0000;
constexpr uint64_t kHighestPort = 65535;

uint32_t protocol_argument(const BuiltinCall& call, size_t i) { return call.arguments[i].port_code() & kProtocolBits; }

/// Number 0, after a warning, if it is too large. Numbers have 32 bits.
Cell checked_port(const BuiltinCall& call, uint64_t number, uint32_t protocol) {
  const auto low = static_cast<uint32_t>(number);
  if (low <= kHighestPort) return Cell::port(low, protocol);
  plain_warning(call, "bad port number " + std::to_string(static_cast<int32_t>(low)));
  return Cell::port(0, protocol);
}

// Any character may stand between number and protocol, and blanks or a sign before the number. Long texts have no
// number.
Cell to_port(BuiltinCall& call) {
  uint64_t number = 0;
  if (string_argument(call, 0).size() < 10) {
    const std::string text = c_string_argument(call, 0);
    char* end = nullptr;
    const char* const begin = text.c_str();
    number = static_cast<uint64_t>(std::strtoll(begin, &end, 10));
    const auto behind = static_cast<size_t>(end - begin) + 1;
    const auto protocol = behind < text.size() ? std::string_view(text).substr(behind) : std::string_view();
    if (protocol == "tcp") return checked_port(call, number, kTcpPort);
    if (protocol == "udp") return checked_port(call, number, kUdpPort);
    if (protocol == "icmp") return checked_port(call, number, kIcmpPort);
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
