#include "script/logging/builtins.h"

#include <fmt/format.h>

#include "script/logging/manager.h"
#include "script/logging/options.h"
#include "script/logging/rotation_times.h"

namespace whimbrel::script {

namespace {

using logging::Manager;

/// What Log::delay() returns.
class DelayToken final : public OpaqueObject {
 public:
  DelayToken(TypePtr type, uint64_t number_) : OpaqueObject(std::move(type)), number(number_) {}
  std::string text() const override { return "<opaque of LogDelayTokenVal>"; }
  const uint64_t number;  ///< 0: nothing is held back
};

Manager& manager(const BuiltinCall& call) { return Manager::of(call.runtime); }

Cell default_path(BuiltinCall& call) {
  const Cell& id = call.arguments[0];
  return string_cell(Manager::default_path(id.enum_type()->name_of_value(id.enum_value())));
}

Cell create_stream(BuiltinCall& call) {
  return Cell::boolean(manager(call).create_stream(call.arguments[0], call.arguments[1].as<RecordObject>()));
}
Cell remove_stream(BuiltinCall& call) { return Cell::boolean(manager(call).remove_stream(call.arguments[0])); }
Cell enable_stream(BuiltinCall& call) { return Cell::boolean(manager(call).enable_stream(call.arguments[0], true)); }
Cell disable_stream(BuiltinCall& call) { return Cell::boolean(manager(call).enable_stream(call.arguments[0], false)); }

Cell add_filter(BuiltinCall& call) {
  const Ref<RecordObject> filter(&call.arguments[1].as<RecordObject>());
  return Cell::boolean(manager(call).add_filter(call.arguments[0], filter));
}
Cell remove_filter(BuiltinCall& call) {
  return Cell::boolean(manager(call).remove_filter(call.arguments[0], call.arguments[1].string()));
}

Cell write(BuiltinCall& call) { return Cell::boolean(manager(call).write(call.arguments[0], call.arguments[1])); }
Cell set_buf(BuiltinCall& call) {
  return Cell::boolean(manager(call).set_buffered(call.arguments[0], call.arguments[1].as_bool()));
}
Cell flush(BuiltinCall& call) { return Cell::boolean(manager(call).flush(call.arguments[0])); }
Cell rotate_leftovers(BuiltinCall& call) {
  manager(call).rotate_leftovers();
  return Cell::boolean(true);
}

/// Seconds until logs with this interval are rotated.
Cell calc_next_rotate(BuiltinCall& call) {
  const double base = logging::rotation_base(logging::text_option(call.runtime, "log_rotate_base_time"));
  return Cell::interval(logging::until_next_rotation(call.runtime.network_time(), base, call.arguments[0].as_double()));
}

// -- delays

Cell delay(BuiltinCall& call) {
  const Ref<FuncObject> callback =
      call.arguments.size() > 2 ? Ref<FuncObject>(&call.arguments[2].as<FuncObject>()) : nullptr;
  return Cell(new DelayToken(make<OpaqueType>("LogDelayToken"),
                             manager(call).delays().delay(call.arguments[0], call.arguments[1], callback)));
}

Cell delay_finish(BuiltinCall& call) {
  const auto* const token = dynamic_cast<const DelayToken*>(call.arguments[2].object());
  return Cell::boolean(manager(call).delays().finish(call.arguments[0], call.arguments[1], token ? token->number : 0));
}

Cell set_max_delay_interval(BuiltinCall& call) {
  const logging::StreamPtr stream = manager(call).stream(call.arguments[0]);
  if (stream) manager(call).delays().set_interval(stream, call.arguments[1].as_double());
  return Cell::boolean(static_cast<bool>(stream));
}

Cell set_max_delay_queue_size(BuiltinCall& call) {
  const logging::StreamPtr stream = manager(call).stream(call.arguments[0]);
  if (stream) manager(call).delays().set_limit(stream, call.arguments[1].as_count());
  return Cell::boolean(static_cast<bool>(stream));
}

Cell delay_queue_size(BuiltinCall& call) {
  const logging::StreamPtr stream = manager(call).stream(call.arguments[0]);
  return Cell::integer(stream ? static_cast<int64_t>(stream->delayed.size()) : -1);
}

}  // namespace

void add_logging_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("calc_next_rotate(i: interval): interval", calc_next_rotate);
  registry.begin("logging.bif");
  registry.add("Log::__default_path(id: Log::ID): string", default_path);
  registry.add("Log::__create_stream(id: Log::ID, stream: Log::Stream): bool", create_stream);
  registry.add("Log::__remove_stream(id: Log::ID): bool", remove_stream);
  registry.add("Log::__enable_stream(id: Log::ID): bool", enable_stream);
  registry.add("Log::__disable_stream(id: Log::ID): bool", disable_stream);
  registry.add("Log::__add_filter(id: Log::ID, filter: Log::Filter): bool", add_filter);
  registry.add("Log::__remove_filter(id: Log::ID, name: string): bool", remove_filter);
  registry.add("Log::__set_max_delay_interval(id: Log::ID, max_delay: interval): bool", set_max_delay_interval);
  registry.add("Log::__set_max_delay_queue_size(id: Log::ID, queue_size: count): bool", set_max_delay_queue_size);
  registry.add("Log::__rotate_leftover_logs(): bool", rotate_leftovers);
  // Declared in base/frameworks/logging/main.zeek, with types and defaults that are made there.
  registry.begin("");
  registry.add("Log::write(id: Log::ID, columns: any): bool", write);
  registry.add("Log::set_buf(id: Log::ID, buffered: bool): bool", set_buf);
  registry.add("Log::flush(id: Log::ID): bool", flush);
  registry.add("Log::delay()", delay);
  registry.add("Log::delay_finish()", delay_finish);
  registry.add("Log::get_delay_queue_size()", delay_queue_size);
}

}  // namespace whimbrel::script
