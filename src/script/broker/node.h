// BrokerNode: the endpoint of a process that runs scripts, and all that the module Broker keeps beside it.
//
// The endpoint starts when a script first needs it. Its inbox is worked off in the main loop: messages become events,
// new values of variables, or records of logs, in the order in which they came.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "script/broker/log_metrics.h"
#include "script/broker/log_shipping.h"
#include "script/broker/message.h"
#include "script/broker/wire_reader.h"
#include "script/broker/wire_writer.h"
#include "script/run/runtime.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::script {

class BrokerNode final : public IoSource, private Receiver {
 public:
  /// The one of this interpreter.
  static BrokerNode& of(Runtime& runtime);
  explicit BrokerNode(Runtime& runtime);

  /// Started if it was not yet, with the options of the module Broker. Options that cannot be used are fatal.
  Endpoint& endpoint();
  bool is_started() const { return endpoint_.has_value(); }
  /// Peers whose peer_added has been told, and whose end has not. Without any, publishing does nothing.
  bool has_peers() const { return peers_ > 0; }
  /// From now on the process ends on request only.
  void keep_process_alive() { counts_ = true; }

  // -- subscriptions: true if it is a new one
  bool subscribe(const std::string& prefix);
  /// Events below the prefix are not raised here.
  bool forward(const std::string& prefix);
  /// Undoes both.
  void unsubscribe(const std::string& prefix);

  // -- publishing (publishing.cc)
  /// Where a message is put together; empty.
  ByteBuffer& message();
  WireWriter& writer() { return writer_; }
  /// Appends what stands before, and after, the arguments of an event.
  static void begin_event(ByteBuffer& out, std::string_view name, size_t arguments);
  static void end_event(ByteBuffer& out, double time);
  /// Sends the event that message() holds.
  void send_event(std::string_view topic);
  /// True unless there is no such variable, or its value cannot travel, which is reported.
  bool publish_variable(std::string_view topic, const std::string& name);
  /// Sends the log records that wait; how many those were.
  size_t flush_logs() { return logs_.flush(); }
  const LogShipping& logs() const { return logs_; }
  bool may_publish() const { return has_peers() && !is_finished_; }
  /// Where logs of that stream are announced, and by default sent.
  std::string log_topic_of(std::string_view stream) const;
  void count_logs_sent(size_t records) { statistics_.logs_out += records; }

  // -- peerings
  /// True if it can be tried, and is a new one.
  bool peer(const std::string& address, uint16_t port, Duration retry);
  /// True if it belongs to an earlier peer(), or to a connection that a peer has made.
  bool unpeer(const std::string& address, uint16_t port);

  /// Another attempt to listen has failed. From any thread.
  void tell_listen_failure(std::string text);

  struct Statistics {
    uint64_t events_in = 0, events_out = 0, logs_in = 0, logs_out = 0, variables_in = 0, variables_out = 0;
  };
  const Statistics& statistics() const { return statistics_; }
  size_t peers() const { return peers_; }

  bool counts() const override { return counts_; }
  bool process(Runtime& runtime) override;
  void finish(Runtime& runtime) override;

 private:
  void publish_automatically(const Event& event);
  bool write_arguments(ByteBuffer& out, std::span<const Cell> arguments);
  void raise_listen_failures();
  void receive_rest_of_logs();
  void show_figures();

  // incoming.cc
  void on_message(const Message& message) override;
  void on_status(const Status& status) override;
  void on_error(const ErrorEvent& error) override;
  void on_gap(const Gap& gap) override;
  void raise_client_event(const Status& status, const WebSocketClient& client);
  void take(std::string_view topic, const ParsedMessage& parsed);
  void take_event(std::string_view topic, const ParsedMessage& parsed);
  void take_variable(const ParsedMessage& parsed);
  bool is_forwarded_only(std::string_view topic) const;
  Function* handler_of(std::string_view name);
  void warn_of_argument(std::string_view event, size_t i, const ValueView& got, const Type& wanted);
  void warn(const std::string& text) { runtime_.reporter.warning(Location{}, text); }

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  Runtime& runtime_;
  WireReader reader_;
  WireWriter writer_;
  LogShipping logs_;
  ByteBuffer message_;
  std::vector<std::string> subscribed_, forwarded_;
  std::set<std::pair<std::string, uint16_t>> asked_for_;                        // by peer()
  std::unordered_map<std::string, Function*, Hash, std::equal_to<>> handlers_;  // that messages have named so far
  size_t peers_ = 0;
  bool counts_ = false;
  bool takes_only_logs_ = false;  // scripts have ended
  bool is_finished_ = false;
  Statistics statistics_;
  std::optional<LogMetrics> log_metrics_;  // as soon as there is an endpoint
  std::mutex mutex_;
  std::vector<std::string> listen_failures_;  // by mutex_
  std::optional<Endpoint> endpoint_;          // last: its thread ends before the rest does
};

/// The endpoint's options as the module's variables have them.
EndpointOptions broker_options(Runtime& runtime);

}  // namespace whimbrel::script
