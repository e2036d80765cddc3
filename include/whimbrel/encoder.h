// Encoder: appends encoded values to bytes, with no tree of values in between.
//
//   Encoder e(sink);
//   e.vector(2);          // the two values that follow are its elements
//   e.count(42);
//   e.string("test");
//
// The caller says how many elements a container has and then writes exactly that many (for a table: key, value, key,
// value, ...). Elements of sets and keys of tables must come in ascending order and without repetition, since equal
// values must have equal bytes; a Value sees to that by itself. Not thread-safe; one encoder belongs to one thread.
#pragma once

#include <bit>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "whimbrel/bytes.h"
#include "whimbrel/value.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

class Encoder {
 public:
  explicit Encoder(ByteSink& sink) : sink_(sink) {}

  void none() { tag(Kind::None, 0); }
  void boolean(bool x) { *tag(Kind::Boolean, 1) = std::byte{x}; }
  void count(uint64_t x) { store(tag(Kind::Count, 8), x); }
  void integer(int64_t x) { store(tag(Kind::Integer, 8), static_cast<uint64_t>(x)); }
  void real(double x) { store(tag(Kind::Real, 8), real_bits(x)); }
  void string(std::string_view x) { text(Kind::String, x); }
  void address(const Address& x) { std::memcpy(tag(Kind::Address, 16), x.bytes.data(), 16); }
  void subnet(const Subnet& x) {
    std::byte* at = tag(Kind::Subnet, 17);
    std::memcpy(at, x.network.bytes.data(), 16);
    at[16] = std::byte{x.bits};
  }
  void port(const Port& x) {
    std::byte* at = tag(Kind::Port, 3);
    store(at, x.number);
    at[2] = static_cast<std::byte>(x.protocol);
  }
  void timestamp(Timestamp x) { store(tag(Kind::Timestamp, 8), static_cast<uint64_t>(x.ns)); }
  void timespan(Timespan x) { store(tag(Kind::Timespan, 8), static_cast<uint64_t>(x.ns)); }
  void enum_value(std::string_view name) { text(Kind::EnumValue, name); }
  void set(size_t elements) { sized(Kind::Set, elements, 0); }
  void table(size_t entries) { sized(Kind::Table, entries, 0); }
  void vector(size_t elements) { sized(Kind::Vector, elements, 0); }

  void value(const Value& x);
  /// Appends a value that is encoded already.
  void value(const ValueView& x) { raw(x.bytes()); }
  void raw(BytesView bytes) {
    std::byte* at = sink_.take(bytes.size());
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  }

 private:
  /// Writes a type tag and returns room for n bytes after it.
  std::byte* tag(Kind kind, size_t n) {
    std::byte* at = sink_.take(1 + n);
    *at = static_cast<std::byte>(kind);
    return at + 1;
  }
  /// Writes a type tag and a size (seven bits a byte, least significant first), and returns room for n bytes after
  /// them.
  std::byte* sized(Kind kind, size_t size, size_t n) {
    assert(size <= UINT32_MAX);
    if (size < 0x80) {
      std::byte* at = tag(kind, 1 + n);
      *at = static_cast<std::byte>(size);
      return at + 1;
    }
    std::byte* at = tag(kind, (std::bit_width(size) + 6) / 7 + n);
    for (; size >= 0x80; size >>= 7) *at++ = static_cast<std::byte>(size | 0x80);
    *at++ = static_cast<std::byte>(size);
    return at;
  }
  void text(Kind kind, std::string_view x) {
    std::byte* at = sized(kind, x.size(), x.size());
    if (!x.empty()) std::memcpy(at, x.data(), x.size());
  }
  /// Big endian.
  template <std::unsigned_integral T>
  static void store(std::byte* at, T x) {
    if constexpr (std::endian::native == std::endian::little)
      x = sizeof x == 2 ? static_cast<T>(__builtin_bswap16(static_cast<uint16_t>(x))) : __builtin_bswap64(x);
    std::memcpy(at, &x, sizeof x);
  }
  /// IEEE 754, except that the infinities swap their signs and NaN is all ones: peers write and read them so.
  static uint64_t real_bits(double x) {
    constexpr uint64_t kSign = uint64_t{1} << 63, kInfinity = uint64_t{0x7ff} << 52;
    const auto bits = std::bit_cast<uint64_t>(x);
    const uint64_t magnitude = bits & ~kSign;
    if (magnitude < kInfinity) return bits;
    return magnitude == kInfinity ? bits ^ kSign : ~uint64_t{0};
  }

  ByteSink& sink_;
};

}  // namespace whimbrel
