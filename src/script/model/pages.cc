#include "script/model/pages.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace whimbrel::script {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace

void* allocate_pages(size_t bytes) {
  const bool is_large = bytes >= kHugePage;
  const size_t rounded = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  void* const memory = is_large ? std::aligned_alloc(kHugePage, rounded) : std::malloc(bytes);
  if (!memory) throw std::bad_alloc();
  if (is_large) madvise(memory, rounded, MADV_HUGEPAGE);  // a wish; it works without, too
  return memory;
}

void free_pages(void* memory) { std::free(memory); }

}  // namespace whimbrel::script
