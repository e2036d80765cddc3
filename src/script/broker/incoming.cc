// What a node receives.
#include <fmt/format.h>

#include "script/broker/data_value.h"
#include "script/broker/log_messages.h"
#include "script/broker/node.h"
#include "script/builtins/registry.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

constexpr std::string_view kUnknownAddress = "<unknown>";

std::string_view event_of(StatusCode code) {
  switch (code) {
    case StatusCode::PeerAdded:
      return "Broker::peer_added";
    case StatusCode::PeerRemoved:
      return "Broker::peer_removed";
    case StatusCode::PeerLost:
      return "Broker::peer_lost";
    case StatusCode::EndpointDiscovered:
      return "Broker::endpoint_discovered";
    case StatusCode::EndpointUnreachable:
      return "Broker::endpoint_unreachable";
    case StatusCode::Unspecified:
      break;
  }
  return "Broker::status";
}

Ref<RecordObject> record_of(Runtime& runtime, std::string_view type) {
  return make_record(runtime.top_frame(), Ref<RecordType>(named_type(runtime, type)->as_record()));
}

}  // namespace

void BrokerNode::on_message(const Message& message) {
  LogBatch batch;
  if (batch.read(message.value)) {
    statistics_.logs_in += batch.records();
    return logs_.take_batch(message.topic, batch);
  }
  ParsedMessage parsed;
  if (!parse_message(message.value, parsed))
    return warn("received invalid broker message: " + to_string(message.value));
  take(message.topic, parsed);
}

void BrokerNode::take(std::string_view topic, const ParsedMessage& parsed) {
  switch (parsed.kind) {
    case MessageKind::Event:
      return take_event(topic, parsed);
    case MessageKind::IdentifierUpdate:
      return takes_only_logs_ ? void() : take_variable(parsed);
    case MessageKind::Batch:
      for (const ValueView& element : parsed.content) {
        ParsedMessage inner;
        if (parse_message(element, inner)) take(topic, inner);
      }
      return;
    case MessageKind::LogCreate:
      return logs_.take_create(parsed.content);
    case MessageKind::LogWrite:
      ++statistics_.logs_in;
      return logs_.take_write(read_log_write(parsed.content));
  }
}

bool BrokerNode::is_forwarded_only(std::string_view topic) const {
  for (const std::string& prefix : forwarded_)
    if (topic.starts_with(prefix)) return true;
  return false;
}

Function* BrokerNode::handler_of(std::string_view name) {
  const auto known = handlers_.find(name);
  if (known != handlers_.end()) return known->second;
  Function* const handler = runtime_.event(name);
  if (handler) handlers_.emplace(name, handler);
  return handler;
}

void BrokerNode::take_event(std::string_view topic, const ParsedMessage& parsed) {
  if (logs_.take_event(parsed)) return;
  ++statistics_.events_in;
  Function* const handler = handler_of(parsed.name);
  if (!handler || takes_only_logs_ || is_forwarded_only(topic)) return;
  const std::vector<Field>& parameters = handler->type->parameters->fields;
  if (parsed.value.size() != parameters.size())
    return warn(fmt::format("got event message '{}' with invalid # of args, got {}, expected {}", parsed.name,
                            parsed.value.size(), parameters.size()));
  std::vector<Cell> arguments;
  arguments.reserve(parameters.size());
  for (const ValueView& argument : parsed.value) {
    const TypePtr& wanted = parameters[arguments.size()].type;
    Cell cell = reader_.read(argument, wanted);
    if (!cell.is_set()) return warn_of_argument(parsed.name, arguments.size(), argument, *wanted);
    arguments.push_back(std::move(cell));
  }
  runtime_.queue(Ref<Function>(handler), std::move(arguments), parsed.time.value_or(runtime_.network_time()),
                 Origin::Peer);
}

void BrokerNode::warn_of_argument(std::string_view event, size_t i, const ValueView& got, const Type& wanted) {
  const std::string start = fmt::format("failed to convert remote event '{}' arg #{}, got ", event, i);
  const bool is_vector = got.kind() == Kind::Vector;
  if (wanted.tag() == Tag::Record && is_vector) {
    std::string kinds;
    for (const ValueView& element : got) {
      if (!kinds.empty()) kinds += ", ";
      kinds += wire_name_of(element.kind());
    }
    return warn(fmt::format("{}mismatching field types [{}] for record type '{}'", start, kinds, wanted.name()));
  }
  warn(fmt::format("{}{}, expected {}", start, wire_name_of(got.kind()), name_of(wanted.tag())));
  if (wanted.tag() == Tag::Func && is_vector)
    warn(
        "when sending functions the receiver must have access to a version of that function.\n"
        "For anonymous functions, that function must have the same body.");
}

