// ValueCursor walks over the bytes of values that validate() has accepted, and therefore checks nothing.
//
//   value     := tag payload                the tag is the kind's number, one byte; the payload, by kind:
//   none      := (nothing)
//   boolean   := u8                         0 is false, all else true
//   count     := u64                        all integers are big endian
//   integer, timestamp, timespan := i64
//   real      := u64                        see real.h
//   string, enum-value := size bytes
//   address   := 16 bytes
//   subnet    := 16 bytes, u8               the length, of 128 bits
//   port      := u16 u8                     number, protocol
//   set, vector := size values
//   table     := size (key value)s
//   size      := 7 bits a byte, least significant first, the top bit set on all but the last; at most 5 bytes and 32
//   bits
#pragma once

#include <cstring>
#include <string_view>

#include "base/big_endian.h"
#include "codec/binary/real.h"
#include "whimbrel/value.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// Bytes after the tag, by kind; kSized for the kinds that begin with a size.
inline constexpr uint8_t kSized = 255;
inline constexpr uint8_t kPayloadSizes[kKindCount] = {0, 1, 8, 8,      8,      kSized, 16,    17,
                                                      3, 8, 8, kSized, kSized, kSized, kSized};

class ValueCursor {
 public:
  explicit ValueCursor(const std::byte* at) : at_(at) {}

  const std::byte* at() const { return at_; }
  Kind peek() const { return static_cast<Kind>(*at_); }

  // Each of these reads and passes one part of a value: first its kind, then what the kind has.
  Kind kind() { return static_cast<Kind>(*at_++); }
  bool boolean() { return *at_++ != std::byte{0}; }
  uint64_t count() { return integer<uint64_t>(); }
  int64_t integer() { return static_cast<int64_t>(integer<uint64_t>()); }
  double real() { return real_from_wire(integer<uint64_t>()); }
  std::string_view string() {
    const size_t n = size();
    return {reinterpret_cast<const char*>(take(n)), n};
  }
  Address address() {
    Address x;
    std::memcpy(x.bytes.data(), take(16), 16);
    return x;
  }
  Subnet subnet() {
    const Address network = address();
    return {network, integer<uint8_t>()};
  }
  Port port() {
    const auto number = integer<uint16_t>();
    return {number, static_cast<Protocol>(integer<uint8_t>())};
  }
  /// Bytes of a string, elements of a set or vector, entries of a table.
  size_t size() {
    size_t x = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<uint8_t>(*at_++);
      x |= size_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return x;
    }
  }

  /// Passes a whole value, however deep.
  void skip() {
    for (size_t left = 1; left > 0; --left) {
      const Kind k = kind();
      const uint8_t payload = kPayloadSizes[static_cast<int>(k)];
      if (payload != kSized) {
        at_ += payload;
        continue;
      }
      const size_t n = size();
      if (k >= Kind::Set)
        left += k == Kind::Table ? 2 * n : n;
      else
        at_ += n;
    }
  }

 private:
  template <class T>
  T integer() {
    return load_be<T>(take(sizeof(T)));
  }
  const std::byte* take(size_t n) {
    const std::byte* at = at_;
    at_ += n;
    return at;
  }

  const std::byte* at_;
};

}  // namespace whimbrel
