#include "script/broker/message.h"

namespace whimbrel::script {

namespace {

constexpr uint64_t kNetworkTimestamp = 1;

bool is_metadata_entry(const ValueView& entry) {
  if (entry.kind() != Kind::Vector || entry.size() != 2 || entry.at(0).kind() != Kind::Count) return false;
  return entry.at(0).count() != kNetworkTimestamp || entry.at(1).kind() == Kind::Timestamp;
}

bool are_messages(const ValueView& content) {
  ParsedMessage inner;
  for (const ValueView& message : content)
    if (!parse_message(message, inner)) return false;
  return true;
}

/// Of LogCreate and LogWrite.
bool is_about_log(const ValueView& content, MessageKind kind) {
  if (content.size() < 4) return false;
  auto at = content.begin();
  const ValueView stream = *at, writer = *++at, third = *++at, fourth = *++at;
  if (stream.kind() != Kind::EnumValue || writer.kind() != Kind::EnumValue) return false;
  return kind == MessageKind::LogCreate || (third.kind() == Kind::String && fourth.kind() == Kind::String);
}

bool read_metadata(const ValueView& metadata, std::optional<double>& time) {
  if (metadata.kind() != Kind::Vector) return false;
  for (const ValueView& entry : metadata) {
    if (!is_metadata_entry(entry)) return false;
    if (!time && entry.at(0).count() == kNetworkTimestamp) time = static_cast<double>(entry.at(1).timestamp().ns) / 1e9;
  }
  return true;
}

}  // namespace

bool parse_message(const ValueView& value, ParsedMessage& parsed) {
  if (value.kind() != Kind::Vector || value.size() < 3) return false;
  auto part = value.begin();
  const ValueView format = *part, type = *++part;
  parsed.content = *++part;
  if (format.kind() != Kind::Count || format.count() != kMessageFormat || type.kind() != Kind::Count) return false;
  const ValueView& content = parsed.content;
  if (content.kind() != Kind::Vector) return false;
  parsed.kind = MessageKind{type.count()};
  switch (parsed.kind) {
    case MessageKind::Batch:
      return are_messages(content);
    case MessageKind::LogCreate:
    case MessageKind::LogWrite:
      return is_about_log(content, parsed.kind);
    case MessageKind::Event:
    case MessageKind::IdentifierUpdate:
      break;
    default:
      return false;
  }
  const size_t size = content.size();
  if (size < 2) return false;
  auto at = content.begin();
  const ValueView name = *at;
  if (name.kind() != Kind::String) return false;
  parsed.name = name.string();
  parsed.value = *++at;
  if (parsed.kind == MessageKind::IdentifierUpdate) return true;
  parsed.time.reset();
  return parsed.value.kind() == Kind::Vector && (size == 2 || read_metadata(*++at, parsed.time));
}

}  // namespace whimbrel::script
