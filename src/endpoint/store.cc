#include "whimbrel/store.h"

#include <poll.h>

#include <deque>

#include "endpoint/command_port.h"
#include "store/clone.h"
#include "store/master.h"
#include "whimbrel/codec.h"
#include "whimbrel/topic.h"

namespace whimbrel {

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
constexpr int kMostTicksAtOnce = 5;  // after a pause of the caller's; nobody is declared dead for that
constexpr size_t kCommandsAtOnce = 4096;
constexpr size_t kMostHeldBack = 16u << 20;                // bytes
constexpr size_t kMostWaiting = 100000;                    // questions
constexpr uint64_t kGetDelay = 50, kRequestTimeout = 100;  // ticks

std::string master_topic(const std::string& name) { return name + "/<$>/data/master"; }
std::string clone_topic(const std::string& name) { return name + "/<$>/data/clone"; }

}  // namespace

class Store::Impl final : private StoreHost, private CommandReceiver {
 public:
  Impl(Endpoint& endpoint, std::string name, std::unique_ptr<Backend> backend, StoreLog log)
      : name_(std::move(name)),
        log_(std::move(log)),
        port_(endpoint, master_topic(name_), clone_topic(name_)),
        self_{endpoint.node_id(), port_.new_object()} {
    master_ = std::make_unique<Master>(static_cast<StoreHost&>(*this), self_, std::move(backend));
  }
  Impl(Endpoint& endpoint, std::string name, const CloneOptions& options, StoreLog log)
      : name_(std::move(name)),
        log_(std::move(log)),
        port_(endpoint, clone_topic(name_), master_topic(name_)),
        self_{endpoint.node_id(), port_.new_object()} {
    clone_ = std::make_unique<Clone>(static_cast<StoreHost&>(*this), self_, options);
  }
  ~Impl() { end_turn(); }

  const std::string& name() const { return name_; }
  bool is_master() const { return master_ != nullptr; }
  int descriptor() { return port_.descriptor(); }

  void execute(const Change& change) {
    if (master_)
      UseOfMaster(*this), master_->execute(change, now());
    else
      clone_->pass_on(change);
  }

