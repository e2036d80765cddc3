// LogShipping: records of logs on their way to peers, in batches, and those that come from peers.
//
// Records wait by stream and topic until Broker::log_batch_size of a stream are there, Broker::log_batch_interval has
// passed (a script's event sees to that), somebody asks for it, or the process ends.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "script/broker/log_account.h"
#include "script/broker/log_messages.h"
#include "script/broker/log_receipts.h"
#include "script/logging/manager.h"
#include "script/run/runtime.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::script {

class BrokerNode;

class LogShipping final : public logging::LogShipper {
 public:
  LogShipping(Runtime& runtime, BrokerNode& node) : runtime_(runtime), node_(node) {}

  bool wants_records() const override;
  void writer_created(const logging::WriterInfo& info) override;
  void record(const logging::WriterInfo& info, std::string_view serial) override;
  void record_unwanted(const logging::WriterInfo& info) override;
  uint64_t mark() override;
  void written(uint64_t mark) override;

  void on_peer(const EndpointId& peer);
  void on_peer_gone(const EndpointId& peer, Goodbye goodbye);
  /// At the end: what nobody is there for.
  void report_rest();
  const SentLogs& sent() const { return sent_; }
  const ReceivedLogs& received() const { return receipts_.account(); }

  /// Tells a new peer of all logs that are sent to peers.
  void announce_to(const EndpointId& peer);
  /// Sends what waits. How many records that were.
  size_t flush();

  /// What a peer has sent; it is well-formed so far that the elements are there.
  void take_create(const ValueView& content);
  void take_write(const LogWrite& write);
  void take_batch(std::string_view topic, const LogBatch& batch);
  /// True if an event is not for scripts, but part of the account of records.
  bool take_event(const ParsedMessage& message);

 private:
  struct Batch {
    ByteBuffer messages;
    size_t records = 0;
  };
  struct Stream {
    std::map<std::string, std::unique_ptr<Batch>, std::less<>> batches;  // by topic
    size_t records = 0;
    std::string default_topic;  // "": not made yet
    int64_t last_writer = -1;   // start_of()
    std::string last_path;
    ByteBuffer record_start;
  };
  const std::string& topic_for(Stream& stream, const logging::WriterInfo& info);
  static BytesView start_of(Stream& stream, const logging::WriterInfo& info);
  size_t flush(Stream& stream);
  void send(const std::string& topic, const Batch& batch);
  bool stamps();
  void report_lost(std::string_view topic, std::string_view peer, uint64_t records, const char* why);
  void raise_lost(std::string_view topic, std::string_view peer, uint64_t records, const char* why);
  void warn(const std::string& text) { runtime_.reporter.warning(Location{}, text); }

  Runtime& runtime_;
  BrokerNode& node_;
  std::map<int64_t, Stream> streams_;      // by their enum value
  size_t batch_size_ = 0;                  // 0: not read yet
  const Symbol* chooser_ = nullptr;        // Broker::log_topic
  std::string chosen_topic_;               // by it
  size_t marked_peers_ = 0;                // those that are whimbrel nodes
  std::string self_;                       // for stamps; "": none are made
  std::string last_stream_, last_writer_;  // of records from peers
  Cell last_id_, last_kind_;               // what these are here
  SentLogs sent_;
  LogReceipts receipts_;
};

}  // namespace whimbrel::script
