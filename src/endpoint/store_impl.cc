#include "endpoint/store_impl.h"

#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
constexpr int kMostTicksAtOnce = 5;  // after a pause of the caller's; nobody is declared dead for that
constexpr size_t kCommandsAtOnce = 4096;
constexpr size_t kMostHeldBack = 16u << 20;                // bytes
constexpr size_t kMostWaiting = 100000;                    // questions
constexpr uint64_t kGetDelay = 50, kRequestTimeout = 100;  // ticks

}  // namespace

std::string master_topic(const std::string& store) { return store + "/<$>/data/master"; }
std::string clone_topic(const std::string& store) { return store + "/<$>/data/clone"; }

Store::Impl::Impl(Endpoint& endpoint, std::string name, std::unique_ptr<Backend> backend, StoreLog log)
    : name_(std::move(name)),
      log_(std::move(log)),
      port_(endpoint, master_topic(name_), clone_topic(name_)),
      metrics_(endpoint, name_, true),
      self_{endpoint.node_id(), port_.new_object()} {
  master_ = std::make_unique<Master>(static_cast<StoreHost&>(*this), self_, std::move(backend));
  show_figures();
}

Store::Impl::Impl(Endpoint& endpoint, std::string name, const CloneOptions& options, StoreLog log)
    : name_(std::move(name)),
      log_(std::move(log)),
      port_(endpoint, clone_topic(name_), master_topic(name_)),
      metrics_(endpoint, name_, false),
      self_{endpoint.node_id(), port_.new_object()} {
  clone_ = std::make_unique<Clone>(static_cast<StoreHost&>(*this), self_, options);
  show_figures();
}

Store::Impl::~Impl() {
  end_turn();
  if (!clone_) return;
  for (const auto& [header, content] : clone_->farewell()) transmit(&header.receiver.endpoint, header, content);
  port_.flush();
}

// -- changes

void Store::Impl::execute(const Change& change) {
  if (master_)
    UseOfMaster(*this), master_->execute(change, now());
  else
    clone_->pass_on(change);
}

void Store::Impl::put_unique(Change change, Answer answer) {
  change.type = CommandType::PutUnique;
  if (requests_.size() >= kMostWaiting) return answer(ErrorCode::QueueFull);
  requests_.push_back({std::move(answer), ticks_ + kRequestTimeout});
  const uint64_t request = first_request_ + requests_.size() - 1;
  if (master_) {
    UseOfMaster(*this), master_->put_unique(change, request, now());
    end_turn();
  } else {
    clone_->pass_on(change, request);
  }
}

// -- questions

void Store::Impl::ask(Answer answer, std::function<Result<Value>()> question) {
  if (clone_ && clone_->is_stale()) return answer(ErrorCode::StaleData);
  if (master_ || clone_->is_synchronised()) return answer(question());
  if (waiting_.size() >= kMostWaiting) return answer(ErrorCode::QueueFull);
  waiting_.push_back({std::move(answer), std::move(question), ticks_ + kGetDelay});
}

Result<Value> Store::Impl::get(const Value& key) {
  if (master_) return master_->get(key, now());
  const auto bytes = encode(key);
  const auto known = clone_->entries().find(bytes);
  return known ? decode(known->value) : Result<Value>(ErrorCode::NoSuchKey);
}

Result<Value> Store::Impl::get_index(const Value& key, const Value& index) {
  const auto value = get(key);
  return value ? look_into(*value, index) : value;
}

Result<Value> Store::Impl::exists(const Value& key) {
  if (clone_) return Value(clone_->entries().find(encode(key)).has_value());
  const auto exists = master_->exists(key, now());
  return exists ? Result<Value>(Value(*exists)) : exists.error();
}

Result<Value> Store::Impl::expiry(const Value& key) {
  std::optional<Timestamp> at;
  if (master_) {
    const auto known = master_->expiry(key, now());
    if (!known) return known.error();
    at = *known;
  } else {
    const auto known = clone_->entries().find(encode(key));
    if (!known) return ErrorCode::NoSuchKey;
    at = known->expiry;
  }
  return at ? Value(*at) : Value();
}

Result<Value> Store::Impl::keys() {
  std::vector<Value> keys;
  const auto done = visit([&](const EntryView& entry) {
    auto key = decode(entry.key);
    if (key) keys.push_back(std::move(*key));
    return key.ok();
  });
  return done ? Result<Value>(Value(Set(std::move(keys)))) : done.error();
}

Result<void> Store::Impl::for_each(const std::function<void(const StoreEntry&)>& visitor) {
  return visit([&](const EntryView& entry) {
    const auto key = decode(entry.key), value = decode(entry.value);
    if (key && value) visitor({*key, *value, entry.expiry});
    return true;
  });
}

Result<void> Store::Impl::visit(const EntryVisitor& visitor) {
  if (clone_) {
    clone_->entries().visit(0, visitor);
    return {};
  }
  const auto done = master_->visit(0, visitor, now());
  return done ? Result<void>() : done.error();
}

// -- the work

bool Store::Impl::process() {
  is_processing_ = true;  // others are told at the end, so that they wake up once
  bool is_busy = port_.receive(*this, kCommandsAtOnce) > 0;
  const auto steady = std::chrono::steady_clock::now();
  if (steady - ticked_ > kMostTicksAtOnce * kTick) ticked_ = steady - kMostTicksAtOnce * kTick;
  for (; steady - ticked_ >= kTick; ticked_ += kTick) {
    tick();
    is_busy = true;
  }
  end_turn();
  is_processing_ = false;
  port_.flush();
  is_busy |= !answers_.empty();
  for (auto& [answer, result] : std::exchange(answers_, {})) answer(result);
  return is_busy;
}

