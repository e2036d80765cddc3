#include "script/broker/log_shipping.h"

#include <fmt/format.h>

#include "script/broker/node.h"
#include "script/builtins/registry.h"

namespace whimbrel::script {

namespace {

using logging::Column;
using logging::WriterInfo;

constexpr uint64_t kFormat = 1, kLogCreate = 2, kLogWrite = 3, kBatch = 5;
constexpr std::string_view kDefaultTopicFunction = "Broker::default_log_topic";
constexpr size_t kDefaultBatchSize = 400;

// -- a log, as peers are told of it

void write_columns(Encoder& encoder, const logging::Columns& columns) {
  encoder.vector(columns.size());
  for (const Column& column : columns) {
    encoder.vector(5);
    encoder.string(column.name);
    encoder.none();
    encoder.count(static_cast<uint64_t>(column.tag));
    encoder.count(static_cast<uint64_t>(column.element));
    encoder.boolean(column.optional);
  }
}

void write_create(Encoder& encoder, const WriterInfo& info) {
  encoder.vector(3);
  encoder.count(kFormat);
  encoder.count(kLogCreate);
  encoder.vector(4);
  encoder.enum_value(info.stream_name());
  encoder.enum_value(info.writer_name());
  encoder.vector(6);
  encoder.string(info.path);
  encoder.real(info.rotation_base);
  encoder.real(info.rotation_interval);
  encoder.real(info.network_time);
  Table config;
  for (const auto& [key, value] : info.config) config.assign(Value(key), Value(value));
  encoder.value(Value(std::move(config)));
  encoder.string(info.postprocessor);
  write_columns(encoder, info.columns);
}

bool read_info(const ValueView& value, WriterInfo& info) {
  if (value.kind() != Kind::Vector || value.size() < 6) return false;
  auto at = value.begin();
  const ValueView path = *at, base = *++at, interval = *++at, time = *++at, config = *++at, postprocessor = *++at;
  if (path.kind() != Kind::String || base.kind() != Kind::Real || interval.kind() != Kind::Real ||
      time.kind() != Kind::Real || config.kind() != Kind::Table || postprocessor.kind() != Kind::String)
    return false;
  info.path = path.string();
  info.rotation_base = base.real();
  info.rotation_interval = interval.real();
  info.network_time = time.real();
  info.postprocessor = postprocessor.string();
  for (auto entry = config.begin(); entry != config.end(); ++entry) {
    const ValueView key = *entry, text = *++entry;
    if (key.kind() != Kind::String || text.kind() != Kind::String) return false;
    info.config.emplace_back(key.string(), text.string());
  }
  return true;
}

bool read_column(const ValueView& value, Column& column) {
  if (value.kind() != Kind::Vector || value.size() < 5) return false;
  auto at = value.begin();
  const ValueView name = *at, second = *++at, tag = *++at, element = *++at, optional = *++at;
  constexpr auto kTags = static_cast<uint64_t>(Tag::Error);
  if (name.kind() != Kind::String || (second.kind() != Kind::None && second.kind() != Kind::String) ||
      tag.kind() != Kind::Count || tag.count() >= kTags || element.kind() != Kind::Count || element.count() >= kTags ||
      optional.kind() != Kind::Boolean)
    return false;
  column.name = name.string();
  column.tag = static_cast<Tag>(tag.count());
  column.element = static_cast<Tag>(element.count());
  column.optional = optional.boolean();
  return true;
}

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
                                 [&](Encoder& encoder) { write_create(encoder, info); });
}

void LogShipping::announce_to(const EndpointId& peer) {
  logging::Manager::of(runtime_).for_each_remote_writer([&](const WriterInfo& info) {
    ByteBuffer bytes;
    Encoder encoder(bytes);
    write_create(encoder, info);
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
  encoder.vector(3);
  encoder.count(kFormat);
  encoder.count(kLogWrite);
  encoder.vector(4);
  encoder.enum_value(info.stream_name());
  encoder.enum_value(info.writer_name());
  encoder.string(info.path);
  encoder.string(serial);
  ++batch->second->records;
  if (++stream.records >= batch_size_) flush(stream);
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
    const auto sent = node_.endpoint().publish(topic, [&batch = *batch](Encoder& encoder) {
      encoder.vector(3);
      encoder.count(kFormat);
      encoder.count(kBatch);
      encoder.vector(batch.records);
      encoder.raw(batch.messages.bytes());
    });
    if (!sent && sent.error().code() != ErrorCode::ShuttingDown)
      runtime_.reporter.error(Location{}, fmt::format("{} log records for {} were not sent: {}", batch->records, topic,
                                                      sent.error().message()));
    batch->messages.clear();
    batch->records = 0;
  }
  node_.count_logs_sent(records);
  return records;
}

// -- from peers

void LogShipping::take_create(const ValueView& content) {
  auto at = content.begin();
  const ValueView stream = *at, writer = *++at, description = *++at, columns = *++at;
  WriterInfo info;
  info.stream = constant(runtime_, "Log::ID", stream.string());
  if (!info.stream.is_set()) return warn("failed to unpack remote log stream id");
  info.writer = constant(runtime_, "Log::Writer", writer.string());
  if (!info.writer.is_set()) return warn("failed to unpack remote log writer id");
  if (!read_info(description, info)) return warn("failed to unpack remote log writer info");
  if (columns.kind() != Kind::Vector) return warn("failed to unpack remote log fields");
  for (const ValueView& column : columns) {
    info.columns.emplace_back();
    if (!read_column(column, info.columns.back()))
      return warn(
          fmt::format("failed to convert remote log field #{}: {}", info.columns.size() - 1, to_string(column)));
  }
  const std::string name = info.stream_name();
  if (!logging::Manager::of(runtime_).create_remote_writer(std::move(info)))
    warn(fmt::format("failed to create remote log stream for {} locally", name));
}

void LogShipping::take_write(const ValueView& content) {
  auto at = content.begin();
  const ValueView stream = *at, writer = *++at, path = *++at, serial = *++at;
  const Cell id = constant(runtime_, "Log::ID", stream.string());
  if (!id.is_set()) return warn(fmt::format("failed to unpack remote log stream id: {}", stream.string()));
  const Cell kind = constant(runtime_, "Log::Writer", writer.string());
  if (!kind.is_set()) return warn(fmt::format("failed to unpack remote log writer id for stream: {}", stream.string()));
  logging::Manager::of(runtime_).write_remote(id, kind, std::string(path.string()), serial.string());
}

}  // namespace whimbrel::script
