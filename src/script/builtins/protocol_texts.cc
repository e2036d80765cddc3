// Notations of old protocols: addresses in FTP's commands and replies, NetBIOS names.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "script/builtins/network.h"
#include "script/builtins/support.h"
#include "script/model/characters.h"

namespace whimbrel::script {

namespace {

/// A record ftp_port.
Cell ftp_port(const BuiltinCall& call, const Address& address, uint32_t port, bool valid) {
  auto record = result_record(call, "ftp_port");
  set_field(*record, "h", addr_cell(address));
  set_field(*record, "p", Cell::port(port, kTcpPort));
  set_field(*record, "valid", Cell::boolean(valid));
  return record;
}

/// "192,168,0,2,1,1", whatever follows.
Cell parse_six_numbers(const BuiltinCall& call, std::string_view text) {
  std::array<unsigned, 6> numbers{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return ftp_port(call, Address::v4(0, 0, 0, 0), 0, false);
    const auto [next, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{} || numbers[i] > 255) return ftp_port(call, Address::v4(0, 0, 0, 0), 0, false);
    at = next;
  }
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(numbers[i]); };
  return ftp_port(call, Address::v4(byte(0), byte(1), byte(2), byte(3)), numbers[4] * 256 + numbers[5], true);
}

Cell parse_ftp_port(BuiltinCall& call) { return parse_six_numbers(call, string_argument(call, 0)); }

/// "227 Entering Passive Mode (192,168,0,2,1,1)"; some servers leave out the parentheses.
Cell parse_ftp_pasv(BuiltinCall& call) {
  const std::string_view text = string_argument(call, 0);
  size_t at = text.find('(');
  if (at != std::string_view::npos) return parse_six_numbers(call, text.substr(at + 1));
  at = text.find(',');
  if (at == std::string_view::npos) return ftp_port(call, Address::v4(0, 0, 0, 0), 0, false);
  while (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') --at;
  return parse_six_numbers(call, text.substr(at));
}

/// "|2|fe80::1|80|": the first byte is what separates the parts; family and address may be empty.
Cell parse_extended_port(const BuiltinCall& call, std::string_view text) {
  std::vector<std::string_view> parts;
  if (!text.empty()) {
    const char separator = text[0];
    for (size_t at = 1, end; (end = text.find(separator, at)) != std::string_view::npos; at = end + 1)
      parts.push_back(text.substr(at, end - at));
  }
  Address address;
  unsigned port = 0;
  bool valid = parts.size() >= 3;
  if (valid && !parts[1].empty()) {
    const auto parsed = Address::parse(parts[1]);
    valid = parsed.ok();
    if (valid) address = *parsed;
  }
  if (valid) {
    const auto [next, error] = std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), port);
    valid = error == std::errc{} && port <= 65535;
  }
  return ftp_port(call, address, valid ? port : 0, valid);
}

Cell parse_eftp_port(BuiltinCall& call) { return parse_extended_port(call, string_argument(call, 0)); }

/// "229 Entering Extended Passive Mode (|||6446|)".
Cell parse_ftp_epsv(BuiltinCall& call) {
  const std::string_view text = string_argument(call, 0);
  const size_t at = text.find('(');
  return parse_extended_port(call, at == std::string_view::npos ? std::string_view() : text.substr(at + 1));
}

Cell fmt_ftp_port(BuiltinCall& call) {
  const Address& address = call.arguments[0].as<AddrObject>().address;
  if (!address.is_v4()) {
    builtin_error(call, "conversion of non-IPv4 address in fmt_ftp_port", 0);
    return string_cell("");
  }
  std::string text;
  for (size_t i = 12; i < 16; ++i) text += std::to_string(address.bytes[i]) + ',';
  const uint32_t port = call.arguments[1].port_code() & 0xffff;
  return string_cell(text + std::to_string(port >> 8) + ',' + std::to_string(port & 0xff));
}

// -- NetBIOS: each byte of a name of 16 is written as two letters, A for 0 to P for 15. The last one is the type.

constexpr size_t kNetbiosBytes = 16;

/// 0 to 15; 16 if the letter is none of those.
unsigned netbios_half(char letter) {
  const char upper = to_upper(letter);
  return upper >= 'A' && upper <= 'P' ? static_cast<unsigned>(upper - 'A') : 16;
}

/// Empty if that is no such name.
std::string netbios_bytes(std::string_view text) {
  if (text.size() != 2 * kNetbiosBytes) return {};
  std::string bytes;
  for (size_t i = 0; i < text.size(); i += 2) {
    const unsigned high = netbios_half(text[i]), low = netbios_half(text[i + 1]);
    if (high > 15 || low > 15) return {};
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

Cell decode_netbios_name(BuiltinCall& call) {
  std::string bytes = netbios_bytes(string_argument(call, 0));
  if (!bytes.empty()) bytes.pop_back();
  while (!bytes.empty() && (bytes.back() == ' ' || bytes.back() == '\0')) bytes.pop_back();
  return string_cell(std::move(bytes));
}

Cell decode_netbios_name_type(BuiltinCall& call) {
  constexpr uint64_t kNoType = 256;
  const std::string bytes = netbios_bytes(string_argument(call, 0));
  return Cell::count(bytes.empty() ? kNoType : static_cast<unsigned char>(bytes.back()));
}

}  // namespace

void add_protocol_builtins(Registry& registry) {
  registry.add("parse_ftp_port(s: string): ftp_port", parse_ftp_port);
  registry.add("parse_ftp_pasv(str: string): ftp_port", parse_ftp_pasv);
  registry.add("parse_eftp_port(s: string): ftp_port", parse_eftp_port);
  registry.add("parse_ftp_epsv(str: string): ftp_port", parse_ftp_epsv);
  registry.add("fmt_ftp_port(a: addr, p: port): string", fmt_ftp_port);
  registry.add("decode_netbios_name(name: string): string", decode_netbios_name);
  registry.add("decode_netbios_name_type(name: string): count", decode_netbios_name_type);
}

}  // namespace whimbrel::script
