// What a message between scripts is, before it is known what it means here: its parts, if they are all there.
#pragma once

#include <optional>
#include <string_view>

#include "whimbrel/value_view.h"

namespace whimbrel::script {

enum class MessageKind : uint64_t { Event = 1, LogCreate = 2, LogWrite = 3, IdentifierUpdate = 4, Batch = 5 };
constexpr uint64_t kMessageFormat = 1;

struct ParsedMessage {
  MessageKind kind = MessageKind::Event;
  ValueView content;  ///< a vector; of batches: messages, all of them well-formed
  // Of events and variables: the name, and what belongs to it.
  std::string_view name;
  ValueView value;
  std::optional<double> time;  ///< of an event, if it says
};

/// False if the value is no message.
bool parse_message(const ValueView& value, ParsedMessage& parsed);

}  // namespace whimbrel::script