Store::Answer Store::Impl::take_request(uint64_t request) {
  if (request - first_request_ >= requests_.size()) return nullptr;
  Answer answer = std::exchange(requests_[request - first_request_].answer, nullptr);
  for (; !requests_.empty() && !requests_.front().answer; ++first_request_) requests_.pop_front();
  return answer;
}

void Store::Impl::tick() {
  ++ticks_;
  if (master_)
    UseOfMaster(*this), master_->tick(now());
  else
    clone_->tick(now());
  show_figures();
  while (!waiting_.empty() && waiting_.front().until <= ticks_) {
    answers_.emplace_back(std::move(waiting_.front().answer), ErrorCode::StaleData);
    waiting_.pop_front();
  }
  while (!requests_.empty() && requests_.front().until <= ticks_)
    answers_.emplace_back(take_request(first_request_), ErrorCode::RequestTimeout);
}

void Store::Impl::show_figures() {
  StoreFigures figures = master_ ? master_->figures() : clone_->figures();
  figures.expirations += gone_.expirations;
  figures.snapshots += gone_.snapshots;
  figures.failures += gone_.failures;
  metrics_.show(figures);
}

// -- what is durable

// What a master has promised is durable before anybody hears of it.
void Store::Impl::end_turn() {
  if (!master_ || uses_of_master_ > 0) return;
  if (master_->commit()) return tell_what_is_durable();
  // Otherwise it is tried again next time, as long as that makes sense.
  if (master_->has_lost() || held_back_bytes_ > kMostHeldBack) start_again();
}

void Store::Impl::tell_what_is_durable() {
  for (const HeldBack& held : std::exchange(held_back_, {}))
    transmit(held.receiver ? &*held.receiver : nullptr, held.header, held.content);
  held_back_bytes_ = 0;
  for (const auto& [request, inserted] : std::exchange(unique_results_, {}))
    if (const Answer answer = take_request(request)) answer(Value(inserted));
}

// Changes are lost that nobody has been told of. They are in what would be sent to clones, though, so that is all
// forgotten: clones find another master here, with what is in the file.
void Store::Impl::start_again() {
  log("error", "the last changes are lost");
  held_back_.clear();
  held_back_bytes_ = 0;
  const StoreFigures gone = master_->figures();
  gone_.expirations += gone.expirations;
  gone_.snapshots += gone.snapshots;
  gone_.failures += gone.failures;
  self_.object = port_.new_object();
  master_ = std::make_unique<Master>(static_cast<StoreHost&>(*this), self_, master_->release_backend());
  master_->announce();
  for (const auto& [request, inserted] : std::exchange(unique_results_, {}))
    if (const Answer answer = take_request(request)) answer(ErrorCode::BackendFailure);
}

void Store::Impl::transmit(const EndpointId* receiver, const CommandHeader& header, BytesView content) {
  const auto sent = port_.send(receiver, header, content);
  if (sent) metrics_.count_sent();
  if (!sent && sent.error().code() != ErrorCode::ShuttingDown)
    log("error", "a message to other stores cannot be sent: " + sent.error().message());
  if (!is_processing_) port_.flush();
}

// -- StoreHost

void Store::Impl::send(const EndpointId* receiver, const CommandHeader& header, BytesView content) {
  if (!master_ || (!master_->is_dirty() && held_back_.empty())) return transmit(receiver, header, content);
  held_back_.push_back({receiver ? std::optional(*receiver) : std::nullopt, header, {content.begin(), content.end()}});
  held_back_bytes_ += content.size();
  if (held_back_bytes_ > kMostHeldBack && master_->commit()) tell_what_is_durable();
}

void Store::Impl::on_unique_result(uint64_t request, bool inserted) {
  if (master_) return unique_results_.emplace_back(request, inserted), void();
  if (Answer answer = take_request(request)) answers_.emplace_back(std::move(answer), Value(inserted));
}

void Store::Impl::on_synchronised() {
  for (Waiting& w : waiting_) answers_.emplace_back(std::move(w.answer), w.question());
  waiting_.clear();
  std::vector<CommandPort::LastWord> words;
  const auto farewell = clone_->farewell();
  for (const auto& [header, content] : farewell) words.push_back({header.receiver.endpoint, header, content});
  port_.set_last_words(words);
}

void Store::Impl::log(std::string_view level, const std::string& text) {
  if (log_) log_(level, "store " + name_ + ": " + text);
}

// -- CommandReceiver

void Store::Impl::on_command(const FrameView& frame) {
  const std::string_view expected = is_master() ? "/<$>/data/master" : "/<$>/data/clone";
  if (frame.topic().size() != name_.size() + expected.size()) return;  // a topic that merely begins so
  metrics_.count_received();
  const CommandView command = split_command(frame.payload());
  if (master_)
    UseOfMaster(*this), master_->receive(command, now());
  else if (clone_)
    clone_->receive(command, now());
}

void Store::Impl::on_status(const Status& status) {
  if (clone_ && status.code == StatusCode::PeerAdded) clone_->on_peer_added();
  if (clone_ && (status.code == StatusCode::PeerLost || status.code == StatusCode::PeerRemoved))
    clone_->on_peer_lost(status.peer);
}

}  // namespace whimbrel
