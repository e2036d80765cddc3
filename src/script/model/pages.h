// Memory for what may grow large: in huge pages where the system has them, so that a walk through a large table at
// random does not wait for the page tables.
#pragma once

#include <cstddef>

namespace whimbrel::script {

void* allocate_pages(size_t bytes);
void free_pages(void* memory);

/// For containers that may grow large.
template <class T>
struct PageAllocator {
  using value_type = T;
  PageAllocator() = default;
  template <class U>
  PageAllocator(const PageAllocator<U>&) {}
  T* allocate(size_t count) { return static_cast<T*>(allocate_pages(count * sizeof(T))); }
  void deallocate(T* memory, size_t) { free_pages(memory); }
  bool operator==(const PageAllocator&) const { return true; }
};

}  // namespace whimbrel::script
