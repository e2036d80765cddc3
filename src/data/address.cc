#include "whimbrel/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>

#include "data/text.h"

namespace whimbrel {

namespace {

constexpr std::array<uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::string_view kProtocols[] = {"?", "tcp", "udp", "icmp"};

Error bad(std::string_view what, std::string_view text, std::string_view why) {
  return {ErrorCode::InvalidArgument, fmt::format("\"{}\" is not {}: {}", text.substr(0, 100), what, why)};
}

/// Reads all of a text as a number in plain digits.
bool read_number(std::string_view text, int base, unsigned max, unsigned& out) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out, base);
  return error == std::errc() && stop == end && out <= max;
}

/// Cuts off and returns what stands before the separator, or all there is.
std::string_view next_part(std::string_view& rest, char separator) {
  const size_t at = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return part;
}

bool parse_v4(std::string_view text, uint8_t* out) {
  if (std::count(text.begin(), text.end(), '.') != 3) return false;
  for (int i = 0; i < 4; ++i) {
    const std::string_view part = next_part(text, '.');
    unsigned x;
    if (part.size() > 3 || (part.size() > 1 && part[0] == '0')) return false;  // "010" is 8 to some and 10 to others
    if (!read_number(part, 10, 255, x)) return false;
    out[i] = static_cast<uint8_t>(x);
  }
  return true;
}

/// Groups of IPv6 text without "::", such as "2001:db8:0:1"; the last one may be dotted IPv4. Returns how many bytes
/// that were, or -1.
int parse_groups(std::string_view text, std::array<uint8_t, 16>& out) {
  if (text.empty()) return 0;
  size_t size = 0;
  for (size_t groups = std::count(text.begin(), text.end(), ':') + 1; groups > 0; --groups) {
    const std::string_view group = next_part(text, ':');
    if (groups == 1 && group.find('.') != group.npos) {
      if (size > 12 || !parse_v4(group, out.data() + size)) return -1;
      return static_cast<int>(size + 4);
    }
    unsigned x;
    if (size > 14 || group.size() > 4 || !read_number(group, 16, 0xffff, x)) return -1;
    out[size++] = static_cast<uint8_t>(x >> 8);
    out[size++] = static_cast<uint8_t>(x);
  }
  return static_cast<int>(size);
}

bool parse_v6(std::string_view text, std::array<uint8_t, 16>& out) {
  const size_t gap = text.find("::");
  if (gap == text.npos) return parse_groups(text, out) == 16;
  std::array<uint8_t, 16> tail;
  const int head_size = parse_groups(text.substr(0, gap), out);
  const int tail_size = parse_groups(text.substr(gap + 2), tail);
  if (head_size < 0 || tail_size < 0 || head_size + tail_size > 14) return false;
  if (head_size > 0 && text.substr(0, gap).find('.') != text.npos) return false;  // dotted only at the very end
  std::fill(out.begin() + head_size, out.end() - tail_size, uint8_t{0});
  std::copy_n(tail.begin(), tail_size, out.end() - tail_size);
  return true;
}

/// The first longest run of two or more zero groups, as [begin, end).
std::pair<int, int> longest_gap(const uint16_t (&groups)[8]) {
  std::pair<int, int> best = {-1, -1};
  for (int i = 0; i < 8; ++i) {
    int end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i >= 2 && end - i > best.second - best.first) best = {i, end};
    i = std::max(i, end);
  }
  return best;
}

void append_v6(std::string& out, const std::array<uint8_t, 16>& bytes) {
  uint16_t groups[8];
  for (int i = 0; i < 8; ++i) groups[i] = static_cast<uint16_t>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  const auto [gap, gap_end] = longest_gap(groups);
  for (int i = 0; i < 8; ++i) {
    if (i == gap) {
      out += "::";
      i = gap_end - 1;
      continue;
    }
    if (i > 0 && i != gap_end) out += ':';
    fmt::format_to(std::back_inserter(out), "{:x}", groups[i]);
  }
}

}  // namespace

Result<Address> Address::parse(std::string_view text) {
  Address result = v4(0, 0, 0, 0);
  if (text.find(':') == text.npos) {
    if (parse_v4(text, result.bytes.data() + 12)) return result;
  } else if (parse_v6(text, result.bytes)) {
    return result;
  }
  return bad("an address", text, "expected something like 10.1.2.3 or 2001:db8::1");
}

bool Address::is_v4() const { return std::memcmp(bytes.data(), kV4Prefix.data(), kV4Prefix.size()) == 0; }

Address Address::masked(int bits) const {
  Address result = *this;
  for (int i = 0; i < 16; ++i) {
    const int kept = std::clamp(bits - 8 * i, 0, 8);
    result.bytes[i] &= static_cast<uint8_t>(0xff00 >> kept);
  }
  return result;
}

Subnet Subnet::make(const Address& address, int length) {
  const int offset = address.is_v4() ? 96 : 0;
  if (length < 0 || length > 128 - offset) return {};
  return {address.masked(length + offset), static_cast<uint8_t>(length + offset)};
}

Result<Subnet> Subnet::parse(std::string_view text) {
  const size_t slash = text.rfind('/');
  if (slash == text.npos) return bad("a subnet", text, "there is no /LENGTH, as in 10.0.0.0/8");
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return bad("a subnet", text, "what stands before the / is no address");
  const unsigned max = address->is_v4() ? 32 : 128;
  unsigned length;
  if (!read_number(text.substr(slash + 1), 10, max, length))
    return bad("a subnet", text, fmt::format("the length must be 0 to {}", max));
  return make(*address, static_cast<int>(length));
}

Result<Port> Port::parse(std::string_view text) {
  const size_t slash = std::min(text.find('/'), text.size());
  const auto name =
      std::find(std::begin(kProtocols), std::end(kProtocols), text.substr(std::min(slash + 1, text.size())));
  if (slash == text.size() || name == std::end(kProtocols))
    return bad("a port", text, "the protocol must be one of /tcp /udp /icmp /?");
  unsigned number;
  if (!read_number(text.substr(0, slash), 10, 65535, number))
    return bad("a port", text, "the number must be 0 to 65535");
  return Port{static_cast<uint16_t>(number), static_cast<Protocol>(name - kProtocols)};
}

void append_text(std::string& out, const Address& x) {
  if (x.is_v4())
    fmt::format_to(std::back_inserter(out), "{}.{}.{}.{}", x.bytes[12], x.bytes[13], x.bytes[14], x.bytes[15]);
  else
    append_v6(out, x.bytes);
}

void append_text(std::string& out, const Subnet& x) {
  append_text(out, x.network);
  out += '/';
  append_text(out, int64_t{x.length()});
}

void append_text(std::string& out, const Port& x) {
  append_text(out, uint64_t{x.number});
  out += '/';
  out += kProtocols[static_cast<size_t>(x.protocol) % std::size(kProtocols)];
}

std::string to_string(const Address& x) {
  std::string out;
  append_text(out, x);
  return out;
}

std::string to_string(const Subnet& x) {
  std::string out;
  append_text(out, x);
  return out;
}

std::string to_string(const Port& x) {
  std::string out;
  append_text(out, x);
  return out;
}

}  // namespace whimbrel
