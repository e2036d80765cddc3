#include "store/clone.h"

#include <fmt/format.h>

#include <algorithm>

#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
constexpr size_t kMostUnsent = 1u << 20;
constexpr unsigned kMostVainNacks = 15;  // then the master has forgotten us
constexpr uint64_t kAttachPause = 2;     // ticks between attempts
constexpr uint64_t kVainAttempts = 10;   // then for once the whole content is asked for, not parts
constexpr uint64_t kPartPause = 10;      // ticks until a part is asked for again
constexpr unsigned kMostVainParts = 10;  // then the master is gone
constexpr uint64_t kChannelLives = 450;  // ticks: after more than that without a word, a master has forgotten us

uint64_t ticks_in(std::chrono::nanoseconds time) { return static_cast<uint64_t>(time / kTick); }

}  // namespace

struct Clone::Reader final : ConsumerHost {
  Reader(Clone& clone_, const EntityId& master_, const EntityId& name_, uint64_t offset_)
      : clone(clone_), master(master_), name(name_), offset(offset_), consumer(*this) {}

  void consume(BytesView event) override { clone.consume(event, is_live ? clone.entries_ : fresh, is_live); }
  bool consume_nothing(uint64_t) override {
    is_broken = true;  // the content is fetched anew
    return false;
  }
  void send_ack(uint64_t number) override { send(control(CommandType::CumulativeAck, number)); }
  void send_nack(std::vector<uint64_t> numbers) override {
    CommandContent content = control(CommandType::Nack, 0);
    content.numbers = std::move(numbers);
    send(content);
  }
  void send(const CommandContent& content) { clone.send(&master.endpoint, name, 0, content); }
  bool is_lost() const { return is_broken || consumer.vain_nacks() >= kMostVainNacks; }

  Clone& clone;
  const EntityId master, name;
  const uint64_t offset;
  Consumer consumer;
  bool is_live = false;    // its events go to the content that is shown
  bool is_broken = false;  // one of them is lost for good

  // until it is live
  EntryTable fresh;
  std::optional<uint64_t> wanted = 0;  // the part that is waited for
  uint64_t until = 0;                  // the event that must have been consumed
  uint64_t asked_at = 0;
  unsigned vain = 0;
};

Clone::Clone(StoreHost& host, const EntityId& self, const CloneOptions& options)
    : host_(host), self_(self), options_(options), candidate_(self) {
  attach();
}

Clone::~Clone() = default;

// -- finding a master

void Clone::attach() {
  attach_at_ = ticks_ + kAttachPause;
  CommandContent content = control(CommandType::Nack, 0);
  content.numbers = {0};
  const bool wants_whole = ++attempts_ % kVainAttempts == 0;
  send(nullptr, candidate_, wants_whole ? kWholePlease : 0, content);
}

void Clone::start_over() {
  joining_.reset();
  candidate_ = {self_.endpoint, host_.new_object()};
  attach_at_ = ticks_;
}

bool Clone::needs_to_attach() const {
  return is_away_ || writer_lost_ || in_->is_lost() ||
         ticks_ - heard_at_ >= std::max<uint64_t>(ticks_in(options_.resync), 2 * kHeartbeat);
}

void Clone::on_peer_added() {
  if (!candidate_.is_nil() && !joining_) attach();
}

// -- getting its content

/// The first answer of a master: its content, or the first part of it.
void Clone::join(const CommandView& command) {
  const CommandContent content = read_command(command.content);
  const bool is_whole = content.type == CommandType::AckClone;
  if (!joining_) {
    if (content.position != 0) return;
    joining_ = std::make_unique<Reader>(*this, command.header.sender, candidate_, content.number);
  }
  if (command.header.sender != joining_->master) return;
  if (!is_whole) return take_part(content, command.header.number);
  if (joining_->wanted != 0u) return;  // it comes in parts already
  std::vector<std::byte> scratch;
  for (size_t i = 0; i + 1 < content.snapshot.size(); i += 2)
    joining_->fresh.put(canonical_key(content.snapshot[i], scratch), content.snapshot[i + 1].bytes(), std::nullopt);
  joining_->wanted.reset();
  joining_->until = joining_->offset;
  joining_->consumer.handshake(joining_->offset);
  show_if_complete();
}

