// The messages that WebSocket clients and servers exchange, as JSON text: a value together with its topic.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/codec.h"

namespace whimbrel {

struct DataMessage {
  std::string topic;
  Value value;
};

/// Reads {"type":"data-message","topic":"/foo","@data-type":"count","data":1}. The type may be left out; members of
/// other names are ignored.
Result<DataMessage> data_message_from_json(std::string_view text, JsonReading reading = JsonReading::Exact);

/// Such a message with its value encoded. Belongs to the thread that made it, until that makes the next.
struct EncodedMessage {
  std::string_view topic;
  BytesView value;
};
/// The same as data_message_from_json(), and encoding that, but quicker.
Result<EncodedMessage> encode_data_message(std::string_view text);

/// Reads ["/foo","/bar"].
Result<std::vector<std::string>> strings_from_json(std::string_view text);

/// Appends such a message. It is valid JSON whatever the value: bytes that are not UTF-8 become U+FFFD, and reals that
/// JSON cannot express become null.
void append_data_message(std::string& out, std::string_view topic, const ValueView& value);
void put_data_message(ByteSink& out, std::string_view topic, const ValueView& value);

}  // namespace whimbrel
