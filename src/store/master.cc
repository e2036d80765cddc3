#include "store/master.h"

#include <fmt/format.h>

#include <limits>

#include "whimbrel/encoder.h"

namespace whimbrel {

namespace {

Timestamp later(Timestamp now, Timespan span) {
  Timestamp at;
  if (__builtin_add_overflow(now.ns, span.ns, &at.ns))
    at.ns = span.ns > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  return at;
}

CommandContent control(CommandType type, uint64_t number) {
  CommandContent content;
  content.type = type;
  content.number = number;
  content.heartbeat = kHeartbeat;
  return content;
}

}  // namespace

/// What comes from one clone.
struct Master::Input final : ConsumerHost {
  Input(Master& master_, const EntityId& writer_) : master(master_), writer(writer_), consumer(*this) {}

  void consume(BytesView event) override { master.take_event(event); }
  bool consume_nothing(uint64_t number) override {
    master.host_.log("error", fmt::format("change {} of clone {} is lost", number, to_string(writer.endpoint)));
    return true;
  }
  void send_ack(uint64_t number) override {
    master.send_control(writer, 0, control(CommandType::CumulativeAck, number));
  }
  void send_nack(std::vector<uint64_t> numbers) override {
    CommandContent content = control(CommandType::Nack, 0);
    content.numbers = std::move(numbers);
    master.send_control(writer, 0, content);
  }