void Clone::take_part(const CommandContent& content, uint64_t number) {
  Reader& reader = *joining_;
  if (reader.wanted != content.position) return;
  reader.vain = 0;
  reader.wanted = content.next > 0 ? std::optional(content.next) : std::nullopt;
  if (reader.wanted) request_part();  // while this one is worked on
  for (BytesView entries = content.entries; !entries.empty();) {
    const SnapshotEntry entry = take_entry(entries);
    reader.fresh.put(entry.key, entry.value, entry.expiry ? std::optional(later(now_, *entry.expiry)) : std::nullopt);
  }
  if (reader.wanted) return;
  reader.until = std::max(number, reader.offset);
  reader.consumer.handshake(reader.offset);
  show_if_complete();
}

void Clone::request_part() {
  CommandContent content = control(CommandType::SnapshotRequest, 0);
  content.position = *joining_->wanted;
  joining_->asked_at = ticks_;
  joining_->send(content);
}

void Clone::tick_joining() {
  Reader& reader = *joining_;
  if (!reader.wanted) {
    reader.consumer.tick();
    if (reader.is_lost()) return start_over();
    return show_if_complete();
  }
  if (ticks_ - reader.asked_at < kPartPause) return;
  if (++reader.vain > kMostVainParts) return start_over();
  request_part();
}

void Clone::show_if_complete() {
  if (!joining_ || joining_->wanted || joining_->is_broken || joining_->consumer.next() <= joining_->until) return;
  if (in_) in_->send(goodbye());
  in_ = std::move(joining_);
  candidate_ = {};
  attempts_ = 0;
  const bool same_master = in_->master == master_ && ticks_ - heard_at_ < kChannelLives && !writer_lost_;
  master_ = in_->master;
  heard_at_ = ticks_;
  is_away_ = false;
  in_->is_live = true;
  replace_content(std::exchange(in_->fresh, EntryTable()));
  restart_writer(same_master);
  is_synchronised_ = true;
  ++snapshots_taken_;
  send_waiting();
  host_.on_synchronised();
}

void Clone::restart_writer(bool same_master) {
  if (out_ && same_master) return;
  if (out_ && out_->buffered() > 0)
    host_.log("error", fmt::format("{} changes may have been lost with the old master", out_->buffered()));
  writer_ = out_ ? EntityId{self_.endpoint, host_.new_object()} : self_;
  writer_lost_ = writer_is_known_ = false;
  out_ = std::make_unique<Producer>(static_cast<ProducerHost&>(*this));
  out_->add(master_);
}

// -- from the network

void Clone::receive(const CommandView& command, Timestamp now) {
  now_ = now;
  const CommandType type = command_type(command.content);
  const EntityId& sender = command.header.sender;
  const EntityId& receiver = command.header.receiver;
  if (type == CommandType::AckClone || type == CommandType::SnapshotPart) {
    if (receiver == candidate_ && !candidate_.is_nil()) join(command);
    return;
  }
  if (joining_ && sender == joining_->master) {
    hear(*joining_, command);
    show_if_complete();
  }
  // An endpoint has one master of a name: if ours is silent meanwhile, it has been replaced there.
  const bool is_successor = in_ && sender != master_ && sender.endpoint == master_.endpoint;
  if (is_successor && candidate_.is_nil() && ticks_ - heard_at_ >= 2 * kHeartbeat) start_over();
  if (!in_ || sender != master_) return;
  heard_at_ = ticks_;
  if (is_away_) {
    is_away_ = false;
    send_waiting();
  }
  hear(*in_, command);
  if (receiver != writer_) return;
  if (type == CommandType::CumulativeAck) out_->ack(master_, read_command(command.content).number);
  if (type == CommandType::Nack) out_->nack(master_, read_command(command.content).numbers);
}

void Clone::hear(Reader& reader, const CommandView& command) {
  const CommandType type = command_type(command.content);
  const EntityId& receiver = command.header.receiver;
  if (is_action(type)) {
    if (!reader.is_broken) reader.consumer.event(command.header.number, command.content);
  } else if (type == CommandType::KeepAlive && (receiver.is_nil() || receiver == reader.name)) {
    // Others ignore these if they are meant for all, and so learn late that they have missed the last event.
    reader.consumer.keepalive(read_command(command.content).number);
  } else if (type == CommandType::RetransmitFailed && receiver == reader.name) {
    reader.consumer.retransmit_failed(read_command(command.content).number);
  }
}

