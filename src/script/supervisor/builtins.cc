#include "script/supervisor/builtins.h"

#include <unistd.h>

#include "script/builtins/json.h"
#include "script/builtins/support.h"
#include "script/model/pattern.h"
#include "script/model/table.h"
#include "script/supervisor/supervisor.h"

namespace whimbrel::script {

using supervisor::Supervisor;

namespace {

/// What this process is.
struct Supervision {
  Supervisor* supervisor = nullptr;  // owned by the runtime's list of sources
  std::optional<std::string> configuration;
  Ref<RecordObject> node;  // of that configuration, once it has been asked for
};

Supervision& supervision(const BuiltinCall& call) { return call.runtime.state<Supervision>(); }

/// Null, and reported, if this process is none.
Supervisor* supervisor_of(const BuiltinCall& call) {
  Supervisor* const found = supervision(call).supervisor;
  if (!found) builtin_error(call, "supervisor mode not enabled");
  return found;
}

Cell is_supervisor(BuiltinCall& call) { return Cell::boolean(supervision(call).supervisor != nullptr); }
Cell is_supervised(BuiltinCall& call) { return Cell::boolean(supervision(call).configuration.has_value()); }

// -- configurations as JSON

std::string to_text(BuiltinCall& call, const Cell& configuration) {
  const Cell arguments[] = {configuration, Cell::boolean(false), *PatternObject::compile("^_"), Cell::boolean(false)};
  BuiltinCall inner{call.runtime, call.frame, arguments, call.expression};
  return to_json(inner).string();
}

/// Null if this process is not supervised, or was given nonsense.
Ref<RecordObject> own_node(BuiltinCall& call) {
  Supervision& state = supervision(call);
  if (!state.configuration || state.node) return state.node;
  const Cell arguments[] = {string_cell(*state.configuration),
                            make<TypeObject>(named_type(call.runtime, "Supervisor::NodeConfig")),
                            call.runtime.value_of("from_json_default_key_mapper")};
  BuiltinCall inner{call.runtime, call.frame, arguments, call.expression};
  const Cell result = from_json(inner);
  auto& record = result.as<RecordObject>();
  const Cell value = record_field(call.frame, record, record.type->index_of("v"));
  if (value.tag() == Tag::Record) state.node = Ref<RecordObject>(&value.as<RecordObject>());
  return state.node;
}

Cell node(BuiltinCall& call) {
  if (const auto own = own_node(call)) return own;
  builtin_error(call, "not a supervised process");
  auto config = result_record(call, "Supervisor::NodeConfig");
  set_field(*config, "name", string_cell("<invalid>"));
  return config;
}

// -- what a supervisor does

Cell status(BuiltinCall& call) {
  auto result = result_record(call, "Supervisor::Status");
  Supervisor* const supervisor = supervisor_of(call);
  if (!supervisor) return result;
  const Cell nodes = record_field(call.frame, *result, result->type->index_of("nodes"));
  for (const auto* const found : supervisor->find(string_argument(call, 0))) {
    auto one = result_record(call, "Supervisor::NodeStatus");
    set_field(*one, "node", found->configuration());
    if (const auto pid = found->pid()) set_field(*one, "pid", Cell::integer(*pid));
    nodes.as<TableObject>().assign({string_cell(found->name())}, one);
  }
  return result;
}

Cell create(BuiltinCall& call) {
  Supervisor* const supervisor = supervisor_of(call);
  if (!supervisor) return string_cell("supervisor mode not enabled");
  return string_cell(supervisor->create(call.arguments[0].as<RecordObject>(), to_text(call, call.arguments[0])));
}

Cell destroy(BuiltinCall& call) {
  Supervisor* const supervisor = supervisor_of(call);
  return Cell::boolean(supervisor && supervisor->destroy(string_argument(call, 0)));
}

Cell restart(BuiltinCall& call) {
  Supervisor* const supervisor = supervisor_of(call);
  return Cell::boolean(supervisor && supervisor->restart(string_argument(call, 0)));
}

/// Who starts the processes: the supervisor itself.
Cell stem_pid(BuiltinCall& call) {
  const Supervision& state = supervision(call);
  if (state.supervisor) return Cell::integer(::getpid());
  if (state.configuration) return Cell::integer(::getppid());
  builtin_error(call, "supervisor mode not enabled and not a supervised node");
  return Cell::integer(-1);
}

// -- clusters

std::string_view node_type_of(std::string_view role) {
  if (role == "Supervisor::LOGGER") return "Cluster::LOGGER";
  if (role == "Supervisor::MANAGER") return "Cluster::MANAGER";
  if (role == "Supervisor::PROXY") return "Cluster::PROXY";
  if (role == "Supervisor::WORKER") return "Cluster::WORKER";
  return "Cluster::NONE";
}

/// Fills Cluster::nodes from the own configuration. F if that speaks of no cluster.
Cell init_cluster(BuiltinCall& call) {
  const auto own = own_node(call);
  if (!own) return Cell::boolean(false);
  const auto field = [&](RecordObject& record, std::string_view name) {
    return record_field(call.frame, record, record.type->index_of(name));
  };
  const Cell cluster = field(*own, "cluster");
  if (!cluster.is_set() || cluster.as<TableObject>().size() == 0) return Cell::boolean(false);
  const auto role_of = [&](const TableObject::Entry& entry) {
    const Cell role = field(entry.value.as<RecordObject>(), "role");
    return std::string(role.enum_type()->name_of_value(role.enum_value()));
  };
  std::string manager;
  bool has_logger = false;
  {
    TableObject::Walk walk(cluster.as<TableObject>());
    while (const auto* const entry = walk.next()) {
      const std::string role = role_of(*entry);
      has_logger |= role == "Supervisor::LOGGER";
      if (role == "Supervisor::MANAGER") manager = entry->index[0].string();
    }
  }
  const Cell nodes = call.runtime.value_of("Cluster::nodes");
  TableObject::Walk walk(cluster.as<TableObject>());
  while (const auto* const entry = walk.next()) {
    auto& endpoint = entry->value.as<RecordObject>();
    auto one = result_record(call, "Cluster::Node");
    const std::string role = role_of(*entry);
    set_field(*one, "node_type", enum_cell(call.runtime, node_type_of(role)));
    set_field(*one, "ip", field(endpoint, "host"));
    set_field(*one, "p", field(endpoint, "p"));
    for (const std::string_view name : {"interface", "metrics_port"})
      if (const Cell value = field(endpoint, name); value.is_set()) set_field(*one, name, value);
    if (!manager.empty() && role != "Supervisor::MANAGER") set_field(*one, "manager", string_cell(manager));
    nodes.as<TableObject>().assign({entry->index[0]}, one);
  }
  call.runtime.symbols.find("Cluster::manager_is_logger")->value = Cell::boolean(!has_logger);
  return Cell::boolean(true);
}

}  // namespace

void be_supervisor(Runtime& runtime, MakeCommand make_command) {
  auto made = std::make_unique<Supervisor>(runtime, std::move(make_command));
  runtime.state<Supervision>().supervisor = made.get();
  runtime.sources.push_back(std::move(made));
}

void be_supervised(Runtime& runtime, std::string configuration) {
  runtime.state<Supervision>().configuration = std::move(configuration);
}

void add_supervisor_builtins(Registry& registry) {
  registry.begin("supervisor.bif");
  registry.add("Supervisor::__is_supervisor(): bool", is_supervisor);
  registry.add("Supervisor::__is_supervised(): bool", is_supervised);
  registry.add("Supervisor::__init_cluster(): bool", init_cluster);
  registry.add("Supervisor::__node(): Supervisor::NodeConfig", node);
  registry.add("Supervisor::__stem_pid(): int", stem_pid);
  registry.add("Supervisor::__status(node: string): Supervisor::Status", status);
  registry.add("Supervisor::__create(node: Supervisor::NodeConfig): string", create);
  registry.add("Supervisor::__destroy(node: string): bool", destroy);
  registry.add("Supervisor::__restart(node: string): bool", restart);
}

}  // namespace whimbrel::script
