// What the program must know of scripts before it starts a cluster: the nodes of a layout, and whether a script is
// there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "whimbrel/address.h"

namespace whimbrel::script {

/// An entry of Cluster::nodes.
struct ClusterNode {
  std::string name;
  std::string type;  ///< "Cluster::WORKER"
  Address address;
  Port port;  ///< 0: it does not listen
};

/// Runs the script as one that is no node, and returns what Cluster::nodes is then, in no order. Nothing if there was
/// an error, which has been reported on standard error. Signals have their default effects afterwards.
std::optional<std::vector<ClusterNode>> read_cluster_nodes(const std::string& script);

/// Whether the command line of a process finds a script of this name, along ZEEKPATH or among the base scripts.
bool finds_script(const std::string& name);

}  // namespace whimbrel::script
