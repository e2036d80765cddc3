// Classes of characters, by the bytes of ASCII whatever the locale is.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace whimbrel::script {

enum CharacterClass : uint8_t { kDigit = 1, kLetter = 2, kHex = 4, kUnderscore = 8, kBlank = 16 };

inline constexpr auto kCharacterClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (int c = '0'; c <= '9'; ++c) classes[c] = kDigit | kHex;
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = classes[c - 'a' + 'A'] = kLetter;
  for (int c = 'a'; c <= 'f'; ++c) classes[c] = classes[c - 'a' + 'A'] = kLetter | kHex;
  classes['_'] = kUnderscore;
  classes[' '] = classes['\t'] = kBlank;
  return classes;
}();

constexpr bool is_a(char c, int classes) { return kCharacterClasses[static_cast<unsigned char>(c)] & classes; }
constexpr bool is_digit(char c) { return is_a(c, kDigit); }
constexpr bool is_hex(char c) { return is_a(c, kHex); }
constexpr bool is_blank(char c) { return is_a(c, kBlank); }
constexpr bool begins_name(char c) { return is_a(c, kLetter | kUnderscore); }
constexpr bool continues_name(char c) { return is_a(c, kLetter | kUnderscore | kDigit); }
constexpr bool is_printable(char c) { return c >= 0x20 && c <= 0x7e; }
constexpr bool is_letter(char c) { return is_a(c, kLetter); }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}
constexpr char other_case(char c) { return is_upper(c) ? to_lower(c) : to_upper(c); }
/// Of a hexadecimal digit.
constexpr int hex_value(char c) { return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; }

}  // namespace whimbrel::script
