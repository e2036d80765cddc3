// CommandPort: how a store reaches the network. It sends commands on one topic and queues those that arrive on another.
//
// Used by the thread that works off the store; it may outlive the endpoint.
#pragma once

#include <memory>
#include <string>

#include "codec/binary/command.h"
#include "endpoint/subscriber_state.h"
#include "whimbrel/endpoint.h"

namespace whimbrel {

class CommandPort {
 public:
  CommandPort(Endpoint& endpoint, std::string receives_on, std::string sends_on);
  ~CommandPort();
  CommandPort(const CommandPort&) = delete;
  CommandPort& operator=(const CommandPort&) = delete;

  /// What was sent is on its way after flush(), or before, if there is much of it.
  Result<void> send(const EndpointId* receiver, const CommandHeader& header, BytesView content);
  void flush();
  /// What the endpoint says for us when it ends before we do.
  struct LastWord {
    EndpointId receiver;
    CommandHeader header;
    BytesView content;
  };
  void set_last_words(std::span<const LastWord> words);
  /// Hands out at most `max` commands and events of peerings; returns how many.
  size_t receive(CommandReceiver& receiver, size_t max) { return state_->receive_commands(receiver, max); }
  int descriptor() { return state_->descriptor(); }
  uint64_t new_object();

  /// Has a peer announced that it receives on this very topic?
  static bool is_announced(Endpoint& endpoint, const std::string& topic);
  /// Does this endpoint have a master of that name itself?
  static bool has_master(Endpoint& endpoint, const std::string& store);

 private:
  Endpoint::Impl& impl_;
  const std::string receives_on_, sends_on_;
  const std::shared_ptr<SubscriberState> state_;
  size_t unflushed_ = 0;  // bytes
};

}  // namespace whimbrel
