#include "endpoint/command_port.h"

#include <algorithm>

#include "endpoint/endpoint_impl.h"

namespace whimbrel {

CommandPort::CommandPort(Endpoint& endpoint, std::string receives_on, std::string sends_on)
    : impl_(*endpoint.impl_),
      receives_on_(std::move(receives_on)),
      sends_on_(std::move(sends_on)),
      state_(impl_.make_state({.prefixes = {receives_on_}, .events = true}, MessageType::Command)) {}

CommandPort::~CommandPort() { state_->change("", SubscriberChange::Leave); }

Result<void> CommandPort::send(const EndpointId* receiver, const CommandHeader& header, BytesView content) {
  if (impl_.is_shut_down) return ErrorCode::ShuttingDown;
  return impl_.send(MessageType::Command, receiver ? *receiver : EndpointId(), sends_on_, [&](Lane& lane) {
    put_command_header(lane, header);
    Encoder(lane).raw(content);
  });
}

uint64_t CommandPort::new_object() { return ++impl_.objects; }

bool CommandPort::is_announced(Endpoint& endpoint, const std::string& topic) {
  const auto filters = endpoint.impl_->call([&] { return endpoint.impl_->core.peer_filters(); });
  return std::ranges::any_of(filters, [&](const auto& peer) {
    const auto& prefixes = peer.second.prefixes();
    return std::ranges::find(prefixes, topic) != prefixes.end();
  });
}

}  // namespace whimbrel