void BrokerNode::take_variable(const ParsedMessage& parsed) {
  ++statistics_.variables_in;
  Symbol* const symbol = runtime_.symbols.find(parsed.name);
  if (!symbol || symbol->is_type || !symbol->type)
    return warn(fmt::format("Received id-update request for unknown id: {}", parsed.name));
  Cell value = reader_.read(parsed.value, symbol->type);
  if (!value.is_set())
    return runtime_.reporter.error(Location{}, fmt::format("Failed to receive ID with unsupported type: {} ({})",
                                                           parsed.name, name_of(symbol->type->tag())));
  symbol->value = std::move(value);
  if (symbol->watched) runtime_.modified(symbol);
}

// -- what the endpoint tells

void BrokerNode::on_status(const Status& status) {
  if (status.code == StatusCode::PeerAdded) {
    ++peers_;
    logs_.on_peer(status.peer);
  }
  const bool is_gone = status.code == StatusCode::PeerRemoved || status.code == StatusCode::PeerLost;
  if (is_gone && peers_ > 0) {
    --peers_;
    logs_.on_peer_gone(status.peer, status.code == StatusCode::PeerLost ? Goodbye::None
                                    : status.detail.empty()             ? Goodbye::Answered
                                                                        : Goodbye::Unanswered);
  }
  auto network = record_of(runtime_, "Broker::NetworkInfo");
  const bool is_known = !status.network.address.empty();
  set_field(*network, "address", string_cell(is_known ? status.network.address : std::string(kUnknownAddress)));
  set_field(*network, "bound_port", Cell::port(is_known ? status.network.port : 0, kTcpPort));
  auto endpoint = record_of(runtime_, "Broker::EndpointInfo");
  set_field(*endpoint, "id", string_cell(to_string(status.peer)));
  set_field(*endpoint, "network", network);
  runtime_.raise(event_of(status.code), {endpoint, string_cell(status.message)});
  if (status.client) raise_client_event(status, *status.client);
}

/// Those of the module Cluster, if it is there.
void BrokerNode::raise_client_event(const Status& status, const WebSocketClient& client) {
  const bool is_added = status.code == StatusCode::PeerAdded;
  Function* const handler = handler_of(is_added ? "Cluster::websocket_client_added" : "Cluster::websocket_client_lost");
  if (!handler) return;
  auto network = record_of(runtime_, "Cluster::NetworkInfo");
  set_field(*network, "address", string_cell(status.network.address));
  set_field(*network, "bound_port", Cell::port(status.network.port, kTcpPort));
  auto endpoint = record_of(runtime_, "Cluster::EndpointInfo");
  set_field(*endpoint, "id", string_cell(to_string(status.peer)));
  set_field(*endpoint, "network", network);
  if (!client.application.empty()) set_field(*endpoint, "application_name", string_cell(client.application));
  if (!is_added)
    return runtime_.raise(handler->name, {endpoint, Cell::count(client.close_code), string_cell(client.close_reason)});
  auto subscriptions = make<VectorObject>(Ref<VectorType>(named_type(runtime_, "string_vec")->as_vector()));
  for (const std::string& prefix : client.subscriptions) subscriptions->cells.push_back(string_cell(prefix));
  runtime_.raise(handler->name, {endpoint, subscriptions});
}

void BrokerNode::on_error(const ErrorEvent& error) {
  const TypePtr type = named_type(runtime_, "Broker::ErrorCode");
  auto code = static_cast<int64_t>(error.code);
  if (!type->as_enum()->names.contains(code)) {
    warn(fmt::format("Unknown Broker error code {}: mapped to unspecified enum value ", code));
    code = static_cast<int64_t>(ErrorCode::Unspecified);
  }
  runtime_.raise("Broker::error", {Cell::enumeration(code, type->as_enum()),
                                   string_cell(context_text(error.peer, error.network, error.message))});
}

void BrokerNode::on_gap(const Gap& gap) {
  const std::string where = gap.peer == EndpointId{} ? "here" : "at " + to_string(gap.peer);
  if (gap.messages > 0)
    warn(fmt::format("{} messages for this process were dropped {} ({})", gap.messages, where, name_of(gap.reason)));
  runtime_.raise("Broker::messages_lost", {string_cell(std::string(name_of(gap.reason))),
                                           string_cell(to_string(gap.peer)), Cell::count(gap.messages)});
}

}  // namespace whimbrel::script