  Master& master;
  const EntityId writer;
  Consumer consumer;
  uint64_t heard_at = 0;
};

Master::Master(StoreHost& host, const EntityId& self, std::unique_ptr<Backend> backend)
    : host_(host), self_(self), backend_(std::move(backend)), clones_(*this) {
  const auto expiries = backend_->expiries();
  if (!expiries) complain("read the expiry times of", {}, expiries.error());
  if (!expiries) return;
  for (const auto& [key, expiry] : *expiries) note_expiry(key, expiry);
}

Master::~Master() = default;

// -- what comes from clones

void Master::receive(const CommandView& command, Timestamp now) {
  now_ = now;
  expire_due();
  const EntityId& sender = command.header.sender;
  const CommandType type = command_type(command.content);
  if (type == CommandType::CumulativeAck) return clones_.ack(sender, read_command(command.content).number);
  if (type == CommandType::Nack) return clones_.nack(sender, read_command(command.content).numbers);
  auto input = inputs_.find(sender);
  if (type == CommandType::AttachWriter) {
    if (input != inputs_.end() || inputs_.size() >= kMostPaths) return;
    input = inputs_.try_emplace(sender, std::make_unique<Input>(*this, sender)).first;
    input->second->heard_at = ticks_;
    input->second->consumer.handshake(read_command(command.content).number);
    return;
  }
  if (input == inputs_.end()) return;
  input->second->heard_at = ticks_;
  Consumer& consumer = input->second->consumer;
  if (is_action(type))
    consumer.event(command.header.number, command.content);
  else if (type == CommandType::KeepAlive)
    consumer.keepalive(read_command(command.content).number);
  else if (type == CommandType::RetransmitFailed)
    consumer.retransmit_failed(read_command(command.content).number);
}

void Master::take_event(BytesView bytes) {
  const CommandContent content = read_command(bytes);
  auto key = content.key.to_value(kMaxOwnedSize);
  auto value = content.value.to_value(kMaxOwnedSize);
  if (!key || !value) return host_.log("error", "a change of a clone is too large to be executed");
  Change change{content.type, std::move(*key), std::move(*value), content.expiry, content.init};
  execute(change, content.publisher, content.who, content.request, now_);
}

void Master::tick(Timestamp now) {
  now_ = now;
  ++ticks_;
  expire_due();
  clones_.tick();
  for (auto& [writer, input] : inputs_) input->consumer.tick();
  std::erase_if(inputs_, [this](const auto& entry) { return ticks_ - entry.second->heard_at >= kChannelTimeout; });
}

bool Master::commit() {
  const auto done = backend_->commit();
  if (!done && commit_failure_ != done.error())
    host_.log("error", "the store cannot be written, and will be tried again: " + done.error().message());
  commit_failure_ = done.error();
  return done.ok();
}

// -- changes

void Master::execute(const Change& change, const EntityId& publisher, const EntityId& who, uint64_t request,
                     Timestamp now) {
  now_ = now;
  expire_due();
  switch (change.type) {
    case CommandType::Put:
      return put(change, publisher);
    case CommandType::PutUnique:
      return put_if_new(change, publisher, who, request);
    case CommandType::Add:
    case CommandType::Subtract:
      return add_or_subtract(change, publisher);
    case CommandType::Erase:
      return erase(change.key, publisher);
    case CommandType::Clear:
      return clear(publisher);
    default:  // what only a master says
      return;
  }
}

void Master::put(const Change& change, const EntityId& publisher) {
  const auto old = backend_->get(change.key);
  if (!old) return complain("read", change.key, old.error());
  store(change.key, change.value, change.expiry, *old, publisher);
}

void Master::put_if_new(const Change& change, const EntityId& publisher, const EntityId& who, uint64_t request) {
  const auto exists = backend_->exists(change.key);
  if (!exists) complain("read", change.key, exists.error());
  const bool inserted = exists && !*exists && store(change.key, change.value, change.expiry, std::nullopt, publisher);
  answer(who, request, inserted);
}

void Master::answer(const EntityId& who, uint64_t request, bool inserted) {
  CommandContent content;
  content.type = CommandType::PutUniqueResult;
  content.inserted = inserted;
  content.who = who;
  content.request = request;
  content.publisher = self_;
  broadcast(content, nullptr, nullptr);
  if (who == self_) host_.on_unique_result(request, inserted);
}

void Master::add_or_subtract(const Change& change, const EntityId& publisher) {
  const bool adds = change.type == CommandType::Add;
  const auto old = backend_->get(change.key);
  if (!old) return complain("read", change.key, old.error());
  if (!*old && !adds) return;
  Value value = *old ? **old : default_value(change.init);
  const auto done = adds ? add_to(value, change.value) : subtract_from(value, change.value);
  if (!done)
    return host_.log("warning",
                     fmt::format("entry {} is as before: {}", to_string(change.key), done.error().message()));
  store(change.key, value, change.expiry, *old, publisher);
}

bool Master::store(const Value& key, const Value& value, std::optional<Timespan> expiry,
                   const std::optional<Value>& old, const EntityId& publisher) {
  const auto at = expiry ? std::optional(later(now_, *expiry)) : std::nullopt;
  if (const auto done = backend_->put(key, value, at); !done) {
    complain("write", key, done.error());
    return false;
  }
  note_expiry(key, at);
  StoreEvent event{old ? StoreEvent::Type::Update : StoreEvent::Type::Insert,
                   key,
                   &value,
                   nullptr,
                   expiry,
                   publisher.endpoint,
                   publisher == self_};
  if (old) event.old_value = &*old;
  host_.on_event(event);
  CommandContent content;
  content.type = CommandType::Put;
  content.expiry = expiry;
  content.publisher = publisher;
  broadcast(content, &key, &value);
  return true;
}

void Master::erase(const Value& key, const EntityId& publisher) {
  const auto erased = backend_->erase(key);
  if (!erased) return complain("erase", key, erased.error());
  if (!*erased) return;
  note_expiry(key, std::nullopt);
  host_.on_event({StoreEvent::Type::Erase, key, nullptr, nullptr, {}, publisher.endpoint, publisher == self_});
  CommandContent content;
  content.type = CommandType::Erase;
  content.publisher = publisher;
  broadcast(content, &key, nullptr);
}

void Master::clear(const EntityId& publisher) {
  const auto keys = backend_->keys();
  if (!keys) return complain("read", {}, keys.error());
  if (const auto done = backend_->clear(); !done) return complain("clear", {}, done.error());
  expiries_.clear();
  by_expiry_.clear();
  for (const Value& key : *keys)
    host_.on_event({StoreEvent::Type::Erase, key, nullptr, nullptr, {}, publisher.endpoint, publisher == self_});
  CommandContent content;
  content.type = CommandType::Clear;
  content.publisher = publisher;
  broadcast(content, nullptr, nullptr);
}

// -- expiry

void Master::note_expiry(const Value& key, std::optional<Timestamp> expiry) {
  auto known = expiries_.find(key);
  if (known != expiries_.end()) {
    by_expiry_.erase({known->second, &known->first});
    if (!expiry) expiries_.erase(known);
  }
  if (!expiry) return;
  known = expiries_.insert_or_assign(key, *expiry).first;
  by_expiry_.emplace(*expiry, &known->first);
}

void Master::expire_due() {
  while (!by_expiry_.empty() && by_expiry_.begin()->first < now_) {
    const Value key = *by_expiry_.begin()->second;
    note_expiry(key, std::nullopt);
    const auto expired = backend_->expire(key, now_);
    if (!expired) complain("expire", key, expired.error());
    if (!expired || !*expired) continue;
    host_.on_event({StoreEvent::Type::Expire, key, nullptr, nullptr, {}, self_.endpoint, true});
    CommandContent content;
    content.type = CommandType::Expire;
    content.publisher = self_;
    broadcast(content, &key, nullptr);
  }
}

// -- answers

Result<Value> Master::get(const Value& key, Timestamp now) {
  now_ = now;
  expire_due();
  auto value = backend_->get(key);
  if (!value) return value.error();
  if (!*value) return ErrorCode::NoSuchKey;
  return std::move(**value);
}

Result<bool> Master::exists(const Value& key, Timestamp now) {
  now_ = now;
  expire_due();
  return backend_->exists(key);
}

Result<Value> Master::keys(Timestamp now) {
  now_ = now;
  expire_due();
  auto keys = backend_->keys();
  if (!keys) return keys.error();
  return Value(Set(std::move(*keys)));
}

void Master::complain(const char* what, const Value& key, const Error& error) {
  host_.log("error", fmt::format("cannot {} entry {}: {}", what, to_string(key), error.message()));
}

// -- what goes to clones

void Master::broadcast(CommandContent& content, const Value* key, const Value* value) {
  snapshot_.reset();
  if (clones_.idle()) return;
  ByteBuffer key_bytes, value_bytes, out;
  if (key) {
    Encoder(key_bytes).value(*key);
    content.key = ValueView::over_valid(key_bytes.bytes());
  }
  if (value) {
    Encoder(value_bytes).value(*value);
    content.value = ValueView::over_valid(value_bytes.bytes());
  }
  put_command_content(out, content);
  const BytesView bytes = out.bytes();
  clones_.produce(std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end()));
}

EventBytes Master::snapshot() {
  if (snapshot_) return snapshot_;
  ByteBuffer values;
  std::vector<size_t> ends;
  const auto done = backend_->for_each([&](const Value& key, const Value& value) {
    for (const Value* const v : {&key, &value}) {
      Encoder(values).value(*v);
      ends.push_back(values.bytes().size());
    }
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

void Master::send_event(const EntityId* consumer, uint64_t number, const EventBytes& event) {
  host_.send(consumer ? &consumer->endpoint : nullptr, {number, self_, {}}, *event);
}

void Master::send_handshake(const EntityId& consumer, uint64_t offset) {
  auto known = handshakes_.find(consumer);
  if (known == handshakes_.end()) {
    const EventBytes made = snapshot();
    if (!made) return;
    known = handshakes_.emplace(consumer, made).first;
  }
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

}  // namespace whimbrel
