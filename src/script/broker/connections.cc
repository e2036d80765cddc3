// Listening, peering, and what there is to know about it.
#include <fmt/format.h>

#include "script/broker/data_functions.h"
#include "script/broker/data_value.h"
#include "script/broker/functions.h"
#include "script/broker/node.h"
#include "script/broker/stores.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

constexpr uint32_t kPortMask = 0xffff;
constexpr int64_t kWebSocket = 1;  // Broker::WEBSOCKET

bool is_tcp(const Cell& port) { return (port.port_code() & ~kPortMask) == kTcpPort; }
uint16_t number_of(const Cell& port) { return static_cast<uint16_t>(port.port_code() & kPortMask); }
Duration duration_of(const Cell& interval) { return Duration(std::max<int64_t>(0, nanoseconds(interval.as_double()))); }

std::string listen_failure(const std::string& address, uint16_t port) {
  return fmt::format("Failed to listen on {}:{}", address.empty() ? "INADDR_ANY" : address, port);
}

bool require_tcp(const BuiltinCall& call, const char* complaint) {
  if (is_tcp(call.arguments[1])) return true;
  builtin_error(call, complaint);
  return false;
}

Cell listen(BuiltinCall& call) {
  if (!require_tcp(call, "listen port must use tcp")) return Cell::port(0, kUnknownPort);
  BrokerNode& node = BrokerNode::of(call.runtime);
  const std::string address = c_string_argument(call, 0);
  const uint16_t port = number_of(call.arguments[1]);
  const auto on_outcome = [&node, address, port](const Result<uint16_t>& bound) {
    if (!bound) node.tell_listen_failure(listen_failure(address, port));
  };
  const auto bound = node.endpoint().listen(address, port, duration_of(call.arguments[2]), on_outcome);
  node.keep_process_alive();
  if (!bound) builtin_error(call, listen_failure(address, port));
  return Cell::port(bound ? *bound : 0, kTcpPort);
}

/// With the protocol as third argument: what Broker::listen_websocket calls.
Cell listen_for_clients(BuiltinCall& call) {
  if (!require_tcp(call, "listen port must use tcp")) return Cell::port(0, kUnknownPort);
  BrokerNode& node = BrokerNode::of(call.runtime);
  const std::string address = c_string_argument(call, 0);
  const uint16_t port = number_of(call.arguments[1]);
  // The script tries again by itself.
  const auto bound = call.arguments[2].enum_value() == kWebSocket
                         ? node.endpoint().listen_websocket(address, port, Duration(0))
                         : node.endpoint().listen(address, port, Duration(0));
  node.keep_process_alive();
  if (!bound) builtin_error(call, listen_failure(address, port));
  return Cell::port(bound ? *bound : 0, kTcpPort);
}

/// For Cluster::listen_websocket: address, port, interval of pings, certificate, key, trusted ones, verify, ciphers.
Cell listen_with_own_settings(BuiltinCall& call) {
  if (!require_tcp(call, "listen port must use tcp")) return Cell::boolean(false);
  WebSocketListener listener;
  listener.address = c_string_argument(call, 0);
  listener.port = number_of(call.arguments[1]);
  listener.ping_interval = duration_of(call.arguments[2]);
  listener.certificate = c_string_argument(call, 3);
  listener.keyfile = c_string_argument(call, 4);
  listener.cafile = c_string_argument(call, 5);
  listener.verifies_clients = call.arguments[6].as_bool();
  listener.ciphers = c_string_argument(call, 7);
  BrokerNode& node = BrokerNode::of(call.runtime);
  const auto bound = node.endpoint().listen_websocket(listener);
  node.keep_process_alive();
  if (!bound)
    builtin_error(call,
                  fmt::format("{}: {}", listen_failure(listener.address, listener.port), bound.error().message()));
  return Cell::boolean(bound.ok());
}

void note_peering(const BuiltinCall& call, BrokerNode& node) {
  const Cell counts = call.runtime.value_of("Broker::peer_counts_as_iosource");
  if (!counts.is_set() || counts.as_bool()) node.keep_process_alive();
}

