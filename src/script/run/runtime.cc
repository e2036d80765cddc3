#include "script/run/runtime.h"

#include <pthread.h>

#include <algorithm>

#include "script/run/trigger.h"

namespace whimbrel::script {
namespace {

// What is left for a run-time error's message, its unwinding, and built-in functions that recurse (printing, copying).
constexpr size_t kStackReserve = 256 * 1024;
// If the system does not tell how large the stack is.
constexpr size_t kAssumedStack = 1024 * 1024;

const char* end_of_stack() {
  const char* const here = static_cast<const char*>(__builtin_frame_address(0));
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return here - kAssumedStack;
  void* lowest = nullptr;
  size_t size = 0;
  const bool known = pthread_attr_getstack(&attributes, &lowest, &size) == 0;
  pthread_attr_destroy(&attributes);
  if (!known) return here - kAssumedStack;
  return static_cast<const char*>(lowest) + std::min(kStackReserve, size / 4);
}

}  // namespace

Runtime::Runtime(Host& host_)
    : host(host_),
      reporter(host_),
      top_frame_(*this, nullptr, nullptr, 0, nullptr),
      stack_end_(end_of_stack()),
      triggers_(std::make_unique<Triggers>(*this)) {
  host.watch_interrupt(&interrupted);
}

Runtime::~Runtime() { host.watch_interrupt(nullptr); }

Cell Runtime::value_of(std::string_view full_name) const {
  const Symbol* const symbol = symbols.find(full_name);
  return symbol ? symbol->value : Cell();
}

void Runtime::break_off(const Location& where) {
  constexpr int kInterruptedStatus = 130;  // what shells give for a process that SIGINT has ended
  try {
    reporter.fatal(where, "interrupted");
  } catch (const ExitProcess&) {
    throw ExitProcess{kInterruptedStatus};
  }
}

void Runtime::modified(const Object* object) { triggers_->modified(object); }
void Runtime::modified(const Symbol* symbol) { triggers_->modified(symbol); }

}  // namespace whimbrel::script
