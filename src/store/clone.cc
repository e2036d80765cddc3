#include "store/clone.h"

#include <fmt/format.h>

#include "whimbrel/encoder.h"

namespace whimbrel {

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
constexpr size_t kMostUnsent = 1u << 20;
constexpr unsigned kMostVainNacks = 15;  // then the master has forgotten us
constexpr uint64_t kAttachPause = 2;     // ticks between attempts
constexpr uint64_t kChannelLives = 450;  // ticks: after more than that without a word, a master has forgotten us

uint64_t ticks_in(std::chrono::nanoseconds time) { return static_cast<uint64_t>(time / kTick); }

CommandContent control(CommandType type, uint64_t number) {
  CommandContent content;
  content.type = type;
  content.number = number;
  content.heartbeat = kHeartbeat;
  return content;
}

}  // namespace

Clone::Clone(StoreHost& host, const EntityId& self, const CloneOptions& options)
    : host_(host), self_(self), options_(options), candidate_(self) {
  attach();
}

// -- finding a master

void Clone::attach() {
  attach_at_ = ticks_ + kAttachPause;
  CommandContent content = control(CommandType::Nack, 0);
  content.numbers = {0};
  send(nullptr, candidate_, 0, content);
}

bool Clone::needs_to_attach() const {
  return is_away_ || is_broken_ || writer_lost_ || in_->vain_nacks() >= kMostVainNacks ||
         ticks_ - heard_at_ >= std::max<uint64_t>(ticks_in(options_.resync), 2 * kHeartbeat);
}

