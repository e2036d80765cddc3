#include "store/master.h"

#include <fmt/format.h>

#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

BytesView bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

}  // namespace

/// What comes from one clone.
struct Master::Input final : ConsumerHost {
  Input(Master& master_, const EntityId& writer_) : master(master_), writer(writer_), consumer(*this) {}

  void consume(BytesView event) override { master.take_event(event, writer); }
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
  const auto done = backend_->visit_expiries([this](BytesView key, Timestamp expiry) { expiries_.note(key, expiry); });
  if (!done) complain("read the expiry times of", {}, done.error());
}

Master::~Master() = default;

// -- what comes from clones

void Master::receive(const CommandView& command, Timestamp now) {
  set_time(now);
  const EntityId& sender = command.header.sender;
  const CommandType type = command_type(command.content);
  if (type == CommandType::CumulativeAck) return clones_.ack(sender, read_command(command.content).number);
  if (type == CommandType::Nack) {
    const CommandContent nack = read_command(command.content);
    if (is_goodbye(nack) && command.header.number == kWritesNoMore) inputs_.erase(sender);
    if (command.header.number == kWholePlease && !is_goodbye(nack) && !clones_.has(sender)) wants_whole_.insert(sender);
    return clones_.nack(sender, nack.numbers);
  }
  if (type == CommandType::SnapshotRequest) {
    if (!clones_.has(sender)) return;
    clones_.touch(sender);
    return send_part(sender, clones_.offset(sender), read_command(command.content).position);
  }
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

void Master::take_event(BytesView bytes, const EntityId& writer) {
  const CommandContent content = read_command(bytes);
  const auto is_writers = [&](const EntityId& name) { return name.is_nil() || name.endpoint == writer.endpoint; };
  const bool is_own = is_writers(content.publisher) && is_writers(content.who);
  if (!is_own)
    return host_.log("warning", fmt::format("a change by {} in the name of another endpoint is refused",
                                            to_string(writer.endpoint)));
  Order order;
  std::vector<std::byte> scratch;
  order.type = content.type;
  order.key = canonical_key(content.key, scratch);
  order.value = content.value.bytes();
  order.expiry = content.expiry;
  order.init = content.init;
  order.publisher = content.publisher;
  order.who = content.who;
  order.request = content.request;
  execute(order);
}

void Master::set_time(Timestamp now) {
  now_ = now;
  expire_due();
}

void Master::tick(Timestamp now) {
  set_time(now);
  ++ticks_;
  clones_.tick();
  for (auto& [writer, input] : inputs_) input->consumer.tick();
  std::erase_if(inputs_, [this](const auto& entry) { return ticks_ - entry.second->heard_at >= kChannelTimeout; });
}

std::unique_ptr<Backend> Master::release_backend() {
  backend_->abandon();
  return std::move(backend_);
}

bool Master::commit() {
  const auto done = backend_->commit();
  if (!done) ++failures_;
  if (!done && commit_failure_ != done.error())
    host_.log("error", "the store cannot be written, and will be tried again: " + done.error().message());
  commit_failure_ = done.error();
  return done.ok();
}

// -- changes

void Master::execute(const Change& change, Timestamp now) {
  set_time(now);
  execute(change, {}, 0);
}

void Master::put_unique(const Change& change, uint64_t request, Timestamp now) {
  set_time(now);
  execute(change, self_, request);
}

void Master::execute(const Change& change, const EntityId& who, uint64_t request) {
  ByteBuffer key, value;
  Encoder(key).value(change.key);
  Encoder(value).value(change.value);
  execute({change.type, key.bytes(), value.bytes(), change.expiry, change.init, self_, who, request});
}

void Master::execute(const Order& order) {
  switch (order.type) {
    case CommandType::Put:
      return put(order);
    case CommandType::PutUnique:
      return put_if_new(order);
    case CommandType::Add:
    case CommandType::Subtract:
      return add_or_subtract(order);
    case CommandType::Erase:
      return erase(order);
    case CommandType::Clear:
      return clear(order);
    default:  // what only a master says
      return;
  }
}

Result<std::optional<Value>> Master::value_of(BytesView key) const {
  const auto entry = backend_->get(key);
  if (!entry) return entry.error();
  if (!*entry) return std::optional<Value>();
  auto value = decode((*entry)->value);
  if (!value) return value.error();
  return std::optional(std::move(*value));
}

void Master::put(const Order& order) {
  if (!host_.wants_events()) return store(order, order.value, std::nullopt);
  const auto old = value_of(order.key);
  if (!old) return complain("read", order.key, old.error());
  store(order, order.value, *old);
}

void Master::put_if_new(const Order& order) {
  const auto inserted = backend_->insert(order.key, order.value, expiry_of(order));
  if (!inserted) complain("write", order.key, inserted.error());
  const bool is_new = inserted && *inserted;
  if (is_new) tell_stored(order, order.value, std::nullopt);
  answer(order, is_new);
}

void Master::answer(const Order& order, bool inserted) {
  CommandContent content;
  content.type = CommandType::PutUniqueResult;
  content.inserted = inserted;
  content.who = order.who;
  content.request = order.request;
  content.publisher = self_;
  broadcast(content);
  if (order.who == self_) host_.on_unique_result(order.request, inserted);
}

void Master::add_or_subtract(const Order& order) {
  const bool adds = order.type == CommandType::Add;
  const auto old = value_of(order.key);
  if (!old) return complain("read", order.key, old.error());
  if (!*old && !adds) return;
  const auto amount = decode(order.value);
  if (!amount) return complain("change", order.key, amount.error());
  Value value = *old ? **old : default_value(order.init);
  const auto done = adds ? add_to(value, *amount) : subtract_from(value, *amount);
  if (!done)
    return host_.log("warning", fmt::format("entry {} is as before: {}", to_string(ValueView::over_valid(order.key)),
                                            done.error().message()));
  store(order, encode(value), *old);
}

std::optional<Timestamp> Master::expiry_of(const Order& order) const {
  return order.expiry ? std::optional(later(now_, *order.expiry)) : std::nullopt;
}

void Master::store(const Order& order, BytesView value, const std::optional<Value>& old) {
  if (const auto done = backend_->put(order.key, value, expiry_of(order)); !done)
    return complain("write", order.key, done.error());
  tell_stored(order, value, old);
}

void Master::tell_stored(const Order& order, BytesView value, const std::optional<Value>& old) {
  expiries_.note(order.key, expiry_of(order));
  CommandContent content;
  content.type = CommandType::Put;
  content.key = ValueView::over_valid(order.key);
  content.value = ValueView::over_valid(value);
  content.expiry = order.expiry;
  content.publisher = order.publisher;
  broadcast(content);
  if (!host_.wants_events()) return;
  const auto told_key = decode(order.key), told_value = decode(value);
  if (!told_key || !told_value) return host_.log("error", "a new entry is too large to be told of");
  StoreEvent event{StoreEvent::Type::Insert, *told_key, &*told_value, nullptr, order.expiry, order.publisher.endpoint,
                   order.publisher == self_};
  if (old) event.type = StoreEvent::Type::Update;
  if (old) event.old_value = &*old;
  host_.on_event(event);
}

void Master::erase(const Order& order) {
  const auto erased = backend_->erase(order.key);
  if (!erased) return complain("erase", order.key, erased.error());
  if (!*erased) return;
  expiries_.note(order.key, std::nullopt);
  broadcast(CommandType::Erase, order.key, order.publisher);
  tell(StoreEvent::Type::Erase, order.key, order.publisher);
}

void Master::clear(const Order& order) {
  std::vector<std::vector<std::byte>> keys;  // that are to be told
  if (host_.wants_events()) {
    const auto done = backend_->visit(0, [&](const EntryView& entry) {
      keys.emplace_back(entry.key.begin(), entry.key.end());
      return true;
    });
    if (!done) return complain("read", {}, done.error());
  }
  if (const auto done = backend_->clear(); !done) return complain("clear", {}, done.error());
  expiries_.clear();
  CommandContent content;
  content.type = CommandType::Clear;
  content.publisher = order.publisher;
  broadcast(content);
  for (const auto& key : keys) tell(StoreEvent::Type::Erase, key, order.publisher);
}

void Master::tell(StoreEvent::Type type, BytesView key, const EntityId& publisher) {
  if (!host_.wants_events()) return;
  const auto told_key = decode(key);
  if (told_key) host_.on_event({type, *told_key, nullptr, nullptr, {}, publisher.endpoint, publisher == self_});
}

// -- expiry

void Master::expire_due() {
  while (const auto due = expiries_.take_due(now_)) {
    const BytesView key = bytes_of(*due);
    const auto expired = backend_->expire(key, now_);
    if (!expired) complain("expire", key, expired.error());
    if (!expired || !*expired) continue;
    ++expirations_;
    broadcast(CommandType::Expire, key, self_);
    tell(StoreEvent::Type::Expire, key, self_);
  }
}

// -- answers

Result<Value> Master::get(const Value& key, Timestamp now) {
  set_time(now);
  auto value = value_of(encode(key));
  if (!value) return value.error();
  if (!*value) return ErrorCode::NoSuchKey;
  return std::move(**value);
}

Result<bool> Master::exists(const Value& key, Timestamp now) {
  set_time(now);
  return backend_->exists(encode(key));
}

Result<std::optional<Timestamp>> Master::expiry(const Value& key, Timestamp now) {
  set_time(now);
  const auto bytes = encode(key);
  const auto entry = backend_->get(bytes);
  if (!entry) return entry.error();
  if (!*entry) return ErrorCode::NoSuchKey;
  return (*entry)->expiry;
}

Result<uint64_t> Master::visit(uint64_t position, const EntryVisitor& visitor, Timestamp now) {
  set_time(now);
  return backend_->visit(position, visitor);
}

StoreFigures Master::figures() const {
  return {backend_->size(), clones_.consumers(), clones_.buffered(), true, expirations_, snapshots_sent_, failures_};
}

void Master::complain(const char* what, BytesView key, const Error& error) const {
  ++failures_;
  const std::string shown = key.empty() ? "" : " " + to_string(ValueView::over_valid(key));
  host_.log("error",
            fmt::format("cannot {} {}: {}", what, key.empty() ? "the entries" : "entry" + shown, error.message()));
}

}  // namespace whimbrel
