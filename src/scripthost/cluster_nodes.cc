#include "scripthost/cluster_nodes.h"

#include <unistd.h>

#include <sstream>

#include "script/model/objects.h"
#include "script/model/table.h"
#include "script/syntax/sources.h"
#include "scripthost/base_scripts.h"
#include "scripthost/diagnostics.h"
#include "scripthost/interpreter.h"
#include "scripthost/process_host.h"

namespace whimbrel::script {

namespace {

const Cell& field(const RecordObject& record, std::string_view name) {
  return record.cells[static_cast<size_t>(record.type->index_of(name))];
}

Protocol protocol_of(uint32_t code) {
  switch (code & ~0xffffu) {
    case kTcpPort:
      return Protocol::Tcp;
    case kUdpPort:
      return Protocol::Udp;
    case kIcmpPort:
      return Protocol::Icmp;
    default:
      return Protocol::Unknown;
  }
}

ClusterNode node_of(const std::string& name, const RecordObject& record) {
  const Cell& type = field(record, "node_type");
  const uint32_t port = field(record, "p").port_code();
  return {name,
          type.enum_type()->name_of_value(type.enum_value()),
          field(record, "ip").as<AddrObject>().address,
          {static_cast<uint16_t>(port & 0xffff), protocol_of(port)}};
}

}  // namespace

std::optional<std::vector<ClusterNode>> read_cluster_nodes(const std::string& script) {
  ProcessHost host;
  Interpreter interpreter(host);
  if (isatty(STDERR_FILENO)) show_excerpts(interpreter.runtime().reporter);
  ScriptRun run;
  run.scripts = {script};
  run.bare = run.parse_only = run.quiet_about_unused = true;
  if (interpreter.run(run) != 0) return {};
  std::vector<ClusterNode> nodes;
  TableObject::Walk walk(interpreter.runtime().symbols.find("Cluster::nodes")->value.as<TableObject>());
  while (const auto* const entry = walk.next())
    nodes.push_back(node_of(entry->index[0].string(), entry->value.as<RecordObject>()));
  return nodes;
}

bool finds_script(const std::string& name) {
  ProcessHost host;
  std::istringstream list(host.environment("ZEEKPATH").value_or("."));
  std::vector<std::string> folders;
  for (std::string folder; std::getline(list, folder, ':');) folders.push_back(folder);
  return syntax::Sources(folders, base_script).find(name, "").has_value();
}

}  // namespace whimbrel::script