void Clone::adopt(const CommandView& command) {
  const CommandContent content = read_command(command.content);
  const bool same_master = command.header.sender == master_ && ticks_ - heard_at_ < kChannelLives && !writer_lost_;
  master_ = command.header.sender;
  reader_ = std::exchange(candidate_, {});
  heard_at_ = ticks_;
  is_away_ = is_broken_ = false;
  in_ = std::make_unique<Consumer>(static_cast<ConsumerHost&>(*this));
  replace_content(content.snapshot);
  in_->handshake(content.number);
  restart_writer(same_master);
  is_synchronised_ = true;
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

void Clone::receive(const CommandView& command) {
  const CommandType type = command_type(command.content);
  if (type == CommandType::AckClone) {
    if (command.header.receiver == candidate_ && !candidate_.is_nil()) adopt(command);
    return;
  }
  if (!in_ || command.header.sender != master_) return;
  heard_at_ = ticks_;
  if (is_away_) {
    is_away_ = false;
    send_waiting();
  }
  const EntityId& receiver = command.header.receiver;
  if (is_action(type)) return is_broken_ ? void() : in_->event(command.header.number, command.content);
  // Others ignore these if they are meant for all, and so learn late that they have missed the last event.
  if (type == CommandType::KeepAlive && (receiver.is_nil() || receiver == reader_))
    return in_->keepalive(read_command(command.content).number);
  if (type == CommandType::RetransmitFailed && receiver == reader_)
    return in_->retransmit_failed(read_command(command.content).number);
  if (receiver != writer_) return;
  if (type == CommandType::CumulativeAck) out_->ack(master_, read_command(command.content).number);
  if (type == CommandType::Nack) out_->nack(master_, read_command(command.content).numbers);
}

void Clone::on_peer_lost(const EndpointId& peer) {
  if (in_ && master_.endpoint == peer) is_away_ = true;
}

void Clone::tick() {
  ++ticks_;
  drop_old_changes();
  if (in_) {
    in_->tick();
    out_->tick();
    if (candidate_.is_nil() && needs_to_attach()) {
      candidate_ = {self_.endpoint, host_.new_object()};
      attach_at_ = ticks_;
    }
  }
  if (!candidate_.is_nil() && ticks_ >= attach_at_) attach();
}

bool Clone::is_stale() const {
  return is_synchronised_ && ticks_ - heard_at_ >= std::max<uint64_t>(ticks_in(options_.stale), 2 * kHeartbeat);
}

// -- the content

void Clone::replace_content(const std::vector<ValueView>& snapshot) {
  std::unordered_map<Value, Value> fresh;
  for (size_t i = 0; i + 1 < snapshot.size(); i += 2) {
    auto key = snapshot[i].to_value(kMaxOwnedSize), value = snapshot[i + 1].to_value(kMaxOwnedSize);
    if (key && value) fresh.insert_or_assign(std::move(*key), std::move(*value));
  }
  std::unordered_map<Value, Value> old = std::exchange(entries_, {});
  entries_ = std::move(fresh);
  for (const auto& [key, value] : old)
    if (!entries_.contains(key)) host_.on_event({StoreEvent::Type::Erase, key, nullptr, nullptr, {}, {}, false});
  for (const auto& [key, value] : entries_) {
    const auto known = old.find(key);
    if (known == old.end())
      host_.on_event({StoreEvent::Type::Insert, key, &value, nullptr, {}, master_.endpoint, false});
    else if (known->second != value)
      host_.on_event({StoreEvent::Type::Update, key, &value, &known->second, {}, master_.endpoint, false});
  }
}

void Clone::consume(BytesView event) {
  const CommandContent content = read_command(event);
  switch (content.type) {
    case CommandType::Put:
      return put(content);
    case CommandType::PutUniqueResult:
      if (content.who == self_) host_.on_unique_result(content.request, content.inserted);
      return;
    case CommandType::Erase:
      return remove(content, StoreEvent::Type::Erase);
    case CommandType::Expire:
      return remove(content, StoreEvent::Type::Expire);
    case CommandType::Clear:
      return clear(content.publisher);
    default:
      host_.log("error", "a master sent a change that only masters execute");
  }
}

void Clone::put(const CommandContent& content) {
  auto key = content.key.to_value(kMaxOwnedSize), value = content.value.to_value(kMaxOwnedSize);
  if (!key || !value) return host_.log("error", "an entry of the master is too large");
  const bool is_own = content.publisher == self_;
  const EndpointId& publisher = content.publisher.endpoint;
  const auto [entry, is_new] = entries_.try_emplace(std::move(*key), *value);
  if (is_new)
    return host_.on_event(
        {StoreEvent::Type::Insert, entry->first, &entry->second, nullptr, content.expiry, publisher, is_own});
  std::swap(entry->second, *value);
  host_.on_event({StoreEvent::Type::Update, entry->first, &entry->second, &*value, content.expiry, publisher, is_own});
}

void Clone::remove(const CommandContent& content, StoreEvent::Type why) {
  const auto key = content.key.to_value(kMaxOwnedSize);
  if (!key || entries_.erase(*key) == 0) return;
  host_.on_event({why, *key, nullptr, nullptr, {}, content.publisher.endpoint, content.publisher == self_});
}

void Clone::clear(const EntityId& publisher) {
  for (const auto& [key, value] : std::exchange(entries_, {}))
    host_.on_event({StoreEvent::Type::Erase, key, nullptr, nullptr, {}, publisher.endpoint, publisher == self_});
}

bool Clone::consume_nothing(uint64_t) {
  is_broken_ = true;  // the content is attached anew
  return false;
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
  ByteBuffer key, value, out;
  Encoder(key).value(change.key);
  Encoder(value).value(change.value);
  CommandContent content;
  content.type = change.type;
  content.key = ValueView::over_valid(key.bytes());
  content.value = ValueView::over_valid(value.bytes());
  content.expiry = change.expiry;
  content.init = change.init;
  content.publisher = self_;
  content.who = self_;
  content.request = request;
  put_command_content(out, content);
  const BytesView bytes = out.bytes();
  out_->produce(std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end()));
}

// -- to the network

void Clone::send_ack(uint64_t number) {
  send(&master_.endpoint, reader_, 0, control(CommandType::CumulativeAck, number));
}

void Clone::send_nack(std::vector<uint64_t> numbers) {
  CommandContent content = control(CommandType::Nack, 0);
  content.numbers = std::move(numbers);
  send(&master_.endpoint, reader_, 0, content);
}

void Clone::send_event(const EntityId*, uint64_t number, const EventBytes& event) {
  host_.send(nullptr, {number, writer_, master_}, *event);
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

void Clone::send(const EndpointId* to, const EntityId& from, uint64_t number, const CommandContent& content) {
  // Who looks for a master does not know it yet.
  const EntityId receiver = from == candidate_ ? EntityId() : master_;
  ByteBuffer out;
  put_command_content(out, content);
  host_.send(to, {number, from, receiver}, out.bytes());
}

}  // namespace whimbrel
