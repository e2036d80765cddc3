#include "script/logging/builtins.h"

namespace whimbrel::script {

namespace {

Cell yes(BuiltinCall&) { return Cell::boolean(true); }
Cell no_path(BuiltinCall&) { return string_cell(""); }

}  // namespace

void add_logging_builtins(Registry& registry) {
  registry.begin("logging.bif");
  registry.add("Log::__default_path(id: Log::ID): string", no_path);
  registry.add("Log::__create_stream(id: Log::ID, stream: Log::Stream): bool", yes);
  registry.add("Log::__remove_stream(id: Log::ID): bool", yes);
  registry.add("Log::__enable_stream(id: Log::ID): bool", yes);
  registry.add("Log::__disable_stream(id: Log::ID): bool", yes);
  registry.add("Log::__add_filter(id: Log::ID, filter: Log::Filter): bool", yes);
  registry.add("Log::__remove_filter(id: Log::ID, name: string): bool", yes);
  registry.add("Log::__set_max_delay_interval(id: Log::ID, max_delay: interval): bool", yes);
  registry.add("Log::__set_max_delay_queue_size(id: Log::ID, queue_size: count): bool", yes);
  registry.add("Log::__rotate_leftover_logs(): bool", yes);
  // Declared in base/frameworks/logging/main.zeek.
  registry.begin("");
  registry.add("Log::write(id: Log::ID, columns: any): bool", yes);
  registry.add("Log::set_buf(id: Log::ID, buffered: bool): bool", yes);
  registry.add("Log::flush(id: Log::ID): bool", yes);
}

}  // namespace whimbrel::script
