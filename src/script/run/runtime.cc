#include "script/run/runtime.h"

#include "script/model/stack.h"
#include "script/run/trigger.h"

namespace whimbrel::script {

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

void Runtime::finish_sources() {
  for (size_t i = sources.size(); i-- > 0;) sources[i]->finish(*this);
}

void Runtime::modified(const Object* object) { triggers_->modified(object); }
void Runtime::modified(const Symbol* symbol) { triggers_->modified(symbol); }

}  // namespace whimbrel::script
