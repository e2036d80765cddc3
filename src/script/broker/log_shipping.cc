#include "script/broker/log_shipping.h"

#include <fmt/format.h>

#include <algorithm>

#include "codec/binary/extension.h"
#include "script/broker/node.h"
#include "script/builtins/registry.h"

namespace whimbrel::script {

namespace {

using logging::WriterInfo;

constexpr std::string_view kDefaultTopicFunction = "Broker::default_log_topic";
constexpr size_t kDefaultBatchSize = 400;
// Records that are large are sent before a batch of them is.
constexpr size_t kLargestBatch = 1 << 20;

/// The constant of a name; unset if there is none.
Cell constant(Runtime& runtime, std::string_view type, std::string_view name) {
  const TypePtr enumeration = named_type(runtime, type);
  const auto known = enumeration->as_enum()->values.find(name);
  return known == enumeration->as_enum()->values.end() ? Cell()
                                                       : Cell::enumeration(known->second, enumeration->as_enum());
}

}  // namespace

bool LogShipping::wants_records() const { return node_.may_publish(); }

void LogShipping::writer_created(const WriterInfo& info) {
  if (!node_.may_publish()) return;
  (void)node_.endpoint().publish(node_.log_topic_of(info.stream_name()),
                                 [&](Encoder& encoder) { write_log_create(encoder, info); });
}

void LogShipping::announce_to(const EndpointId& peer) {
  // A WebSocket client is told of as a peer, but cannot be sent anything of its own.
  const auto peers = node_.endpoint().peers();
  if (std::ranges::none_of(peers, [&](const PeerInfo& known) { return known.id == peer; })) return;
  logging::Manager::of(runtime_).for_each_remote_writer([&](const WriterInfo& info) {
    ByteBuffer bytes;
    Encoder encoder(bytes);
    write_log_create(encoder, info);
    (void)node_.endpoint().publish(peer, node_.log_topic_of(info.stream_name()), ValueView::over_valid(bytes.bytes()));
  });
}

// The default need not be asked for each record: its answer is known. "" if there is no topic, which is reported.
const std::string& LogShipping::topic_for(Stream& stream, const WriterInfo& info) {
  if (!chooser_) chooser_ = runtime_.symbols.find("Broker::log_topic");
  if (!chooser_ || chooser_->value.tag() != Tag::Func || chooser_->function()->name == kDefaultTopicFunction) {
    if (stream.default_topic.empty()) stream.default_topic = node_.log_topic_of(info.stream_name());
    return stream.default_topic;
  }
  const Cell topic = runtime_.call_safely(chooser_->value.as<FuncObject>(), {info.stream, string_cell(info.path)});
  chosen_topic_ = topic.tag() == Tag::String ? topic.string() : std::string();
  if (topic.tag() != Tag::String)
    runtime_.reporter.error(
        Location{},
        fmt::format("Failed to remotely log: log_topic func did not return a value for stream {} at path {}",
                    info.stream_name(), info.path));
  return chosen_topic_;
}

// Of the log that a record of the stream went to last, it is known.
BytesView LogShipping::start_of(Stream& stream, const WriterInfo& info) {
  if (stream.last_writer != info.writer.enum_value() || stream.last_path != info.path) {
    stream.last_writer = info.writer.enum_value();
    stream.last_path = info.path;
    stream.record_start.clear();
    Encoder encoder(stream.record_start);
    write_log_record_start(encoder, info);
  }
  return stream.record_start.bytes();
}

void LogShipping::record(const WriterInfo& info, std::string_view serial) {
  if (batch_size_ == 0) {
    const Cell size = runtime_.value_of("Broker::log_batch_size");
    batch_size_ = size.is_set() ? std::max<size_t>(1, size.as_count()) : kDefaultBatchSize;
  }
  Stream& stream = streams_[info.stream.enum_value()];
  const std::string& topic = topic_for(stream, info);
  if (topic.empty()) return;
  auto batch = stream.batches.find(topic);
  if (batch == stream.batches.end()) batch = stream.batches.emplace(topic, std::make_unique<Batch>()).first;
  Encoder encoder(batch->second->messages);
  encoder.raw(start_of(stream, info));
  encoder.string(serial);
  ++batch->second->records;
  if (++stream.records >= batch_size_ || batch->second->messages.bytes().size() >= kLargestBatch) flush(stream);
}

size_t LogShipping::flush() {
  size_t records = 0;
  for (auto& [id, stream] : streams_) records += flush(stream);
  return records;
}

size_t LogShipping::flush(Stream& stream) {
  const size_t records = std::exchange(stream.records, 0);
  for (auto& [topic, batch] : stream.batches) {
    if (batch->records == 0) continue;
    send(topic, *batch);
    batch->messages.clear();
    batch->records = 0;
  }
  node_.count_logs_sent(records);
  return records;
}

// The stamp comes first, between whimbrel nodes; others get batches of records only.
void LogShipping::send(const std::string& topic, const Batch& batch) {
  const bool has_stamp = stamps();
  const uint64_t position = self_.empty() ? 0 : sent_.send(topic, batch.records);
  const auto sent = node_.endpoint().publish(topic, [&](Encoder& encoder) {
    encoder.vector(3);
    encoder.count(kMessageFormat);
    encoder.count(static_cast<uint64_t>(MessageKind::Batch));
    encoder.vector(batch.records + (has_stamp ? 1 : 0));
    if (has_stamp) write_log_stamp(encoder, {self_, position});
    encoder.raw(batch.messages.bytes());
  });
  if (!sent && sent.error().code() != ErrorCode::ShuttingDown)
    runtime_.reporter.error(Location{}, fmt::format("{} log records for {} were not sent: {}", batch.records, topic,
                                                    sent.error().message()));
}

// -- what is lost

bool LogShipping::stamps() {
  if (marked_peers_ == 0) return false;
  if (!self_.empty()) return true;
  self_ = to_string(node_.endpoint().node_id());
  node_.subscribe(log_receipt_topic(self_));
  return true;
}

// Only the default topic can be known without asking a script for each record.
void LogShipping::record_unwanted(const WriterInfo& info) {
  if (self_.empty()) return;  // there has never been anybody
  Stream& stream = streams_[info.stream.enum_value()];
  if (stream.default_topic.empty()) stream.default_topic = node_.log_topic_of(info.stream_name());
  sent_.send(stream.default_topic, 1);
}

void LogShipping::report_lost(std::string_view topic, std::string_view peer, uint64_t records, const char* why) {
  if (records == 0) return;
  warn(fmt::format("{} record{} of {} {} {}", records, records == 1 ? "" : "s", topic, why, peer));
  raise_lost(topic, peer, records, why);
}

void LogShipping::raise_lost(std::string_view topic, std::string_view peer, uint64_t records, const char* why) {
  runtime_.raise("Broker::log_records_lost", {string_cell(std::string(topic)), string_cell(std::string(peer)),
                                              Cell::count(records), string_cell(std::string(why))});
}

void LogShipping::on_peer(const EndpointId& peer) {
  marked_peers_ += mark_of(peer).has_value();
  announce_to(peer);
}

void LogShipping::on_peer_gone(const EndpointId& peer, Goodbye goodbye) {
  if (mark_of(peer) && marked_peers_ > 0) --marked_peers_;
  const std::string id = to_string(peer);
  receipts_.account().interrupt(id);
  for (const auto& [topic, records] : sent_.on_receiver_gone(id, goodbye))
    report_lost(topic, id, records, "may be lost, there is no receipt for them from");
}

// No warning: a process that ends after its peers nearly always has a last word for them.
void LogShipping::report_rest() {
  for (const auto& [topic, records] : sent_.close())
    raise_lost(topic, "", records, "are lost, nobody was there for them");
}

void LogShipping::take_batch(std::string_view topic, const LogBatch& batch) {
  if (batch.has_stamp()) {
    const LogReceipts::Batch stamp = receipts_.take_batch(node_.endpoint(), topic, batch.first(), batch.records());
    report_lost(topic, stamp.sender, stamp.missing, "are missing from");
  }
  batch.for_each_record([this](const LogWrite& write) { take_write(write); });
}

bool LogShipping::take_event(const ParsedMessage& message) {
  LogReceipt receipt;
  LogStamp stamp;
  if (read_log_stamp(message, stamp)) return true;
  if (!read_log_receipt(message, receipt)) return false;
  const uint64_t lost = sent_.on_receipt(receipt.topic, receipt.receiver, receipt.first, receipt.next, receipt.missing);
  report_lost(receipt.topic, receipt.receiver, lost, "have not come to");
  return true;
}

uint64_t LogShipping::mark() { return receipts_.mark(); }
void LogShipping::written(uint64_t mark) {
  if (node_.may_publish()) receipts_.written(node_.endpoint(), mark);
}

// -- from peers

void LogShipping::take_create(const ValueView& content) {
  LogCreate create;
  const std::string wrong = read_log_create(content, create);
  WriterInfo& info = create.info;
  info.stream = constant(runtime_, "Log::ID", create.stream);
  if (!info.stream.is_set()) return warn("failed to unpack remote log stream id");
  info.writer = constant(runtime_, "Log::Writer", create.writer);
  if (!info.writer.is_set()) return warn("failed to unpack remote log writer id");
  if (!wrong.empty()) return warn(wrong);
  const std::string name = info.stream_name();
  if (!logging::Manager::of(runtime_).create_remote_writer(std::move(info)))
    warn(fmt::format("failed to create remote log stream for {} locally", name));
}

// Most records are of the log that the one before was of.
void LogShipping::take_write(const LogWrite& write) {
  if (write.stream != last_stream_) {
    last_id_ = constant(runtime_, "Log::ID", write.stream);
    last_stream_ = write.stream;
  }
  if (!last_id_.is_set()) return warn(fmt::format("failed to unpack remote log stream id: {}", write.stream));
  if (write.writer != last_writer_) {
    last_kind_ = constant(runtime_, "Log::Writer", write.writer);
    last_writer_ = write.writer;
  }
  if (!last_kind_.is_set())
    return warn(fmt::format("failed to unpack remote log writer id for stream: {}", write.stream));
  logging::Manager::of(runtime_).write_remote(last_id_, last_kind_, write.path, write.serial);
}

}  // namespace whimbrel::script
