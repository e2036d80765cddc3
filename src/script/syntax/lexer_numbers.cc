// What begins with a digit: counts, doubles, intervals, ports, addresses, subnets, and host names such as 3com.com. The
// longest of them that fits is meant.
#include <charconv>
#include <cstdlib>
#include <limits>

#include "script/model/characters.h"
#include "script/model/objects.h"
#include "script/syntax/lexer.h"

namespace whimbrel::script::syntax {
namespace {

struct Unit {
  std::string_view word;
  double seconds;
};
constexpr Unit kUnits[] = {{"day", 86400}, {"hr", 3600}, {"min", 60}, {"sec", 1}, {"msec", 1e-3}, {"usec", 1e-6}};

struct ProtocolWord {
  std::string_view word;
  uint32_t protocol;
  uint64_t largest;
};
constexpr ProtocolWord kProtocols[] = {
    {"tcp", kTcpPort, 65535}, {"udp", kUdpPort, 65535}, {"icmp", kIcmpPort, 255}, {"unknown", kUnknownPort, 255}};

uint64_t count_of(std::string_view digits, int base = 10) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return error == std::errc() ? value : std::numeric_limits<uint64_t>::max();
}

double real_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? value : std::strtod(std::string(text).c_str(), nullptr);
}

}  // namespace

void Lexer::number(Token& token) {
  size_t digits = 0;
  while (is_digit(at(place_ + digits))) ++digits;
  if (number_only(token, digits)) return;

  // The longest wins, and of equally long ones the first.
  enum Form { Count, Hex, Real, Interval, Port, Address, Subnet, Host } form = Count;
  size_t length = digits;
  const auto offer = [&](Form candidate, size_t candidate_length) {
    if (candidate_length <= length) return;
    form = candidate;
    length = candidate_length;
  };
  if (at(place_) == '0' && at(place_ + 1) == 'x') {
    size_t end = 2;
    while (is_hex(at(place_ + end))) ++end;
    if (end > 2) offer(Hex, end);
  }
  const size_t real = real_length(digits);
  double factor = 1;
  uint32_t protocol = 0;
  const size_t dotted = dotted_length();
  offer(Real, real);
  offer(Interval, interval_length(real, factor));
  offer(Port, port_length(digits, protocol));
  offer(Address, dotted);
  if (dotted > 0) offer(Subnet, subnet_length(dotted));
  offer(Host, host_name_length());

  const std::string_view start = text_.substr(place_);
  emit(token, form == Host ? Tok::HostName : Tok::Constant, length);
  switch (form) {
    case Count:
      token.value = Cell::count(count_of(token.text));
      break;
    case Hex:
      token.value = Cell::count(count_of(token.text.substr(2), 16));
      break;
    case Real:
      token.value = Cell::real(real_of(token.text));
      break;
    case Interval:
      token.value = Cell::interval(real_of(start.substr(0, real)) * factor);
      break;
    case Port:
      token.value = port_value(start.substr(0, digits), protocol, token.text);
      break;
    case Address:
      token.value = address_value(token.text);
      break;
    case Subnet:
      token.value = subnet_value(start.substr(0, dotted), token.text);
      break;
    case Host:
      break;
  }
}

/// Most numbers are just counts.
bool Lexer::number_only(Token& token, size_t digits) {
  const char after = at(place_ + digits);
  if (digits == 0 || continues_name(after) || is_blank(after) || after == '.' || after == '/' || after == '-')
    return false;
  emit(token, Tok::Constant, digits);
  token.value = Cell::count(count_of(token.text));
  return true;
}

/// With a fraction and an exponent, as far as there are any.
size_t Lexer::real_length(size_t digits) const {
  size_t length = digits;
  if (at(place_ + length) == '.') {
    ++length;
    while (is_digit(at(place_ + length))) ++length;
  }
  if ((at(place_ + length) | 0x20) != 'e') return length;
  size_t exponent = length + 1;
  if (at(place_ + exponent) == '+' || at(place_ + exponent) == '-') ++exponent;
  if (!is_digit(at(place_ + exponent))) return length;
  while (is_digit(at(place_ + exponent))) ++exponent;
  return exponent;
}

