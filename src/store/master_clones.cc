// What a master says to its clones: changes, and its content to those that are new.
#include "codec/binary/extension.h"
#include "store/master.h"

namespace whimbrel {

namespace {

constexpr size_t kPartSize = 256u << 10;  // of a snapshot; a single entry may be larger

}  // namespace

void Master::broadcast(const CommandContent& content) {
  snapshot_.reset();
  if (clones_.idle()) return;
  content_.clear();
  put_command_content(content_, content);
  clones_.produce(content_.bytes());
}

void Master::broadcast(CommandType type, BytesView key, const EntityId& publisher) {
  CommandContent content;
  content.type = type;
  content.key = ValueView::over_valid(key);
  content.publisher = publisher;
  broadcast(content);
}

/// For clones that take it as a whole.
Master::EventBytes Master::snapshot() {
  if (snapshot_) return snapshot_;
  ByteBuffer values;
  std::vector<size_t> ends;
  const auto done = backend_->visit(0, [&](const EntryView& entry) {
    for (const BytesView bytes : {entry.key, entry.value}) {
      Encoder(values).raw(bytes);
      ends.push_back(values.bytes().size());
    }
    return true;
  });
  if (!done) {
    complain("read", {}, done.error());
    return nullptr;
  }
  CommandContent content = control(CommandType::AckClone, clones_.number());
  size_t begin = 0;
  for (const size_t end : ends) {
    content.snapshot.push_back(ValueView::over_valid(values.bytes().subspan(begin, end - begin)));
    begin = end;
  }
  ByteBuffer out;
  put_command_content(out, content);
  const BytesView bytes = out.bytes();
  return snapshot_ = std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end());
}

// Entries are sent as they are now, not as they were when the clone came: what has changed since, it is told as well,
// and it shows nothing before it has had all of that. The number says how far it must have come.
void Master::send_part(const EntityId& consumer, uint64_t offset, uint64_t position) {
  ByteBuffer entries;
  const auto next = backend_->visit(position, [&](const EntryView& entry) {
    const size_t size = entry.key.size() + entry.value.size();
    if (!entries.bytes().empty() && entries.bytes().size() + size > kPartSize) return false;
    const auto left = entry.expiry ? std::optional(Timespan{entry.expiry->ns - now_.ns}) : std::nullopt;
    put_entry(entries, {entry.key, entry.value, left});
    return true;
  });
  if (!next) return complain("read", {}, next.error());
  if (position == 0) ++snapshots_sent_;
  CommandContent content = control(CommandType::SnapshotPart, offset);
  content.position = position;
  content.next = *next;
  content.entries = entries.bytes();
  send_control(consumer, clones_.number(), content);
}

void Master::send_event(const EntityId* consumer, uint64_t number, BytesView event) {
  host_.send(consumer ? &consumer->endpoint : nullptr, {number, self_, {}}, event);
}

void Master::send_handshake(const EntityId& consumer, uint64_t offset) {
  if (mark_of(consumer.endpoint) && !wants_whole_.contains(consumer)) return send_part(consumer, offset, 0);
  auto known = handshakes_.find(consumer);
  if (known == handshakes_.end()) {
    const EventBytes made = snapshot();
    if (!made) return;
    known = handshakes_.emplace(consumer, made).first;
  }
  ++snapshots_sent_;
  host_.send(&consumer.endpoint, {offset, self_, consumer}, *known->second);
}

void Master::send_keepalive(uint64_t number) {
  ByteBuffer out;
  put_command_content(out, control(CommandType::KeepAlive, number));
  host_.send(nullptr, {0, self_, {}}, out.bytes());
}

void Master::send_retransmit_failed(const EntityId& consumer, uint64_t number) {
  send_control(consumer, 0, control(CommandType::RetransmitFailed, number));
}

void Master::send_control(const EntityId& receiver, uint64_t number, const CommandContent& content) {
  ByteBuffer out;
  put_command_content(out, content);
  host_.send(&receiver.endpoint, {number, self_, receiver}, out.bytes());
}

void Master::forget_handshake(const EntityId& consumer) {
  handshakes_.erase(consumer);
  wants_whole_.erase(consumer);
}

}  // namespace whimbrel
