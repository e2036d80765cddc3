#include "endpoint/command_port.h"

#include <algorithm>

#include "codec/binary/frame.h"
#include "endpoint/endpoint_impl.h"

namespace whimbrel {

namespace {

constexpr size_t kHeaderRoom = 100;  // of a message, about
constexpr size_t kMostUnflushed = 32u << 10;

}  // namespace

CommandPort::CommandPort(Endpoint& endpoint, std::string receives_on, std::string sends_on)
    : impl_(*endpoint.impl_),
      receives_on_(std::move(receives_on)),
      sends_on_(std::move(sends_on)),
      state_(impl_.make_state({.prefixes = {receives_on_}, .events = true}, MessageType::Command)) {}

CommandPort::~CommandPort() { state_->change("", SubscriberChange::Leave); }

// The endpoint lives longer than the store, but may be shut down.
Result<void> CommandPort::send(const EndpointId* receiver, const CommandHeader& header, BytesView content) {
  if (impl_.is_shut_down) return ErrorCode::ShuttingDown;
  const auto write = [&](Lane& lane) {
    put_command_header(lane, header);
    Encoder(lane).raw(content);
  };
  const auto sent =
      impl_.send(MessageType::Command, receiver ? *receiver : EndpointId(), sends_on_, write, Wakes::Later);
  unflushed_ += kHeaderRoom + content.size();
  if (unflushed_ >= kMostUnflushed) flush();
  return sent;
}

void CommandPort::flush() {
  if (std::exchange(unflushed_, 0) > 0 && !impl_.is_shut_down) impl_.loop.wake();
}

void CommandPort::set_last_words(std::span<const LastWord> words) {
  ByteBuffer frames;
  for (const LastWord& word : words) {
    ByteBuffer frame;
    put_envelope(frame, impl_.id, word.receiver, MessageType::Command, impl_.options.ttl, sends_on_);
    put_command_header(frame, word.header);
    Encoder(frame).raw(word.content);
    std::vector<std::byte> bytes(frame.bytes().begin(), frame.bytes().end());
    seal_frame(bytes.data(), bytes.size());
    Encoder(frames).raw(bytes);
  }
  state_->set_last_words({frames.bytes().begin(), frames.bytes().end()}, words.size());
}

uint64_t CommandPort::new_object() { return ++impl_.objects; }

bool CommandPort::is_announced(Endpoint& endpoint, const std::string& topic) {
  const auto filters = endpoint.impl_->call([&] { return endpoint.impl_->core.peer_filters(); });
  return std::ranges::any_of(filters, [&](const auto& peer) {
    const auto& prefixes = peer.second.prefixes();
    return std::ranges::find(prefixes, topic) != prefixes.end();
  });
}

bool CommandPort::has_master(Endpoint& endpoint, const std::string& store) {
  const auto stores = endpoint.impl_->call([&] { return endpoint.impl_->core.stores(); });
  return std::ranges::any_of(stores, [&](const StoreLevels& one) { return one.is_master && one.name == store; });
}

}  // namespace whimbrel