void Clone::on_peer_lost(const EndpointId& peer) {
  if (in_ && master_.endpoint == peer) is_away_ = true;
  if (joining_ && joining_->master.endpoint == peer) start_over();
}

void Clone::tick(Timestamp now) {
  now_ = now;
  ++ticks_;
  drop_old_changes();
  if (in_) {
    in_->consumer.tick();
    out_->tick();
    if (candidate_.is_nil() && needs_to_attach()) start_over();
  }
  if (joining_) tick_joining();
  if (!candidate_.is_nil() && !joining_ && ticks_ >= attach_at_) attach();
}

bool Clone::is_stale() const {
  return is_synchronised_ && ticks_ - heard_at_ >= std::max<uint64_t>(ticks_in(options_.stale), 2 * kHeartbeat);
}

StoreFigures Clone::figures() const {
  const uint64_t unacknowledged = unsent_.size() + (out_ ? out_->buffered() : 0);
  const bool is_in_step = in_ && !needs_to_attach();
  return {entries_.size(), 0, unacknowledged, is_in_step, expirations_, snapshots_taken_, 0};
}

// -- changes

void Clone::pass_on(const Change& change, uint64_t request) {
  if (may_send()) return send_change(change, request);
  if (unsent_.size() >= kMostUnsent) {
    host_.log("error", "too many changes wait for the master: one is dropped");
    return;
  }
  unsent_.push_back({ticks_, change, request});
}

void Clone::send_waiting() {
  while (may_send() && !unsent_.empty()) {
    send_change(unsent_.front().change, unsent_.front().request);
    unsent_.pop_front();
  }
}

void Clone::drop_old_changes() {
  const uint64_t most = ticks_in(options_.mutation_buffer);
  size_t dropped = 0;
  while (!unsent_.empty() && ticks_ - unsent_.front().tick > most) {
    unsent_.pop_front();
    ++dropped;
  }
  if (dropped > 0)
    host_.log("error", fmt::format("{} changes were dropped: there is no master to execute them", dropped));
}

void Clone::send_change(const Change& change, uint64_t request) {
  key_.clear();
  value_.clear();
  content_.clear();
  Encoder(key_).value(change.key);
  Encoder(value_).value(change.value);
  CommandContent content;
  content.type = change.type;
  content.key = ValueView::over_valid(key_.bytes());
  content.value = ValueView::over_valid(value_.bytes());
  content.expiry = change.expiry;
  content.init = change.init;
  content.publisher = self_;
  content.who = self_;
  content.request = request;
  put_command_content(content_, content);
  out_->produce(content_.bytes());
}

// -- to the network

void Clone::send_event(const EntityId*, uint64_t number, BytesView event) {
  host_.send(nullptr, {number, writer_, master_}, event);
}

void Clone::send_handshake(const EntityId&, uint64_t offset) {
  writer_offset_ = offset;
  send(nullptr, writer_, 0, control(CommandType::AttachWriter, offset));
}

void Clone::send_keepalive(uint64_t number) {
  if (!writer_is_known_) send_handshake(master_, writer_offset_);
  send(nullptr, writer_, 0, control(CommandType::KeepAlive, number));
}

void Clone::send_retransmit_failed(const EntityId&, uint64_t number) {
  send(nullptr, writer_, 0, control(CommandType::RetransmitFailed, number));
}

Clone::Farewell Clone::farewell() const {
  Farewell all;
  if (!in_) return all;
  ByteBuffer out;
  put_command_content(out, goodbye());
  const BytesView bytes = out.bytes();
  for (const EntityId& name : {in_->name, writer_})
    all.push_back({{kWritesNoMore, name, in_->master}, std::vector(bytes.begin(), bytes.end())});
  return all;
}

void Clone::send(const EndpointId* to, const EntityId& from, uint64_t number, const CommandContent& content) {
  // Who looks for a master does not know it yet.
  EntityId receiver = from == candidate_ ? EntityId() : master_;
  if (joining_ && from == joining_->name) receiver = joining_->master;
  ByteBuffer out;
  put_command_content(out, content);
  host_.send(to, {number, from, receiver}, out.bytes());
}

}  // namespace whimbrel