  void put_unique(Change change, Answer answer) {
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

  /// question(answer) can be asked once there is content.
  void ask(Answer answer, std::function<Result<Value>()> question) {
    if (clone_ && clone_->is_stale()) return answer(ErrorCode::StaleData);
    if (master_ || clone_->is_synchronised()) return answer(question());
    if (waiting_.size() >= kMostWaiting) return answer(ErrorCode::QueueFull);
    waiting_.push_back({std::move(answer), std::move(question), ticks_ + kGetDelay});
  }

  Result<Value> get(const Value& key) {
    if (master_) return master_->get(key, now());
    const auto bytes = encode(key);
    const auto known = clone_->entries().find(bytes);
    return known ? decode(known->value) : Result<Value>(ErrorCode::NoSuchKey);
  }
  Result<Value> get_index(const Value& key, const Value& index) {
    const auto value = get(key);
    return value ? look_into(*value, index) : value;
  }
  Result<Value> exists(const Value& key) {
    if (clone_) return Value(clone_->entries().find(encode(key)).has_value());
    const auto exists = master_->exists(key, now());
    return exists ? Result<Value>(Value(*exists)) : exists.error();
  }
  Result<Value> expiry(const Value& key) {
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
  Result<Value> keys() {
    std::vector<Value> keys;
    const auto done = visit([&](const EntryView& entry) {
      auto key = decode(entry.key);
      if (key) keys.push_back(std::move(*key));
      return key.ok();
    });
    return done ? Result<Value>(Value(Set(std::move(keys)))) : done.error();
  }
  Result<void> for_each(const std::function<void(const StoreEntry&)>& visitor) {
    return visit([&](const EntryView& entry) {
      const auto key = decode(entry.key), value = decode(entry.value);
      if (key && value) visitor({*key, *value, entry.expiry});
      return true;
    });
  }

  Result<void> compact() { return master_ ? master_->compact() : Result<void>(); }

  bool process() {
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

  std::function<void(const StoreEvent&)> told;
  std::function<Timestamp()> clock = [] { return Timestamp::now(); };

 private:
  struct Request {
    Answer answer;
    uint64_t until;
  };
  struct Waiting {
    Answer answer;
    std::function<Result<Value>()> question;
    uint64_t until;
  };
  struct HeldBack {
    std::optional<EndpointId> receiver;
    CommandHeader header;
    std::vector<std::byte> content;
  };

  /// Whoever is told of events may change things, but not end the master that is telling.
  class UseOfMaster {
   public:
    explicit UseOfMaster(Impl& impl) : impl_(impl) { ++impl_.uses_of_master_; }
    ~UseOfMaster() { --impl_.uses_of_master_; }
    UseOfMaster(const UseOfMaster&) = delete;
    UseOfMaster& operator=(const UseOfMaster&) = delete;

   private:
    Impl& impl_;
  };

  Timestamp now() const { return clock(); }

  Result<void> visit(const EntryVisitor& visitor) {
    if (clone_) {
      clone_->entries().visit(0, visitor);
      return {};
    }
    const auto done = master_->visit(0, visitor, now());
    return done ? Result<void>() : done.error();
  }

  /// Null if it is answered already.
  Answer take_request(uint64_t request) {
    if (request - first_request_ >= requests_.size()) return nullptr;
    Answer answer = std::exchange(requests_[request - first_request_].answer, nullptr);
    for (; !requests_.empty() && !requests_.front().answer; ++first_request_) requests_.pop_front();
    return answer;
  }

  void tick() {
    ++ticks_;
    if (master_)
      UseOfMaster(*this), master_->tick(now());
    else
      clone_->tick(now());
    while (!waiting_.empty() && waiting_.front().until <= ticks_) {
      answers_.emplace_back(std::move(waiting_.front().answer), ErrorCode::StaleData);
      waiting_.pop_front();
    }
    while (!requests_.empty() && requests_.front().until <= ticks_)
      answers_.emplace_back(take_request(first_request_), ErrorCode::RequestTimeout);
  }

  /// What a master has promised is durable before anybody hears of it.
  void end_turn() {
    if (!master_ || uses_of_master_ > 0) return;
    if (master_->commit()) return tell_what_is_durable();
    // Otherwise it is tried again next time, as long as that makes sense.
    if (master_->has_lost() || held_back_bytes_ > kMostHeldBack) start_again();
  }

  void tell_what_is_durable() {
    for (const HeldBack& held : std::exchange(held_back_, {}))
      transmit(held.receiver ? &*held.receiver : nullptr, held.header, held.content);
    held_back_bytes_ = 0;
    for (const auto& [request, inserted] : std::exchange(unique_results_, {}))
      if (const Answer answer = take_request(request)) answer(Value(inserted));
  }

  /// Changes are lost that nobody has been told of. They are in what would be sent to clones, though, so that is all
  /// forgotten: clones find another master here, with what is in the file.
  void start_again() {
    log("error", "the last changes are lost");
    held_back_.clear();
    held_back_bytes_ = 0;
    self_.object = port_.new_object();
    master_ = std::make_unique<Master>(static_cast<StoreHost&>(*this), self_, master_->release_backend());
    master_->announce();
    for (const auto& [request, inserted] : std::exchange(unique_results_, {}))
      if (const Answer answer = take_request(request)) answer(ErrorCode::BackendFailure);
  }

  void transmit(const EndpointId* receiver, const CommandHeader& header, BytesView content) {
    const auto sent = port_.send(receiver, header, content);
    if (!sent && sent.error().code() != ErrorCode::ShuttingDown)
      log("error", "a message to other stores cannot be sent: " + sent.error().message());
    if (!is_processing_) port_.flush();
  }

  // StoreHost
  void send(const EndpointId* receiver, const CommandHeader& header, BytesView content) override {
    if (!master_ || (!master_->is_dirty() && held_back_.empty())) return transmit(receiver, header, content);
    held_back_.push_back(
        {receiver ? std::optional(*receiver) : std::nullopt, header, {content.begin(), content.end()}});
    held_back_bytes_ += content.size();
    if (held_back_bytes_ > kMostHeldBack && master_->commit()) tell_what_is_durable();
  }
  void on_event(const StoreEvent& event) override {
    if (told) told(event);
  }
  bool wants_events() const override { return told != nullptr; }
  void on_unique_result(uint64_t request, bool inserted) override {
    if (master_) return unique_results_.emplace_back(request, inserted), void();
    if (Answer answer = take_request(request)) answers_.emplace_back(std::move(answer), Value(inserted));
  }
  void on_synchronised() override {
    for (Waiting& w : waiting_) answers_.emplace_back(std::move(w.answer), w.question());
    waiting_.clear();
  }
  uint64_t new_object() override { return port_.new_object(); }
  void log(std::string_view level, const std::string& text) override {
    if (log_) log_(level, "store " + name_ + ": " + text);
  }

  // CommandReceiver
  void on_command(const FrameView& frame) override {
    const std::string_view expected = is_master() ? "/<$>/data/master" : "/<$>/data/clone";
    if (frame.topic().size() != name_.size() + expected.size()) return;  // a topic that merely begins so
    const CommandView command = split_command(frame.payload());
    if (master_)
      UseOfMaster(*this), master_->receive(command, now());
    else if (clone_)
      clone_->receive(command, now());
  }
  void on_status(const Status& status) override {
    if (clone_ && status.code == StatusCode::PeerAdded) clone_->on_peer_added();
    if (clone_ && (status.code == StatusCode::PeerLost || status.code == StatusCode::PeerRemoved))
      clone_->on_peer_lost(status.peer);
  }

  const std::string name_;
  const StoreLog log_;
  CommandPort port_;
  EntityId self_;
  std::chrono::steady_clock::time_point ticked_ = std::chrono::steady_clock::now();
  uint64_t ticks_ = 0;
  bool is_processing_ = false;
  int uses_of_master_ = 0;
  std::deque<Request> requests_;  // of put_unique, by number; without the answer, if that was given
  uint64_t first_request_ = 1;
  std::deque<Waiting> waiting_;  // for a clone's content
  std::vector<std::pair<Answer, Result<Value>>> answers_;
  std::vector<std::pair<uint64_t, bool>> unique_results_;  // of a master, until they are durable
  std::vector<HeldBack> held_back_;
  size_t held_back_bytes_ = 0;
  std::unique_ptr<Master> master_;  // one of the two
  std::unique_ptr<Clone> clone_;
};

namespace {

Result<void> check_name(const std::string& name) {
  if (master_topic(name).size() > kMaxTopicSize)
    return Error(ErrorCode::TooLarge, "the name of a store is a part of topics, and this one is too long for them");
  if (name.starts_with(kLocalPrefix)) return Error(ErrorCode::InvalidTopicKey, "names of stores are topics");
  return {};
}

}  // namespace

Result<Store> Store::master(Endpoint& endpoint, std::string name, const MasterOptions& options) {
  if (auto good = check_name(name); !good) return good.error();
  const StoreLog log = options.log ? options.log : endpoint.options().log;
  if (CommandPort::is_announced(endpoint, master_topic(name)))
    return Error(ErrorCode::MasterExists, "a peer has a master of the name " + name);
  std::unique_ptr<Backend> backend;
  if (options.backend == BackendType::Sqlite) {
    SqliteOptions sqlite = options.sqlite;
    if (sqlite.path.empty()) sqlite.path = name + ".sqlite";
    auto opened = open_sqlite_backend(sqlite, [&](const std::string& text) {
      if (log) log("error", text);
    });
    if (!opened) return opened.error();
    backend = std::move(*opened);
  } else {
    backend = make_memory_backend();
  }
  return Store(std::make_unique<Impl>(endpoint, std::move(name), std::move(backend), log));
}

Result<Store> Store::clone(Endpoint& endpoint, std::string name, const CloneOptions& options) {
  if (auto good = check_name(name); !good) return good.error();
  const StoreLog log = options.log ? options.log : endpoint.options().log;
  return Store(std::make_unique<Impl>(endpoint, std::move(name), options, log));
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::string& Store::name() const { return impl_->name(); }
bool Store::is_master() const { return impl_->is_master(); }
void Store::on_event(std::function<void(const StoreEvent&)> told) { impl_->told = std::move(told); }
void Store::set_clock(std::function<Timestamp()> clock) { impl_->clock = std::move(clock); }
Result<void> Store::compact() { return impl_->compact(); }
int Store::descriptor() const { return impl_->descriptor(); }
bool Store::process() { return impl_->process(); }

void Store::put(Value key, Value value, Expiry expiry) {
  impl_->execute(Change::put(std::move(key), std::move(value), expiry));
}
void Store::erase(Value key) { impl_->execute(Change::erase(std::move(key))); }
void Store::clear() { impl_->execute(Change::clear()); }
void Store::increment(Value key, Value amount, Expiry expiry) {
  impl_->execute(Change::increment(std::move(key), std::move(amount), expiry));
}
void Store::decrement(Value key, Value amount, Expiry expiry) {
  impl_->execute(Change::decrement(std::move(key), std::move(amount), expiry));
}
void Store::append(Value key, std::string text, Expiry expiry) {
  impl_->execute(Change::append(std::move(key), std::move(text), expiry));
}
void Store::insert_into_set(Value key, Value element, Expiry expiry) {
  impl_->execute(Change::insert(std::move(key), std::move(element), expiry));
}
void Store::insert_into_table(Value key, Value index, Value value, Expiry expiry) {
  impl_->execute(Change::insert(std::move(key), std::move(index), std::move(value), expiry));
}
void Store::remove_from(Value key, Value index, Expiry expiry) {
  impl_->execute(Change::remove(std::move(key), std::move(index), expiry));
}
void Store::push(Value key, Value element, Expiry expiry) {
  impl_->execute(Change::push(std::move(key), std::move(element), expiry));
}
void Store::pop(Value key, Expiry expiry) { impl_->execute(Change::pop(std::move(key), expiry)); }

void Store::get(Value key, Answer answer) {
  impl_->ask(std::move(answer), [impl = impl_.get(), key = std::move(key)] { return impl->get(key); });
}
void Store::exists(Value key, Answer answer) {
  impl_->ask(std::move(answer), [impl = impl_.get(), key = std::move(key)] { return impl->exists(key); });
}
void Store::keys(Answer answer) {
  impl_->ask(std::move(answer), [impl = impl_.get()] { return impl->keys(); });
}
void Store::get_index(Value key, Value index, Answer answer) {
  impl_->ask(std::move(answer), [impl = impl_.get(), key = std::move(key), index = std::move(index)] {
    return impl->get_index(key, index);
  });
}
void Store::put_unique(Value key, Value value, Expiry expiry, Answer answer) {
  impl_->put_unique(Change::put(std::move(key), std::move(value), expiry), std::move(answer));
}
void Store::expiry(Value key, Answer answer) {
  impl_->ask(std::move(answer), [impl = impl_.get(), key = std::move(key)] { return impl->expiry(key); });
}

namespace {

/// Fills a future, whatever becomes of the question.
struct Promise {
  ~Promise() {
    if (!is_kept) promise.set_value(ErrorCode::ShuttingDown);
  }
  std::promise<Result<Value>> promise;
  bool is_kept = false;
};

template <class Ask>
Store::Future future_of(Ask ask) {
  const auto promise = std::make_shared<Promise>();
  Store::Future future = promise->promise.get_future();
  ask([promise](const Result<Value>& answer) {
    promise->promise.set_value(answer);
    promise->is_kept = true;
  });
  return future;
}

}  // namespace

Store::Future Store::get(Value key) {
  return future_of([&](Answer answer) { get(std::move(key), std::move(answer)); });
}
Store::Future Store::exists(Value key) {
  return future_of([&](Answer answer) { exists(std::move(key), std::move(answer)); });
}
Store::Future Store::keys() {
  return future_of([&](Answer answer) { keys(std::move(answer)); });
}
Store::Future Store::get_index(Value key, Value index) {
  return future_of([&](Answer answer) { get_index(std::move(key), std::move(index), std::move(answer)); });
}
Store::Future Store::expiry(Value key) {
  return future_of([&](Answer answer) { expiry(std::move(key), std::move(answer)); });
}
Store::Future Store::put_unique(Value key, Value value, Expiry expiry) {
  return future_of([&](Answer answer) { put_unique(std::move(key), std::move(value), expiry, std::move(answer)); });
}

Result<Value> Store::wait(Future future, std::chrono::nanoseconds timeout) {
  constexpr int kMilliseconds = 50;
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    if (process()) continue;
    if (std::chrono::steady_clock::now() >= until) return ErrorCode::RequestTimeout;
    pollfd readable = {descriptor(), POLLIN, 0};
    ::poll(&readable, 1, kMilliseconds);
  }
  return future.get();
}

Result<void> Store::for_each(const std::function<void(const StoreEntry&)>& visit) { return impl_->for_each(visit); }

}  // namespace whimbrel
