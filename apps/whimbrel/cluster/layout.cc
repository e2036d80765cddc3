#include "layout.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>

#include "scripthost/cluster_nodes.h"

namespace whimbrel::cluster {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUsualName = "cluster-layout.zeek";
constexpr std::array<std::string_view, kNodeTypes> kTypeNames = {"logger", "manager", "proxy", "worker"};
constexpr std::array<std::string_view, kNodeTypes> kEnumerators = {"Cluster::LOGGER", "Cluster::MANAGER",
                                                                   "Cluster::PROXY", "Cluster::WORKER"};

Error wrong(const Layout& layout, int line, std::string_view text) {
  const std::string where = line > 0 ? fmt::format("{}:{}", layout.shown, line) : layout.shown;
  return {ErrorCode::InvalidArgument, fmt::format("{}: {}", where, text)};
}

// -- from the script

/// The line on which a node's name is a key: ["worker-1"]. 0 if there is none, as with names that are computed.
int line_of(const std::vector<std::string>& lines, const std::string& name) {
  const std::string quoted = '"' + name + '"';
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string text = lines[i].substr(0, lines[i].find('#'));
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
    if (text.find('[' + quoted + ']') != text.npos) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// A name becomes that of a folder, a word of the environment, and part of topics.
bool is_usable(const std::string& name) {
  static constexpr std::string_view kOthers = "-_.@+:";
  const auto is_fine = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || kOthers.find(c) != kOthers.npos;
  };
  return !name.empty() && name.size() <= 100 && name[0] != '.' && std::ranges::all_of(name, is_fine);
}

/// One entry of Cluster::nodes. Nothing if its type is not run.
Result<std::optional<NodePlan>> plan_of(const Layout& layout, const std::vector<std::string>& lines,
                                        const script::ClusterNode& entry) {
  const int line = line_of(lines, entry.name);
  if (!is_usable(entry.name))
    return wrong(
        layout, line,
        fmt::format("\"{:.100}\" cannot be the name of a node; letters, digits, - and _ can be in it", entry.name));
  if (entry.type == "Cluster::CONTROL" || entry.type == "Cluster::TIME_MACHINE") return std::optional<NodePlan>();
  const auto known = std::ranges::find(kEnumerators, entry.type);
  if (known == kEnumerators.end())
    return wrong(layout, line, fmt::format("{} is of type {}, and no node", entry.name, entry.type));
  if (entry.port.number != 0 && entry.port.protocol != Protocol::Tcp)
    return wrong(layout, line,
                 fmt::format("port {} of {} is not one of TCP; {}/tcp would be", to_string(entry.port), entry.name,
                             entry.port.number));
  const auto type = static_cast<NodeType>(known - kEnumerators.begin());
  return std::optional(NodePlan{entry.name, type, entry.address, entry.port.number, line});
}

Result<void> take_nodes(Layout& layout, const std::vector<script::ClusterNode>& entries) {
  const auto lines = lines_of(layout.file);
  for (const script::ClusterNode& entry : entries) {
    auto node = plan_of(layout, lines, entry);
    if (!node) return node.error();
    if (*node)
      layout.nodes.push_back(std::move(**node));
    else
      layout.not_run.push_back(entry.name);
  }
  std::ranges::sort(layout.nodes, {}, [](const NodePlan& node) { return std::pair(node.type, node.name); });
  std::ranges::sort(layout.not_run);
  return {};
}

// -- whether it makes a cluster

bool connects_to(NodeType from, NodeType to) { return to < from; }

Result<void> check_ports(const Layout& layout) {
  std::map<std::pair<Address, uint16_t>, const NodePlan*> taken;
  for (const NodePlan& node : layout.nodes) {
    const bool is_awaited =
        std::ranges::any_of(layout.nodes, [&](const NodePlan& other) { return connects_to(other.type, node.type); });
    if (node.port == 0 && is_awaited)
      return wrong(layout, node.line, fmt::format("{} needs a port, $p=...: others connect to it", node.name));
    if (node.port == 0) continue;
    const auto [other, is_new] = taken.try_emplace({node.address, node.port}, &node);
    if (!is_new)
      return wrong(layout, std::max(node.line, other->second->line),
                   fmt::format("{} and {} have the same port, {}", other->second->name, node.name, node.place()));
  }
  return {};
}

Result<void> check_nodes(const Layout& layout) {
  if (layout.nodes.empty())
    return wrong(layout, 0, "it names no nodes; redef Cluster::nodes = { [\"manager\"] = [...], ... } does");
  const NodePlan* manager = nullptr;
  for (const NodePlan& node : layout.nodes) {
    if (node.type != NodeType::Manager) continue;
    if (manager)
      return wrong(layout, node.line,
                   fmt::format("{} and {} are managers; there can be one", manager->name, node.name));
    manager = &node;
  }
  return check_ports(layout);
}

// -- whether it can be here

/// 0, or the reason why nobody can listen there.
int try_to_bind(const Address& address, uint16_t port) {
  const int family = address.is_v4() ? AF_INET : AF_INET6;
  const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno;
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  std::memcpy(&v4.sin_addr, address.bytes.data() + 12, 4);
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  std::memcpy(&v6.sin6_addr, address.bytes.data(), 16);
  const int bound = address.is_v4() ? ::bind(socket, reinterpret_cast<const sockaddr*>(&v4), sizeof v4)
                                    : ::bind(socket, reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
  const int error = bound == 0 ? 0 : errno;
  ::close(socket);
  return error;
}

bool is_loopback(const Address& address) {
  return address.is_v4() ? address.bytes[12] == 127 : address == *Address::parse("::1");
}

}  // namespace

std::string_view name_of(NodeType type) { return kTypeNames[static_cast<size_t>(type)]; }

std::string NodePlan::place() const {
  if (port == 0) return to_string(address);
  return fmt::format(fmt::runtime(address.is_v4() ? "{}:{}" : "[{}]:{}"), to_string(address), port);
}

Result<fs::path> find_layout(const std::string& file_or_folder) {
  std::error_code error;
  fs::path file = file_or_folder;
  if (fs::is_directory(file, error)) file /= kUsualName;
  if (fs::exists(file, error)) return file.lexically_normal();
  return Error(ErrorCode::CannotOpenFile,
               fmt::format("there is no {}; 'whimbrel cluster --example DIR' writes a cluster to start from",
                           file.lexically_normal().string()));
}

Result<Layout> read_layout(const fs::path& file) {
  Layout layout{file.string(), fs::absolute(file), {}, {}};
  const bool is_path = layout.shown.front() == '/' || layout.shown.starts_with("../");
  const auto entries = script::read_cluster_nodes(is_path ? layout.shown : "./" + layout.shown);
  if (!entries) return wrong(layout, 0, "this layout cannot be read");
  if (auto taken = take_nodes(layout, *entries); !taken) return taken.error();
  if (auto checked = check_nodes(layout); !checked) return checked.error();
  return layout;
}

std::string listen_address(const NodePlan& node) { return is_loopback(node.address) ? to_string(node.address) : ""; }

bool can_listen(const Address& address, uint16_t port) { return try_to_bind(address, port) == 0; }

Result<void> check_places(const Layout& layout) {
  for (const NodePlan& node : layout.nodes) {
    if (try_to_bind(node.address, 0) != 0)
      return wrong(layout, node.line,
                   fmt::format("{} of {} is no address of this machine, and all nodes are started here",
                               to_string(node.address), node.name));
    if (node.port == 0) continue;
    if (const int error = try_to_bind(node.address, node.port))
      return wrong(layout, node.line,
                   error == EADDRINUSE ? fmt::format("port {} of {} is in use already", node.port, node.name)
                                       : fmt::format("{} cannot listen on port {}: {}", node.name, node.port,
                                                     std::generic_category().message(error)));
  }
  return {};
}

size_t peers_of(const Layout& layout, const NodePlan& node) {
  return static_cast<size_t>(std::ranges::count_if(layout.nodes, [&](const NodePlan& other) {
    return connects_to(node.type, other.type) || connects_to(other.type, node.type);
  }));
}

}  // namespace whimbrel::cluster
