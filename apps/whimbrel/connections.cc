#include "connections.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/option_text.h"

namespace whimbrel::cli {

void ConnectionFlags::add_to(CLI::App& verb) {
  add_addresses(verb, "-l,--listen", listens, "accept peers at an address; port 0 is any free one; may be repeated")
      ->group("Connections");
  add_addresses(verb, "-w,--websocket", websockets, "accept WebSocket clients at an address; may be repeated")
      ->group("Connections");
  add_addresses(verb, "-p,--peer", peers, "connect to a node; may be repeated")->group("Connections");
  add_time(verb, "--retry", retry, "as --default-connect-retry; 0 for one attempt only")->group("Connections");
}

// -- the [node] section

NodeEntry address_entry(std::string_view key, std::vector<HostPort>& list) {
  return {key, [&list, is_given = !list.empty()](const std::string& text) -> Result<void> {
            auto address = parse_host_port(text);
            if (!address) return address.error();
            if (!is_given) list.push_back(std::move(*address));
            return {};
          }};
}

NodeEntry text_entry(std::string_view key, std::vector<std::string>& list) {
  return {key, [&list, is_given = !list.empty()](const std::string& text) -> Result<void> {
            if (!is_given) list.push_back(text);
            return {};
          }};
}

NodeEntry retry_entry(std::optional<Duration>& retry) {
  return {"retry", [&retry, is_given = retry.has_value()](const std::string& text) -> Result<void> {
            const auto time = read_interval(text);
            if (!time) return not_accepted("retry", text, "a time, such as 5sec");
            if (!is_given) retry = time;
            return {};
          }};
}

Result<void> apply_node_section(const EndpointFlags& flags, const std::vector<NodeEntry>& known) {
  std::vector<std::string_view> names;
  for (const NodeEntry& entry : known) names.push_back(entry.key);
  for (const ConfigEntry& line : flags.node_entries()) {
    const auto entry = std::ranges::find(known, line.key, &NodeEntry::key);
    const auto error_here = [&](std::string_view text) {
      return Error(ErrorCode::InvalidArgument, fmt::format("{}:{}: {}", flags.file(), line.line, text));
    };
    if (entry == known.end())
      return error_here(fmt::format("[node] has no {:.64}; it can have {}", line.key, quoted_list(names)));
    if (auto taken = entry->take(line.value); !taken) return error_here(taken.error().message());
  }
  return {};
}

// -- the connections

/// Listens everywhere, and returns where: "listen=ADDR:PORT". A failure is one unless it was asked to try again.
Result<std::vector<std::string>> listen(const ConnectionFlags& flags, Endpoint& endpoint, const Log& log) {
  const EndpointOptions& options = endpoint.options();
  const bool again = flags.endpoint.is_set("default_listen_retry") && options.default_listen_retry > Duration(0);
  const Duration retry = again ? options.default_listen_retry : Duration(0);
  std::vector<std::string> bound;
  const auto note = [&](std::string_view what, const std::string& host, const Result<uint16_t>& port) {
    if (port)
      bound.push_back(fmt::format("{}={}", what, show_host_port(host, *port)));
    else if (again)
      log.line(Log::Level::Warning,
               fmt::format("{}; trying again in {}", port.error().message(), show_interval(retry)));
    return port || again;
  };
  for (const HostPort& at : flags.listens)
    if (const auto port = endpoint.listen(at.host, at.port, retry);
        !note("listen", at.host.value_or(options.default_listen_address), port))
      return port.error();
  for (const HostPort& at : flags.websockets)
    if (const auto port = endpoint.listen_websocket(at.host, at.port, retry);
        !note("websocket", at.host.value_or(options.default_listen_address_websocket), port))
      return port.error();
  return bound;
}

Result<void> connect(const ConnectionFlags& flags, Endpoint& endpoint) {
  for (const HostPort& peer : flags.peers) {
    const std::string host = peer.host.value_or("").empty() ? "127.0.0.1" : *peer.host;
    const uint16_t port = peer.port.value_or(endpoint.options().default_port);
    if (port == 0)
      return Error(ErrorCode::InvalidArgument, "--peer: port 0 is for listening; nobody can be reached there");
    endpoint.peer(host, port, flags.retry);
  }
  return {};
}

// -- statistics

void log_statistics(const Log& log, const Statistics& s, std::string_view waiting) {
  log.line(Log::Level::Info,
           fmt::format("messages: published {}, received {}, delivered {}, forwarded {}, {}, "
                       "malformed {}, duplicates cut {}, out of hops {}, refused {}",
                       s.messages_published, s.messages_received, s.messages_delivered, s.messages_forwarded, waiting,
                       s.messages_malformed, s.duplicates_cut, s.ttl_expired, s.commands_refused));
  for (const PeerStatistics& peer : s.peers) {
    const bool is_gone = peer.network.address.empty();
    if (is_gone && peer.dropped == 0) continue;
    const std::string place = is_gone ? "gone" : show_host_port(peer.network.address, peer.network.port);
    log.line(Log::Level::Info,
             fmt::format("peer {} at {}: in {} ({} bytes), out {} ({} bytes), waiting {} ({} bytes), dropped {}",
                         to_string(peer.id), place, counted(peer.messages_in, "message"), peer.bytes_in,
                         counted(peer.messages_out, "message"), peer.bytes_out, peer.queued_messages, peer.queued_bytes,
                         peer.dropped));
    for (const auto& [topic, lost] : peer.dropped_topics)
      log.line(Log::Level::Info, fmt::format("peer {}: dropped {} of {}", to_string(peer.id), lost, topic));
  }
}

}  // namespace whimbrel::cli
