#include "script/model/stack.h"

#include <pthread.h>

#include <algorithm>

namespace whimbrel::script {
namespace {

// What is left for a run-time error's message, its unwinding, and built-in functions that do not recurse. Messages show
// values, up to a depth; under sanitizers that takes several times the stack.
constexpr size_t kReserve = 1024 * 1024;
// If the system does not tell how large the stack is.
constexpr size_t kAssumedSize = 1024 * 1024;

}  // namespace

const char* end_of_stack() {
  const char* const here = static_cast<const char*>(__builtin_frame_address(0));
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return here - kAssumedSize;
  void* lowest = nullptr;
  size_t size = 0;
  const bool known = pthread_attr_getstack(&attributes, &lowest, &size) == 0;
  pthread_attr_destroy(&attributes);
  if (!known) return here - kAssumedSize;
  return static_cast<const char*>(lowest) + std::min(kReserve, size / 4);
}

bool stack_is_short() {
  thread_local const char* const end = end_of_stack();
  return static_cast<const char*>(__builtin_frame_address(0)) < end;
}

}  // namespace whimbrel::script
