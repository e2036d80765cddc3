// What whimbrel endpoints tell each other beyond Broker's protocol, in a form that other endpoints take for ordinary
// pings: they answer with a pong, and nothing else happens. Only endpoints whose ID carries the mark get them. Byte
// tables: docs/formats/extensions.md.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "whimbrel/encoder.h"
#include "whimbrel/endpoint_id.h"
#include "whimbrel/events.h"

namespace whimbrel {

/// Makes a random, well-formed UUID (version 4) whose last four bytes mark it as one of ours.
EndpointId make_endpoint_id(bool forwards);
/// Completes given random bytes in that way; for reproducible runs.
EndpointId mark_endpoint_id(EndpointId random, bool forwards);

/// What the mark says; nothing for endpoints of other make.
struct Mark {
  bool forwards;
};
std::optional<Mark> mark_of(const EndpointId& id);

/// "The data messages that follow on this connection come from `origin` and are numbered from `first` on."
struct Tag {
  EndpointId origin;
  uint64_t first = 0;
};
/// "Messages are missing here."
struct GapNotice {
  EndpointId reporter;  ///< where they were lost
  uint64_t number = 0;  ///< of the reporter's notices, so that one that comes along two paths counts once
  Gap gap;
  bool through_circle = false;  ///< on its way is a circle: messages from before the loss may come after it
};
using Extension = std::variant<Tag, GapNotice>;

/// Appends the payload of a ping.
void put_extension(ByteBuffer& out, const Extension& extension);
/// Nothing if the payload is that of an ordinary ping, or damaged.
std::optional<Extension> parse_extension(BytesView ping_payload);

}  // namespace whimbrel
