// LogReceiver: a node that writes the logs of others, without scripts: what an endpoint's inbox gets goes to a
// Collector. The thread that empties the inbox.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "script/broker/log_messages.h"
#include "script/broker/log_metrics.h"
#include "script/broker/log_receipts.h"
#include "script/logging/collector.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::script {

class LogReceiver final : public Receiver {
 public:
  using Tell = std::function<void(logging::Notice::Kind, const std::string&)>;
  LogReceiver(Endpoint& endpoint, logging::Collector::Plan plan);

  void on_message(const Message& message) override;
  void on_status(const Status& status) override;
  void on_gap(const Gap& gap) override;

  /// Whatever time asks for. Call it at least once a second, and after each emptying of the inbox.
  void tick(double now);
  /// Should tick() come sooner than in a second?
  bool is_waiting() const { return receipts_.account().waits(); }
  /// All is written, files are closed, and senders have been told.
  void finish();

  struct Account {
    uint64_t received = 0;           ///< records
    uint64_t missing = 0;            ///< records that were sent, but have not come
    uint64_t refused = 0, lost = 0;  ///< as in Collector
    uint64_t messages_missing = 0;   ///< messages that somebody has told of as lost on the way
    uint64_t no_logs = 0;            ///< messages that are none about logs
  };
  Account account() const;
  const logging::Collector& collector() const { return collector_; }

 private:
  void take(const ParsedMessage& message);
  void take_batch(std::string_view topic, const LogBatch& batch);
  void take_create(const ValueView& content);
  void warn(const std::string& text) { tell_(logging::Notice::Kind::Error, text); }
  void confirm();
  void show_figures();

  Endpoint& endpoint_;
  const Tell tell_;
  logging::Collector collector_;
  LogReceipts receipts_;
  LogMetrics metrics_;
  uint64_t received_ = 0, messages_missing_ = 0, no_logs_ = 0, confirmed_ = 0;
  double next_tick_ = 0;
};

}  // namespace whimbrel::script
