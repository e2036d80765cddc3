// The supervisor, which starts and watches other processes in the reference. There is none here: every process is
// started by itself, and says so when asked.
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

Cell no(BuiltinCall&) { return Cell::boolean(false); }

Cell refuse(BuiltinCall& call) {
  builtin_error(call, "supervisor mode not enabled");
  return Cell::boolean(false);
}

Cell refuse_status(BuiltinCall& call) {
  refuse(call);
  return result_record(call, "Supervisor::Status");
}

Cell refuse_create(BuiltinCall& call) {
  refuse(call);
  return string_cell("supervisor mode not enabled");
}

Cell node(BuiltinCall& call) {
  builtin_error(call, "not a supervised process");
  auto config = result_record(call, "Supervisor::NodeConfig");
  set_field(*config, "name", string_cell("<invalid>"));
  return config;
}

Cell stem_pid(BuiltinCall& call) {
  builtin_error(call, "supervisor mode not enabled and not a supervised node");
  return Cell::integer(-1);
}

}  // namespace

void add_supervisor_builtins(Registry& registry) {
  registry.begin("supervisor.bif");
  registry.add("Supervisor::__is_supervisor(): bool", no);
  registry.add("Supervisor::__is_supervised(): bool", no);
  registry.add("Supervisor::__init_cluster(): bool", no);
  registry.add("Supervisor::__node(): Supervisor::NodeConfig", node);
  registry.add("Supervisor::__stem_pid(): int", stem_pid);
  registry.add("Supervisor::__status(node: string): Supervisor::Status", refuse_status);
  registry.add("Supervisor::__create(node: Supervisor::NodeConfig): string", refuse_create);
  registry.add("Supervisor::__destroy(node: string): bool", refuse);
  registry.add("Supervisor::__restart(node: string): bool", refuse);
}

}  // namespace whimbrel::script
