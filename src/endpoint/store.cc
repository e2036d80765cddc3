#include "whimbrel/store.h"

#include <poll.h>

#include "endpoint/store_impl.h"
#include "whimbrel/topic.h"

namespace whimbrel {

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
  if (CommandPort::has_master(endpoint, name))
    return Error(ErrorCode::MasterExists, "this endpoint has a master of the name " + name);
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
  if (CommandPort::has_master(endpoint, name))
    return Error(ErrorCode::NoSuchMaster, "no other endpoint has one: this one has the master of " + name);
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
