// Layout: which nodes a cluster has, as the script cluster-layout.zeek says it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/address.h"
#include "whimbrel/result.h"

namespace whimbrel::cluster {

/// In the order of starting: nobody comes before those it connects to.
enum class NodeType : uint8_t { Logger, Manager, Proxy, Worker };
inline constexpr size_t kNodeTypes = 4;
std::string_view name_of(NodeType type);

struct NodePlan {
  std::string name;
  NodeType type = NodeType::Worker;
  Address address;
  uint16_t port = 0;  ///< 0: it does not listen
  int line = 0;       ///< of the layout, where its name stands; 0: elsewhere

  /// "127.0.0.1:9990", without the port if there is none.
  std::string place() const;
};

struct Layout {
  std::string shown;                 ///< the file, as messages show it
  std::filesystem::path file;        ///< absolute
  std::vector<NodePlan> nodes;       ///< in the order of starting
  std::vector<std::string> not_run;  ///< nodes of types that are not run: CONTROL, TIME_MACHINE
};

/// The file of a layout, from the file itself or its folder.
Result<std::filesystem::path> find_layout(const std::string& file_or_folder);

/// Runs the script, and checks that its nodes make a cluster. What is wrong with it as a script goes to standard error.
Result<Layout> read_layout(const std::filesystem::path& file);

/// Where a node is to listen, unless the environment says so: nodes that others reach at a loopback address need not be
/// reachable from elsewhere. "": everywhere.
std::string listen_address(const NodePlan& node);

/// Whether somebody could listen there now.
bool can_listen(const Address& address, uint16_t port);

/// Whether all addresses are of this machine, and all ports free.
Result<void> check_places(const Layout& layout);

/// How many other nodes a node is connected to when all are there.
size_t peers_of(const Layout& layout, const NodePlan& node);

}  // namespace whimbrel::cluster