Cell peer(BuiltinCall& call) {
  if (!require_tcp(call, "remote connection port must use tcp")) return Cell::boolean(false);
  BrokerNode& node = BrokerNode::of(call.runtime);
  note_peering(call, node);
  return Cell::boolean(
      node.peer(c_string_argument(call, 0), number_of(call.arguments[1]), duration_of(call.arguments[2])));
}

Cell unpeer(BuiltinCall& call) {
  if (!require_tcp(call, "remote connection port must use tcp")) return Cell::boolean(false);
  return Cell::boolean(BrokerNode::of(call.runtime).unpeer(c_string_argument(call, 0), number_of(call.arguments[1])));
}

Ref<RecordObject> endpoint_record(const BuiltinCall& call, const PeerInfo& peer) {
  auto network = result_record(call, "Broker::NetworkInfo");
  const bool is_known = !peer.network.address.empty();
  set_field(*network, "address", string_cell(is_known ? peer.network.address : "0.0.0.0"));
  set_field(*network, "bound_port", Cell::port(is_known ? peer.network.port : 0, kTcpPort));
  auto endpoint = result_record(call, "Broker::EndpointInfo");
  set_field(*endpoint, "id", string_cell(to_string(peer.id)));
  set_field(*endpoint, "network", network);
  return endpoint;
}

/// Peerings that are only being tried are no connections yet.
Cell peers(BuiltinCall& call) {
  auto list = result_vector(call, "Broker::PeerInfos");
  BrokerNode& node = BrokerNode::of(call.runtime);
  if (!node.is_started()) return list;
  const TypePtr status = named_type(call.runtime, "Broker::PeerStatus");
  for (const PeerInfo& peer : node.endpoint().peers()) {
    if (peer.status != PeerStatus::Peered) continue;
    auto record = result_record(call, "Broker::PeerInfo");
    set_field(*record, "peer", endpoint_record(call, peer));
    set_field(*record, "status", Cell::enumeration(static_cast<int64_t>(peer.status), status->as_enum()));
    list->cells.push_back(record);
  }
  return list;
}

Cell node_id(BuiltinCall& call) { return string_cell(to_string(BrokerNode::of(call.runtime).endpoint().node_id())); }

Cell get_broker_stats(BuiltinCall& call) {
  const BrokerNode& node = BrokerNode::of(call.runtime);
  const BrokerNode::Statistics& statistics = node.statistics();
  auto record = result_record(call, "BrokerStats");
  const auto count = [&](std::string_view field, uint64_t n) { set_field(*record, field, Cell::count(n)); };
  count("num_peers", node.peers());
  count("num_stores", Stores::count(call.runtime));
  count("num_pending_queries", 0);
  count("num_events_incoming", statistics.events_in);
  count("num_events_outgoing", statistics.events_out);
  count("num_logs_incoming", statistics.logs_in);
  count("num_logs_outgoing", statistics.logs_out);
  count("num_ids_incoming", statistics.variables_in);
  count("num_ids_outgoing", statistics.variables_out);
  return record;
}

}  // namespace

void add_connection_builtins(Registry& registry) {
  registry.begin("comm.bif");
  registry.add("Broker::__listen", listen_for_clients);
  registry.add("Broker::listen", listen);
  registry.add("Cluster::__listen_websocket", listen_with_own_settings);
  registry.add("Broker::peer", peer);
  registry.add("Broker::unpeer", unpeer);
  registry.add("Broker::peers", peers);
  registry.add("Broker::node_id", node_id);
  registry.begin("stats.bif");
  registry.add("get_broker_stats(): BrokerStats", get_broker_stats);
}

void set_up_broker(Runtime& runtime) { set_up_data_casts(runtime); }

void check_broker_options(Runtime& runtime) {
  const EndpointOptions options = broker_options(runtime);
  // Files are looked at by the endpoint only.
  for (const std::string* file : {&options.ssl_cafile, &options.ssl_capath, &options.ssl_certificate,
                                  &options.ssl_keyfile, &options.ssl_passphrase})
    if (!file->empty()) BrokerNode::of(runtime).endpoint();
  set_up_stores(runtime);
}

void add_broker_builtins(Registry& registry) {
  add_connection_builtins(registry);
  add_topic_builtins(registry);
  add_event_builtins(registry);
  add_data_builtins(registry);
  add_store_builtins(registry);
}

}  // namespace whimbrel::script
