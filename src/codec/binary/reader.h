// ByteReader: a cursor over hostile bytes. After the first read past the end it is failed() and yields zeros.
#pragma once

#include <cstring>
#include <string_view>

#include "base/big_endian.h"
#include "whimbrel/endpoint_id.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

class ByteReader {
 public:
  explicit ByteReader(BytesView bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  size_t offset() const { return offset_; }
  size_t left() const { return bytes_.size() - offset_; }

  template <std::unsigned_integral T>
  T integer() {
    const std::byte* at = take(sizeof(T));
    return at ? load_be<T>(at) : T{0};
  }
  EndpointId id() {
    EndpointId id;
    if (const std::byte* at = take(16)) std::memcpy(id.bytes.data(), at, 16);
    return id;
  }
  /// A size: seven bits a byte, least significant first, at most five bytes and 32 bits.
  uint32_t varbyte() {
    uint64_t x = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      const auto byte = integer<uint8_t>();
      x |= uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) {
        if (x > UINT32_MAX) failed_ = true;
        return failed_ ? 0 : static_cast<uint32_t>(x);
      }
    }
    failed_ = true;
    return 0;
  }
  std::string_view string() {
    const size_t size = varbyte();
    const std::byte* at = take(size);
    return at ? std::string_view(reinterpret_cast<const char*>(at), size) : std::string_view();
  }
  bool skip(size_t n) { return take(n) != nullptr; }
  BytesView remaining() const { return bytes_.subspan(offset_); }

 private:
  const std::byte* take(size_t n) {
    if (failed_ || n > left()) {
      failed_ = true;
      return nullptr;
    }
    const std::byte* at = bytes_.data() + offset_;
    offset_ += n;
    return at;
  }

  BytesView bytes_;
  size_t offset_ = 0;
  bool failed_ = false;
};

}  // namespace whimbrel
