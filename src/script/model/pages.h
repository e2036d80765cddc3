// Memory for what may grow large: in huge pages where the system has them, so that a walk through a large table at
// random does not wait for the page tables.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace whimbrel::script {

void* allocate_pages(size_t bytes);
void free_pages(void* memory);

/// Memory that begins with nothing and gets longer. New bytes are zeros. What is large is neither copied when it grows,
/// nor touched before it is used.
class GrowingPages {
 public:
  GrowingPages() = default;
  GrowingPages(GrowingPages&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  GrowingPages& operator=(GrowingPages&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~GrowingPages() { release(); }

  void* data() const { return data_; }
  void grow(size_t bytes);

 private:
  void release();

  void* data_ = nullptr;
  size_t bytes_ = 0;
};

/// An array that only gets longer, of elements that are all zeros in the beginning.
template <class T>
class GrowingArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  GrowingArray() = default;
  GrowingArray(GrowingArray&& other) noexcept : pages_(std::move(other.pages_)), size_(std::exchange(other.size_, 0)) {}
  GrowingArray& operator=(GrowingArray&& other) noexcept {
    pages_ = std::move(other.pages_);
    std::swap(size_, other.size_);
    return *this;
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void grow(size_t size) {
    pages_.grow(size * sizeof(T));
    size_ = size;
  }
  T& operator[](size_t i) { return begin()[i]; }
  const T& operator[](size_t i) const { return begin()[i]; }
  T* begin() const { return static_cast<T*>(pages_.data()); }
  T* end() const { return begin() + size_; }

 private:
  GrowingPages pages_;
  size_t size_ = 0;
};

}  // namespace whimbrel::script
