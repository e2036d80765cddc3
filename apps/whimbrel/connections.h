// ConnectionFlags: where a verb that runs until it is told to stop listens, and whom it connects to: as flags, and as
// lines in the [node] section of the configuration file.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console.h"
#include "endpoint_flags.h"
#include "flags.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::cli {

struct ConnectionFlags {
  EndpointFlags endpoint;
  std::vector<HostPort> listens, websockets, peers;
  std::optional<Duration> retry;

  void add_to(CLI::App& verb);
};

/// What lines of the [node] section can be. A flag replaces all lines of its name.
struct NodeEntry {
  std::string_view key;
  std::function<Result<void>(const std::string& value)> take;
};
NodeEntry address_entry(std::string_view key, std::vector<HostPort>& list);
NodeEntry text_entry(std::string_view key, std::vector<std::string>& list);
NodeEntry retry_entry(std::optional<Duration>& retry);
/// Takes the lines of the file that the flags have named.
Result<void> apply_node_section(const EndpointFlags& flags, const std::vector<NodeEntry>& known);

/// Listens everywhere, and returns where: "listen=ADDR:PORT". A failure is one unless it was asked to try again.
Result<std::vector<std::string>> listen(const ConnectionFlags& flags, Endpoint& endpoint, const Log& log);
Result<void> connect(const ConnectionFlags& flags, Endpoint& endpoint);

/// What an endpoint has done and lost, on some lines. `waiting`: "waiting to be printed 3".
void log_statistics(const Log& log, const Statistics& s, std::string_view waiting);

}  // namespace whimbrel::cli
