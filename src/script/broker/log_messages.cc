#include "script/broker/log_messages.h"

#include <fmt/format.h>

#include <initializer_list>

#include "base/big_endian.h"

namespace whimbrel::script {

namespace {

using logging::Column;
using logging::WriterInfo;

constexpr std::string_view kStamp = "Whimbrel::log_stamp", kReceipt = "Whimbrel::log_receipt";

void begin_message(Encoder& encoder, MessageKind kind) {
  encoder.vector(3);
  encoder.count(kMessageFormat);
  encoder.count(static_cast<uint64_t>(kind));
}

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

/// An event of text and numbers.
void write_event(Encoder& encoder, std::string_view name, std::initializer_list<std::string_view> texts,
                 std::initializer_list<uint64_t> numbers) {
  begin_message(encoder, MessageKind::Event);
  encoder.vector(2);
  encoder.string(name);
  encoder.vector(texts.size() + numbers.size());
  for (const std::string_view text : texts) encoder.string(text);
  for (const uint64_t number : numbers) encoder.count(number);
}

bool read_event(const ParsedMessage& message, std::string_view name, std::initializer_list<std::string_view*> texts,
                std::initializer_list<uint64_t*> numbers) {
  if (message.kind != MessageKind::Event || message.name != name ||
      message.value.size() != texts.size() + numbers.size())
    return false;
  auto at = message.value.begin();
  for (std::string_view* text : texts) {
    const ValueView value = *at++;
    if (value.kind() != Kind::String) return false;
    *text = value.string();
  }
  for (uint64_t* number : numbers) {
    const ValueView value = *at++;
    if (value.kind() != Kind::Count) return false;
    *number = value.count();
  }
  return true;
}

}  // namespace

void write_log_create(Encoder& encoder, const WriterInfo& info) {
  begin_message(encoder, MessageKind::LogCreate);
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

std::string read_log_create(const ValueView& content, LogCreate& create) {
  auto at = content.begin();
  const ValueView stream = *at, writer = *++at, description = *++at, columns = *++at;
  create.stream = stream.string();
  create.writer = writer.string();
  if (!read_info(description, create.info)) return "failed to unpack remote log writer info";
  if (columns.kind() != Kind::Vector) return "failed to unpack remote log fields";
  for (const ValueView& column : columns) {
    create.info.columns.emplace_back();
    if (!read_column(column, create.info.columns.back()))
      return fmt::format("failed to convert remote log field #{}: {}", create.info.columns.size() - 1,
                         to_string(column));
  }
  return {};
}

void write_log_record_start(Encoder& encoder, const WriterInfo& info) {
  begin_message(encoder, MessageKind::LogWrite);
  encoder.vector(4);
  encoder.enum_value(info.stream_name());
  encoder.enum_value(info.writer_name());
  encoder.string(info.path);
}

LogWrite read_log_write(const ValueView& content) {
  auto at = content.begin();
  const ValueView stream = *at, writer = *++at, path = *++at, serial = *++at;
  return {stream.string(), writer.string(), path.string(), serial.string()};
}

// -- the usual batch, byte by byte

namespace {

/// What each message begins with: format and kind, and the number of elements that follow.
constexpr size_t kStart = 2 + 9 + 9;

bool has_start(const std::byte* at, const std::byte* end, MessageKind kind) {
  return static_cast<size_t>(end - at) > kStart && at[0] == std::byte(Kind::Vector) && at[1] == std::byte{3} &&
         at[2] == std::byte(Kind::Count) && load_be<uint64_t>(at + 3) == kMessageFormat &&
         at[11] == std::byte(Kind::Count) && load_be<uint64_t>(at + 12) == static_cast<uint64_t>(kind);
}

/// A container or text of a kind: its size, and what is left behind that.
bool take_size(const std::byte*& at, const std::byte* end, Kind kind, size_t& size) {
  if (at == end || *at++ != std::byte(kind)) return false;
  size = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    if (at == end) return false;
    const auto byte = static_cast<size_t>(*at++);
    size |= (byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool take_text(const std::byte*& at, const std::byte* end, Kind kind, std::string_view& text) {
  size_t size;
  if (!take_size(at, end, kind, size) || size > static_cast<size_t>(end - at)) return false;
  text = {reinterpret_cast<const char*>(at), size};
  at += size;
  return true;
}

}  // namespace

bool LogBatch::take_record(const std::byte*& at, const std::byte* end, LogWrite& write) {
  if (!has_start(at, end, MessageKind::LogWrite)) return false;
  at += kStart;
  size_t parts;
  return take_size(at, end, Kind::Vector, parts) && parts == 4 && take_text(at, end, Kind::EnumValue, write.stream) &&
         take_text(at, end, Kind::EnumValue, write.writer) && take_text(at, end, Kind::String, write.path) &&
         take_text(at, end, Kind::String, write.serial);
}

bool LogBatch::read(const ValueView& message) {
  const BytesView bytes = message.bytes();
  const std::byte* at = bytes.data();
  end_ = at + bytes.size();
  size_t elements;
  if (!has_start(at, end_, MessageKind::Batch)) return false;
  const std::byte* content = at + kStart;
  if (!take_size(content, end_, Kind::Vector, elements) || elements == 0) return false;
  begin_ = content;
  has_stamp_ = has_start(begin_, end_, MessageKind::Event);
  if (has_stamp_) {
    first_ = *message.at(2).begin();
    ParsedMessage parsed;
    LogStamp stamp;
    if (!parse_message(first_, parsed) || !read_log_stamp(parsed, stamp)) return false;
    begin_ += first_.bytes().size();
  }
  records_ = elements - (has_stamp_ ? 1 : 0);
  at = begin_;
  LogWrite write;
  for (size_t i = 0; i < records_; ++i)
    if (!take_record(at, end_, write)) return false;
  return at == end_;
}

void write_log_stamp(Encoder& encoder, const LogStamp& stamp) {
  write_event(encoder, kStamp, {stamp.sender}, {stamp.position});
}
bool read_log_stamp(const ParsedMessage& message, LogStamp& stamp) {
  return read_event(message, kStamp, {&stamp.sender}, {&stamp.position});
}

void write_log_receipt(Encoder& encoder, const LogReceipt& receipt) {
  write_event(encoder, kReceipt, {receipt.receiver, receipt.topic}, {receipt.first, receipt.next, receipt.missing});
}
bool read_log_receipt(const ParsedMessage& message, LogReceipt& receipt) {
  return read_event(message, kReceipt, {&receipt.receiver, &receipt.topic},
                    {&receipt.first, &receipt.next, &receipt.missing});
}
std::string log_receipt_topic(std::string_view sender) { return fmt::format("zeek/whimbrel/log-receipts/{}", sender); }

}  // namespace whimbrel::script
