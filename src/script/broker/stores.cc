#include "script/broker/stores.h"

#include <algorithm>
#include <cmath>

#include "script/broker/node.h"

namespace whimbrel::script {

namespace {

struct StoresState {
  Stores* stores = nullptr;  // owned by the runtime's list of sources
};

}  // namespace

Stores& Stores::of(Runtime& runtime) {
  auto& state = runtime.state<StoresState>();
  if (!state.stores) {
    BrokerNode::of(runtime);  // whose endpoint is to be there longer
    auto made = std::make_unique<Stores>(runtime);
    state.stores = made.get();
    runtime.sources.insert(runtime.sources.begin(), std::move(made));
  }
  return *state.stores;
}

size_t Stores::count(Runtime& runtime) {
  const Stores* const stores = runtime.state<StoresState>().stores;
  return stores ? stores->open_.size() : 0;
}

OpenStore* Stores::find(const std::string& name) const {
  const auto known = std::find_if(open_.begin(), open_.end(), [&](const auto& store) { return store->name == name; });
  return known == open_.end() ? nullptr : known->get();
}

StoreLog Stores::log() const {
  return [&host = runtime_.host](std::string_view level, std::string_view text) {
    if (level == "error") host.err("error: " + std::string(text) + "\n");
  };
}

std::shared_ptr<OpenStore> Stores::create_master(const std::string& name, const MasterOptions& options) {
  for (const auto& store : open_)
    if (store->name == name) return store;
  MasterOptions with_log = options;
  with_log.log = log();
  auto made = Store::master(BrokerNode::of(runtime_).endpoint(), name, with_log);
  if (!made) {
    runtime_.reporter.error(Location{}, "Failed to attach master store " + std::string(made.error().name()) + ":");
    return nullptr;
  }
  return add(std::move(made), name);
}

std::shared_ptr<OpenStore> Stores::create_clone(const std::string& name, const CloneOptions& options) {
  for (const auto& store : open_)
    if (store->name == name) return store;
  CloneOptions with_log = options;
  with_log.log = [](std::string_view, std::string_view) {};
  auto made = Store::clone(BrokerNode::of(runtime_).endpoint(), name, with_log);
  if (!made) {
    runtime_.reporter.error(Location{}, "Failed to attach clone store " + std::string(made.error().name()) + ":");
    return nullptr;
  }
  return add(std::move(made), name);
}

std::shared_ptr<OpenStore> Stores::add(Result<Store> made, const std::string& name) {
  auto open = std::make_shared<OpenStore>();
  open->name = name;
  open->store = std::move(*made);
  Store& store = *open->store;
  const Cell runs = runtime_.value_of("allow_network_time_forward");
  if (runs.is_set() && !runs.as_bool())
    store.set_clock([this] { return Timestamp{static_cast<int64_t>(std::llround(runtime_.network_time() * 1e9))}; });
  open_.push_back(open);
  const Tie* const tie = tie_of(name);
  if (!tie) return open;
  if (store.is_master()) import(*tie, store);
  // Applied later: what runs then may well use the store.
  store.on_event([this, tie](const StoreEvent& event) {
    if (event.is_own) return;
    happened_.push_back({tie, event.type, event.key, event.value ? std::optional(*event.value) : std::nullopt});
  });
  return open;
}

void Stores::close(OpenStore& store) {
  closed_.push_back(std::move(*store.store));
  store.store.reset();
  std::erase_if(open_, [&](const auto& other) { return other.get() == &store; });
}

bool Stores::process(Runtime&) {
  bool is_busy = false;
  // Handlers that run from here may add and close stores.
  const auto stores = open_;
  for (const auto& open : stores)
    if (open->store) is_busy |= open->store->process();
  is_busy |= !happened_.empty();
  apply_all();
  closed_.clear();
  return is_busy;
}

void Stores::finish(Runtime&) {
  for (const auto& open : std::exchange(open_, {})) open->store.reset();
  closed_.clear();
}

}  // namespace whimbrel::script
