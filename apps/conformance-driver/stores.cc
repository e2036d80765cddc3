#include "stores.h"

#include <fmt/format.h>

#include <chrono>
#include <future>

namespace whimbrel::driver {

void DriverStores::stop() {
  thread_ = {};
  stores_.clear();
}

bool DriverStores::has(const std::string& name, bool master) {
  std::lock_guard lock(mutex_);
  const auto known = stores_.find(name);
  return known != stores_.end() && known->second.is_master() == master;
}

Result<void> DriverStores::add_master(Endpoint& endpoint, const std::string& name, const MasterOptions& options) {
  return has(name, true) ? Result<void>() : add(Store::master(endpoint, name, options));
}

Result<void> DriverStores::add_clone(Endpoint& endpoint, const std::string& name) {
  return has(name, false) ? Result<void>() : add(Store::clone(endpoint, name));
}

Result<void> DriverStores::add(Result<Store> store) {
  if (!store) return store.error();
  std::lock_guard lock(mutex_);
  const std::string name = store->name();
  stores_.erase(name);
  stores_.emplace(name, std::move(*store));
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  return {};
}

void DriverStores::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    bool is_busy = false;
    {
      std::lock_guard lock(mutex_);
      for (auto& [name, store] : stores_) is_busy |= store.process();
    }
    if (!is_busy) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

Result<std::optional<Value>> DriverStores::run(const std::string& name, const std::string& operation,
                                               const Vector& arguments, Store::Expiry expiry) {
  auto answer = std::make_shared<std::promise<Result<Value>>>();
  auto result = answer->get_future();
  {
    std::lock_guard lock(mutex_);
    const auto store = stores_.find(name);
    if (store == stores_.end()) return Error(ErrorCode::InvalidArgument, "no store " + name);
    Vector padded = arguments;
    padded.resize(3);
    if (change(store->second, operation, padded, expiry)) return std::optional<Value>();
    if (!ask(store->second, operation, padded, expiry, [answer](const Result<Value>& r) { answer->set_value(r); }))
      return Error(ErrorCode::InvalidArgument, "no operation " + operation);
  }
  auto value = result.get();
  if (!value) return value.error();
  return std::optional(std::move(*value));
}

bool DriverStores::change(Store& store, const std::string& operation, const Vector& a, Store::Expiry expiry) {
  const auto text = [](const Value& v) { return v.get_if<std::string>() ? *v.get_if<std::string>() : std::string(); };
  if (operation == "put") return store.put(a[0], a[1], expiry), true;
  if (operation == "erase") return store.erase(a[0]), true;
  if (operation == "clear") return store.clear(), true;
  if (operation == "increment") return store.increment(a[0], a[1], expiry), true;
  if (operation == "decrement") return store.decrement(a[0], a[1], expiry), true;
  if (operation == "append") return store.append(a[0], text(a[1]), expiry), true;
  if (operation == "push") return store.push(a[0], a[1], expiry), true;
  if (operation == "pop") return store.pop(a[0], expiry), true;
  if (operation == "insert_set") return store.insert_into_set(a[0], a[1], expiry), true;
  if (operation == "insert_table") return store.insert_into_table(a[0], a[1], a[2], expiry), true;
  if (operation == "remove") return store.remove_from(a[0], a[1], expiry), true;
  return false;
}

bool DriverStores::ask(Store& store, const std::string& operation, const Vector& a, Store::Expiry expiry,
                       const Store::Answer& answer) {
  if (operation == "get") return store.get(a[0], answer), true;
  if (operation == "exists") return store.exists(a[0], answer), true;
  if (operation == "keys") return store.keys(answer), true;
  if (operation == "get_index") return store.get_index(a[0], a[1], answer), true;
  if (operation == "put_unique") return store.put_unique(a[0], a[1], expiry, answer), true;
  return false;
}

}  // namespace whimbrel::driver
