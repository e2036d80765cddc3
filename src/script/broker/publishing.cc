// What a node sends.
#include <fmt/format.h>

#include "script/broker/data_value.h"
#include "script/broker/node.h"

namespace whimbrel::script {

namespace {

constexpr uint64_t kNetworkTimestamp = 1;

void begin_message(Encoder& encoder, MessageKind kind) {
  encoder.vector(3);
  encoder.count(kMessageFormat);
  encoder.count(static_cast<uint64_t>(kind));
}

}  // namespace

ByteBuffer& BrokerNode::message() {
  message_.clear();
  return message_;
}

void BrokerNode::begin_event(ByteBuffer& out, std::string_view name, size_t arguments) {
  Encoder encoder(out);
  begin_message(encoder, MessageKind::Event);
  encoder.vector(3);
  encoder.string(name);
  encoder.vector(arguments);
}

void BrokerNode::end_event(ByteBuffer& out, double time) {
  Encoder encoder(out);
  encoder.vector(1);
  encoder.vector(2);
  encoder.count(kNetworkTimestamp);
  encoder.timestamp({nanoseconds(time)});
}

void BrokerNode::send_event(std::string_view topic) {
  const auto sent = endpoint().publish(topic, ValueView::over_valid(message_.bytes()));
  if (!sent && sent.error().code() != ErrorCode::ShuttingDown)
    runtime_.reporter.error(Location{}, fmt::format("cannot publish to {}: {}", topic, sent.error().message()));
  ++statistics_.events_out;
}

bool BrokerNode::write_arguments(ByteBuffer& out, std::span<const Cell> arguments) {
  for (const Cell& argument : arguments)
    if (!write_unwrapped(writer_, runtime_, out, argument)) return false;
  return true;
}

// Before the handlers run, which may change what the arguments refer to. One encoding serves all topics.
void BrokerNode::publish_automatically(const Event& event) {
  if (!may_publish()) return;
  ByteBuffer& out = message();
  begin_event(out, event.handler->name, event.arguments.size());
  if (!write_arguments(out, event.arguments)) {
    runtime_.reporter.error(Location{}, fmt::format("failed auto-remote event '{}', disabled", event.handler->name));
    event.handler->auto_publish.clear();
    return;
  }
  end_event(out, event.time);
  for (const std::string& topic : event.handler->auto_publish) send_event(topic);
}

bool BrokerNode::publish_variable(std::string_view topic, const std::string& name) {
  if (!may_publish()) return true;
  const Symbol* const symbol = runtime_.symbols.find(name);
  if (!symbol || symbol->is_type || !symbol->value.is_set()) return false;
  ByteBuffer& out = message();
  Encoder encoder(out);
  begin_message(encoder, MessageKind::IdentifierUpdate);
  encoder.vector(2);
  encoder.string(name);
  if (!writer_.write(out, symbol->value)) {
    runtime_.reporter.error(Location{}, fmt::format("Failed to publish ID with unsupported type: {} ({})", name,
                                                    name_of(symbol->value.tag())));
    return false;
  }
  const auto sent = endpoint().publish(topic, ValueView::over_valid(out.bytes()));
  if (!sent && sent.error().code() != ErrorCode::ShuttingDown)
    runtime_.reporter.error(Location{},
                            fmt::format("cannot publish {} to {}: {}", name, topic, sent.error().message()));
  ++statistics_.variables_out;
  return true;
}

}  // namespace whimbrel::script
