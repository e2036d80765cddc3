// The master of a store, and those who work on it through clones: as programs use them, woken by what arrives.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <deque>

#include "histogram.h"
#include "load.h"
#include "roles.h"
#include "talk.h"
#include "whimbrel/store.h"

namespace whimbrel::bench {

namespace {

using namespace std::chrono_literals;

constexpr const char* kName = "bench";
constexpr uint64_t kPipelined = 10'000;  // changes that are on their way at once

EndpointOptions quiet() {
  EndpointOptions options;
  options.disable_ssl = true;
  return options;
}

Value key(uint64_t n) { return fmt::format("{:016x}", n); }
Value value(uint64_t n) { return Vector{n, "a value"}; }

bool can_read_input() {
  pollfd input = {STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, 0) > 0;
}

struct Clone {
  explicit Clone(Store&& store_) : store(std::move(store_)) {
    store.on_event([this](const StoreEvent&) { ++events; });
  }
  Store store;
  uint64_t events = 0;
};

/// Works off the store until the condition holds. False if a minute was not enough.
template <class Condition>
bool work_until(Endpoint& endpoint, Store& store, Condition condition) {
  const uint64_t end = now_ns() + 60'000'000'000;
  while (!condition()) {
    if (store.process()) continue;
    endpoint.work(50ms);
    if (now_ns() > end) return false;
  }
  return true;
}

bool await_content(Endpoint& endpoint, Store& store) {
  bool there = false, asked = false;
  return work_until(endpoint, store, [&] {
    if (!std::exchange(asked, true))
      store.exists("none", [&](const Result<Value>& answer) {
        there = answer.ok();
        asked = there;  // again, if nothing has come within five seconds
      });
    return there;
  });
}

// -- what is measured

/// As many put_unique as the time allows, `window` of them on their way at once.
Figures put_unique(const Work& work, Endpoint& endpoint, Store& store, uint64_t window, Histogram& latencies) {
  const uint64_t start = now_ns(), end = start + static_cast<uint64_t>(work.seconds * 1e9);
  uint64_t asked = 0, answered = 0, good = 0;
  while (now_ns() < end) {
    for (; asked - answered < window; ++asked)
      store.put_unique(key(start + asked), value(asked), {}, [&, begin = now_ns()](const Result<Value>& answer) {
        ++answered;
        good += answer && *answer == Value(true);
        latencies.add(now_ns() - begin);
      });
    if (!work_until(endpoint, store, [&] { return asked - answered <= window / 2; })) break;
  }
  work_until(endpoint, store, [&] { return answered == asked; });
  return {{"changes", static_cast<double>(good)}, {"seconds", static_cast<double>(now_ns() - start) / 1e9}};
}

/// As many put as the time allows. They count when the clone shows them.
Figures put(const Work& work, Endpoint& endpoint, Clone& clone) {
  const uint64_t start = now_ns(), end = start + static_cast<uint64_t>(work.seconds * 1e9);
  uint64_t asked = 0;
  while (now_ns() < end) {
    for (; asked - clone.events < kPipelined; ++asked) clone.store.put(key(start + asked), value(asked));
    if (!work_until(endpoint, clone.store, [&] { return asked - clone.events <= kPipelined / 2; })) break;
  }
  work_until(endpoint, clone.store, [&] { return clone.events == asked; });
  return {{"changes", static_cast<double>(clone.events)}, {"seconds", static_cast<double>(now_ns() - start) / 1e9}};
}

}  // namespace

int play_store_master(const Work& work) {
  auto endpoint = Endpoint::start(quiet());
  if (!endpoint) return give_up(endpoint.error().message());
  MasterOptions options;
  if (!work.file.empty()) options.backend = BackendType::Sqlite;
  options.sqlite.path = work.file;
  options.sqlite.journal = SqliteOptions::Journal::Wal;
  auto store = Store::master(*endpoint, kName, options);
  if (!store) return give_up(store.error().message());
  if (work.task == "full")
    for (uint64_t n = 0; n < work.entries; ++n) store->put(key(n), value(n));
  store->process();
  const auto port = endpoint->listen("127.0.0.1", 0);
  if (!port) return give_up(port.error().message());
  say(fmt::format("port {}", *port));
  for (; !can_read_input(); endpoint->work(50ms, STDIN_FILENO))
    while (store->process()) {
    }
  await_go();
  const uint64_t start = now_ns();
  for (uint64_t n = 0; n < work.entries; ++n) {
    store->put(key(n), value(n + 1));
    if (n % 256 == 0) store->process();
  }
  say(fmt::format("published {}", start));
  for (; !can_read_input(); endpoint->work(50ms, STDIN_FILENO))
    while (store->process()) {
    }
  ::_exit(0);  // no goodbyes
}

int play_store_clone(const Work& work) {
  auto endpoint = Endpoint::start(quiet());
  if (!endpoint) return give_up(endpoint.error().message());
  say("ready");
  await_go();
  const uint64_t start = now_ns();
  endpoint->peer("127.0.0.1", static_cast<uint16_t>(work.port), 0s);
  auto store = Store::clone(*endpoint, kName);
  if (!store) return give_up(store.error().message());
  Clone clone(std::move(*store));
  if (!await_content(*endpoint, clone.store)) return give_up("no content has come");
  say(fmt::format("joined {}", now_ns() - start));
  await_go();
  clone.events = 0;
  Histogram latencies;
  Figures figures;
  if (work.task == "put") figures = put(work, *endpoint, clone);
  if (work.task == "pipelined") figures = put_unique(work, *endpoint, clone.store, kPipelined, latencies);
  if (work.task == "round-trip") figures = put_unique(work, *endpoint, clone.store, 1, latencies);
  say("latencies " + latencies.to_line());
  say("result " + to_line(figures));
  await_end();
  ::_exit(0);  // no goodbyes
}

/// Many clones, each at an endpoint of its own.
int play_store_crowd(const Work& work) {
  std::deque<Endpoint> endpoints;
  std::deque<Clone> clones;
  std::vector<pollfd> waits = {{STDIN_FILENO, POLLIN, 0}};
  while (clones.size() < work.peers) {
    auto endpoint = Endpoint::start(quiet());
    if (!endpoint) return give_up(endpoint.error().message());
    endpoints.push_back(std::move(*endpoint));
    endpoints.back().peer("127.0.0.1", static_cast<uint16_t>(work.port), 0s);
    auto store = Store::clone(endpoints.back(), kName);
    if (!store) return give_up(store.error().message());
    clones.emplace_back(std::move(*store));
    waits.push_back({clones.back().store.descriptor(), POLLIN, 0});
  }
  for (size_t i = 0; i < clones.size(); ++i)
    if (!await_content(endpoints[i], clones[i].store)) return give_up("no content has come");
  say("ready");
  for (bool told = false; !waits[0].revents; ::poll(waits.data(), waits.size(), 50)) {
    size_t complete = 0;
    for (Clone& clone : clones) {
      clone.store.process();
      complete += clone.events == work.entries;
    }
    if (complete == clones.size() && !std::exchange(told, true)) say(fmt::format("all {}", now_ns()));
  }
  ::_exit(0);  // no goodbyes
}

}  // namespace whimbrel::bench
