#include "script/model/pages.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace whimbrel::script {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

bool is_large(size_t bytes) { return bytes >= kHugePage; }
size_t rounded(size_t bytes) { return (bytes + kHugePage - 1) / kHugePage * kHugePage; }

/// Zeros, that begin with a huge page.
std::byte* map_pages(size_t bytes) {
  const size_t asked = rounded(bytes) + kHugePage;
  void* const memory = mmap(nullptr, asked, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::byte*>(memory);
  const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(begin) % kHugePage) % kHugePage;
  if (before > 0) munmap(begin, before);
  munmap(begin + before + rounded(bytes), kHugePage - before);
  madvise(begin + before, rounded(bytes), MADV_HUGEPAGE);  // a wish; it works without, too
  return begin + before;
}

/// Moves what is at `from` without touching it, where the system can.
void move_pages(std::byte* from, std::byte* to, size_t bytes) {
  if (mremap(from, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to) != MAP_FAILED) return;
  std::memcpy(to, from, bytes);
  munmap(from, bytes);
}

}  // namespace

void* allocate_pages(size_t bytes) {
  void* const memory = is_large(bytes) ? std::aligned_alloc(kHugePage, rounded(bytes)) : std::malloc(bytes);
  if (!memory) throw std::bad_alloc();
  if (is_large(bytes)) madvise(memory, rounded(bytes), MADV_HUGEPAGE);
  return memory;
}

void free_pages(void* memory) { std::free(memory); }

void GrowingPages::grow(size_t bytes) {
  if (is_large(bytes_) && rounded(bytes) == rounded(bytes_)) {
    bytes_ = bytes;
    return;
  }
  void* const longer = is_large(bytes) ? map_pages(bytes) : std::calloc(bytes, 1);
  if (!longer) throw std::bad_alloc();
  if (is_large(bytes_)) {
    move_pages(static_cast<std::byte*>(data_), static_cast<std::byte*>(longer), rounded(bytes_));
    data_ = nullptr;
  } else if (data_) {
    std::memcpy(longer, data_, bytes_);
  }
  release();
  data_ = longer;
  bytes_ = bytes;
}

void GrowingPages::release() {
  if (data_ && is_large(bytes_))
    munmap(data_, rounded(bytes_));
  else
    std::free(data_);
}

}  // namespace whimbrel::script
