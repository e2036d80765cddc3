#include <fmt/format.h>

#include "whimbrel/codec.h"

namespace whimbrel {

std::string to_hex(BytesView bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const std::byte byte : bytes) {
    out += kDigits[static_cast<uint8_t>(byte) >> 4];
    out += kDigits[static_cast<uint8_t>(byte) & 15];
  }
  return out;
}

namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Result<std::vector<std::byte>> from_hex(std::string_view text) {
  std::vector<std::byte> out;
  for (size_t i = 0; i < text.size(); i += 2) {
    while (i < text.size() && is_blank(text[i])) ++i;
    if (i == text.size()) break;
    const int high = digit(text[i]);
    const int low = i + 1 < text.size() ? digit(text[i + 1]) : -1;
    if (high < 0 || low < 0)
      return Error(ErrorCode::InvalidArgument, fmt::format("column {}: expected two hexadecimal digits", i + 1));
    out.push_back(static_cast<std::byte>(high << 4 | low));
  }
  return out;
}

}  // namespace whimbrel
