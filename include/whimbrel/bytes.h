// Bytes: views of them, and places to write them to.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace whimbrel {

using BytesView = std::span<const std::byte>;

/// Where encoders write: a stretch of memory that can be made larger.
class ByteSink {
 public:
  /// Returns room for n bytes and counts them as written.
  std::byte* take(size_t n) {
    if (static_cast<size_t>(end_ - cursor_) < n) grow(n);
    std::byte* at = cursor_;
    cursor_ += n;
    return at;
  }

 protected:
  ByteSink() = default;
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;
  ~ByteSink() = default;
  /// Makes room for at least n bytes at the cursor; what was written may move.
  virtual void grow(size_t n) = 0;
  std::byte* cursor_ = nullptr;
  std::byte* end_ = nullptr;
};

/// A ByteSink over memory of its own.
class ByteBuffer final : public ByteSink {
 public:
  ByteBuffer() = default;
  ByteBuffer(const ByteBuffer&) = delete;
  ByteBuffer& operator=(const ByteBuffer&) = delete;

  BytesView bytes() const { return {data_.data(), static_cast<size_t>(cursor_ - data_.data())}; }
  void clear() { cursor_ = data_.data(); }

 private:
  void grow(size_t n) override;
  std::vector<std::byte> data_;
};

}  // namespace whimbrel
