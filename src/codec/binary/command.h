// Internal commands: what masters and clones of a store say to each other. Byte table: docs/formats/command.md.
//
// A command is a header (number, sender, receiver) and a content. Contents are kept and sent again by the channels of
// stores as they are, so the two are apart here.
#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "whimbrel/bytes.h"
#include "whimbrel/endpoint_id.h"
#include "whimbrel/result.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// A master, a clone, or who asked one of them: a number at an endpoint.
struct EntityId {
  EndpointId endpoint;
  uint64_t object = 0;
  bool is_nil() const { return object == 0 && endpoint.is_nil(); }
  auto operator<=>(const EntityId&) const = default;
};

enum class CommandType : uint8_t {
  Put,
  PutUnique,
  PutUniqueResult,
  Erase,
  Expire,
  Add,
  Subtract,
  Clear,
  AttachWriter,
  KeepAlive,
  CumulativeAck,
  Nack,
  AckClone,
  RetransmitFailed,
  // between endpoints of this make only
  SnapshotPart,
  SnapshotRequest,
};
/// Actions change a store; the rest is about channels.
inline bool is_action(CommandType type) { return type <= CommandType::Clear; }

struct CommandHeader {
  uint64_t number = 0;
  EntityId sender, receiver;
};

/// Of these members a content has those that its type asks for.
struct CommandContent {
  CommandType type = CommandType::Clear;
  ValueView key, value;
  std::optional<Timespan> expiry;
  Kind init = Kind::None;  ///< what an absent value begins as
  bool inserted = false;
  EntityId who;          ///< waits for the answer to
  uint64_t request = 0;  ///< this request
  EntityId publisher;    ///< through which the change was made
  uint64_t number = 0;   ///< an offset, or what is acknowledged
  uint16_t heartbeat = 0;
  std::vector<uint64_t> numbers;    ///< that are missing
  std::vector<ValueView> snapshot;  ///< keys and values, taking turns
  uint64_t position = 0, next = 0;  ///< of a part of a snapshot: where it begins, and the one after it
  BytesView entries;                ///< of a part, as put_entry() writes them
};

struct CommandView {
  CommandHeader header;
  BytesView content;
};

/// Checks that the bytes hold exactly one well-formed command, so that passing it on harms nobody.
Result<void> validate_command(BytesView payload);
/// For bytes that have been checked.
CommandView split_command(BytesView valid_payload);
CommandContent read_command(BytesView valid_content);
CommandType command_type(BytesView valid_content);

void put_command_header(ByteSink& out, const CommandHeader& header);
void put_command_content(ByteSink& out, const CommandContent& content);

/// An entry of a part of a snapshot: how long it lives from now on, if not for ever.
struct SnapshotEntry {
  BytesView key, value;
  std::optional<Timespan> expiry;
};
void put_entry(ByteSink& out, const SnapshotEntry& entry);
/// Takes the first of the entries away from bytes that have been checked.
SnapshotEntry take_entry(BytesView& entries);

}  // namespace whimbrel
