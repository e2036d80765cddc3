// LogShipping: records of logs on their way to peers, in batches, and those that come from peers.
//
// Records wait by stream and topic until Broker::log_batch_size of a stream are there, Broker::log_batch_interval has
// passed (a script's event sees to that), somebody asks for it, or the process ends.
#pragma once

#include <map>
#include <memory>
#include <string>

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

  /// Tells a new peer of all logs that are sent to peers.
  void announce_to(const EndpointId& peer);
  /// Sends what waits. How many records that were.
  size_t flush();

  /// What a peer has sent; it is well-formed so far that the elements are there.
  void take_create(const ValueView& content);
  void take_write(const ValueView& content);

 private:
  struct Batch {
    ByteBuffer messages;
    size_t records = 0;
  };
  struct Stream {
    std::map<std::string, std::unique_ptr<Batch>, std::less<>> batches;  // by topic
    size_t records = 0;
    std::string default_topic;  // "": not made yet
  };
  const std::string& topic_for(Stream& stream, const logging::WriterInfo& info);
  size_t flush(Stream& stream);
  void warn(const std::string& text) { runtime_.reporter.warning(Location{}, text); }

  Runtime& runtime_;
  BrokerNode& node_;
  std::map<int64_t, Stream> streams_;  // by their enum value
  size_t batch_size_ = 0;              // 0: not read yet
  const Symbol* chooser_ = nullptr;    // Broker::log_topic
  std::string chosen_topic_;           // by it
};

}  // namespace whimbrel::script