size_t Lexer::interval_length(size_t number, double& factor) const {
  size_t length = number;
  while (is_blank(at(place_ + length))) ++length;
  const std::string_view rest = text_.substr(std::min(place_ + length, text_.size()));
  for (const Unit& unit : kUnits) {
    if (!rest.starts_with(unit.word)) continue;
    factor = unit.seconds;
    length += unit.word.size();
    return at(place_ + length) == 's' ? length + 1 : length;
  }
  return 0;
}

size_t Lexer::dotted_length() const {
  size_t length = 0;
  for (int group = 0; group < 4; ++group) {
    if (group > 0 && at(place_ + length++) != '.') return 0;
    if (!is_digit(at(place_ + length))) return 0;
    while (is_digit(at(place_ + length))) ++length;
  }
  return length;
}

/// Of the address of that length with a prefix length after it; 0 if there is none.
size_t Lexer::subnet_length(size_t address) const {
  size_t length = address;
  while (is_blank(at(place_ + length))) ++length;
  if (at(place_ + length) != '/') return 0;
  ++length;
  while (is_blank(at(place_ + length))) ++length;
  if (!is_digit(at(place_ + length))) return 0;
  while (is_digit(at(place_ + length))) ++length;
  return length;
}

size_t Lexer::port_length(size_t digits, uint32_t& protocol) const {
  if (digits == 0 || at(place_ + digits) != '/') return 0;
  const std::string_view rest = text_.substr(place_ + digits + 1);
  for (const ProtocolWord& one : kProtocols) {
    if (!rest.starts_with(one.word)) continue;
    protocol = one.protocol;
    return digits + 1 + one.word.size();
  }
  return 0;
}

Cell Lexer::port_value(std::string_view digits, uint32_t protocol, std::string_view all) {
  const uint64_t number = count_of(digits);
  for (const ProtocolWord& one : kProtocols)
    if (one.protocol == protocol && number <= one.largest) return Cell::port(static_cast<uint32_t>(number), protocol);
  error("bad port number - " + std::string(all));
  return Cell::port(0);
}

Cell Lexer::address_value(std::string_view address) {
  // Decimal groups may have leading zeros here.
  uint8_t groups[4] = {};
  if (address.find(':') == address.npos) {
    for (uint8_t& group : groups) {
      const size_t length = std::min(address.find('.'), address.size());
      const uint64_t value = count_of(address.substr(0, length));
      if (value > 255) {
        error("Bad IP address: " + std::string(address));
        return addr_cell(Address::v4(0, 0, 0, 0));
      }
      group = static_cast<uint8_t>(value);
      address.remove_prefix(std::min(length + 1, address.size()));
    }
    return addr_cell(Address::v4(groups[0], groups[1], groups[2], groups[3]));
  }
  return addr_cell(Address::parse(address).value_or(Address{}));
}

Cell Lexer::subnet_value(std::string_view address, std::string_view whole) {
  const Cell cell = address_value(address);
  const Address& parsed = cell.as<AddrObject>().address;
  size_t digits = whole.size();
  while (is_digit(whole[digits - 1])) --digits;
  const uint64_t length = count_of(whole.substr(digits));
  const bool is_v4 = address.find(':') == address.npos;
  if (length > (is_v4 ? 32u : 128u)) {
    error(std::string("Bad IPAddr(v") + (is_v4 ? "4" : "6") +
          ") IPPrefix length : " + std::string(whole.substr(digits)));
    return subnet_cell(Subnet::make(parsed, 0));
  }
  // In brackets, even a mapped IPv4 address counts the bits of its prefix as IPv6 does.
  if (!is_v4) return subnet_cell({parsed.masked(static_cast<int>(length)), static_cast<uint8_t>(length)});
  return subnet_cell(Subnet::make(parsed, static_cast<int>(length)));
}

}  // namespace whimbrel::script::syntax
