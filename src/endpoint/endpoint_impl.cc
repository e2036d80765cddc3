#include "endpoint/endpoint_impl.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>

#include "codec/binary/extension.h"

namespace whimbrel {

namespace {

constexpr size_t kDrainAtOnce = 256 * 1024;  // from one lane; then the others and the sockets have their turn

constexpr Duration kLongest = std::chrono::hours(24);  // of work(): so that no deadline overflows

std::atomic<uint64_t> endpoints_made{0};

bool is_set(const char* variable) {
  const char* const text = std::getenv(variable);
  return text && *text;
}

// A write to a closed connection is to be an ordinary error, with TLS too.
bool block_sigpipe() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  return pthread_sigmask(SIG_BLOCK, &pipe, nullptr) == 0;
}

// The lanes of one thread, by endpoint. They are given up when the thread ends.
struct ThreadLanes {
  struct Entry {
    uint64_t serial;
    std::shared_ptr<Lane> lane;
  };
  std::vector<Entry> entries;

  ~ThreadLanes() {
    for (const Entry& entry : entries) entry.lane->abandon();
  }
};
thread_local ThreadLanes thread_lanes;

// Signals are for the threads of the application. A blocked SIGPIPE also keeps a write to a closed connection an
// ordinary error.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

}  // namespace

Endpoint::Impl::Impl(EndpointOptions options_, std::unique_ptr<TlsContext> tls_, std::unique_ptr<WorkerPool> workers_)
    : options(std::move(options_)),
      id(make_endpoint_id(options.forward_messages)),
      listen_retry_fixed(is_set("ZEEK_DEFAULT_LISTEN_RETRY")),
      connect_retry_fixed(is_set("ZEEK_DEFAULT_CONNECT_RETRY")),
      serial(++endpoints_made),
      tls(std::move(tls_)),
      workers(std::move(workers_)),
      transport(NetContext{loop, tls.get(), *workers, options.connect_timeout, options.handshake_timeout},
                options.max_pending_handshakes),
      core(options, id, transport),
      clients(options, id, core) {
  transport.set_core(&core);
  door->impl = this;
  {
    SignalsBlocked blocked;
    thread = std::jthread([this] { loop.run(*this); });
  }
  inbox.emplace(make_subscriber({.prefixes = {}, .events = true}));
}

Endpoint::Impl::~Impl() {
  shut_down(options.linger);
  inbox.reset();
  std::lock_guard lock(door->mutex);
  door->impl = nullptr;
}

// What was published before is sent, as long as peers take it.
void Endpoint::Impl::send_rest(Duration linger) {
  const auto end = loop.now() + kSlowFarewells * linger;
  auto last = loop.now();
  for (uint64_t written = 0; !call([this] { return drain_all_lanes(); });) {
    const uint64_t now_written = call([this] { return core.bytes_written(); });
    if (std::exchange(written, now_written) != now_written) last = loop.now();
    if (loop.now() >= std::min(last + linger, end)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Endpoint::Impl::shut_down(Duration linger) {
  std::lock_guard lock(shutdown_mutex);
  if (is_shut_down) return;
  loop.dismiss_guest();
  {
    std::lock_guard lanes_lock(lanes_mutex);
    for (const auto& lane : lanes) lane->close();
  }
  send_rest(linger);
  const auto deadline = loop.now() + kSlowFarewells * linger + std::chrono::milliseconds(100);
  call([&] {
    transport.stop_listening();
    listen_retries.clear();
    ChunkWriter writer;
    for (const Subscription& s : subscriptions)
      if (const auto [frames, number] = s.state->take_last_words(); number > 0)
        core.publish(writer.put(frames, number));
    core.shut_down(loop.now(), linger);
    clients.shut_down(loop.now(), linger);
  });
  while (!call([this] { return core.idle() && clients.idle(); }) && loop.now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  workers->stop();
  call([this] {
    core.close_all();
    clients.close_all();
    transport.cancel_all();
    for (const Subscription& s : subscriptions) s.state->close();
    for (const auto& flush : flushes) flush->set_value();
    flushes.clear();
  });
  loop.stop();
  thread.join();
  std::lock_guard posting_lock(posting);
  loop.run_posted();
  is_shut_down = true;
}

// -- the loop's turn

std::optional<TimePoint> Endpoint::Impl::take_turn(TimePoint now) {
  drain_lanes();
  for (size_t i = 0; i < listen_retries.size();) {
    if (listen_retries[i].at > now) {
      ++i;
      continue;
    }
    ListenRetry due = std::move(listen_retries[i]);
    listen_retries.erase(listen_retries.begin() + static_cast<ptrdiff_t>(i));
    retry_listen(std::move(due));
  }
  do {  // what one of them reads may be for the other to write
    clients.end_of_turn(now);
    core.end_of_turn(now);
  } while (clients.has_work());
  check_flushes();
  core.meters().turn_ends(now, loop.now());
  auto next = core.next_timer();
  if (const auto due = clients.next_timer()) next = next ? std::min(*next, *due) : *due;
  for (const ListenRetry& retry : listen_retries) next = next ? std::min(*next, retry.at) : retry.at;
  return next;
}

bool Endpoint::Impl::take_arrival() {
  bool found = false;
  for (const Subscription& s : subscriptions) found |= s.state->take_arrival();
  return found;
}

bool Endpoint::Impl::has_work() {
  if (lanes_version.load() != drained_version || core.can_resume() || clients.can_resume()) return true;
  if (!core.accepts_publishing()) return false;
  return std::ranges::any_of(drained_lanes, [](const auto& lane) { return !lane->empty(); });
}

void Endpoint::Impl::drain_lanes() {
  if (lanes_version.load() != drained_version) {
    std::lock_guard lock(lanes_mutex);
    drained_version = lanes_version;
    drained_lanes = lanes;
  }
  for (const auto& lane : drained_lanes) {
    if (!core.accepts_publishing()) return;
    lane->drain(kDrainAtOnce, [this](const Span& span) { return core.publish(span); });
    if (lane->abandoned() && lane->empty()) {
      std::lock_guard lock(lanes_mutex);
      std::erase(lanes, lane);
      ++lanes_version;
    }
  }
}

bool Endpoint::Impl::drain_all_lanes() {
  const auto is_empty = [](const auto& lane) { return lane->empty(); };
  do {
    drain_lanes();
  } while (core.accepts_publishing() && !std::ranges::all_of(drained_lanes, is_empty));
  return std::ranges::all_of(drained_lanes, is_empty);
}

void Endpoint::Impl::check_flushes() {
  if (flushes.empty()) return;
  const bool drained = std::ranges::all_of(drained_lanes, [](const auto& lane) { return lane->empty(); });
  if (!drained || !core.all_written() || !clients.all_written()) return;
  for (const auto& flush : flushes) flush->set_value();
  flushes.clear();
}

// -- verbs

Lane& Endpoint::Impl::own_lane() {
  for (const auto& entry : thread_lanes.entries)
    if (entry.serial == serial) return *entry.lane;
  auto lane = std::make_shared<Lane>(options.publish_queue);
  {
    std::lock_guard lock(lanes_mutex);
    lanes.push_back(lane);
    ++lanes_version;
    if (is_shut_down) lane->close();
  }
  // Lanes of endpoints that are gone are held by nobody else.
  std::erase_if(thread_lanes.entries, [](const auto& entry) { return entry.lane.use_count() == 1; });
  thread_lanes.entries.insert(thread_lanes.entries.begin(), {serial, lane});
  return *lane;
}

std::shared_ptr<SubscriberState> Endpoint::Impl::make_state(SubscriberOptions subscriber_options, MessageType takes) {
  const auto wake_through_door = [door = door] {
    std::lock_guard lock(door->mutex);
    if (door->impl) door->impl->loop.wake();
  };
  auto state = std::make_shared<SubscriberState>(std::move(subscriber_options), options.congestion_queue_size,
                                                 wake_through_door);
  state->change = [door = door, weak = std::weak_ptr(state)](std::string_view prefix, SubscriberChange change) {
    const auto strong = weak.lock();
    std::lock_guard lock(door->mutex);
    return strong && door->impl && door->impl->change_subscription(strong, prefix, change);
  };
  call([&] {
    core.add_sink(*state, state->options.events, takes);
    subscriptions.push_back({state, state->options.prefixes});
    core.set_prefixes(*state, subscriptions.back().prefixes);
    core.end_of_turn(loop.now());
  });
  return state;
}

bool Endpoint::Impl::change_subscription(const std::shared_ptr<SubscriberState>& state, std::string_view prefix,
                                         SubscriberChange change) {
  return call([&] {
    const auto at = std::ranges::find(subscriptions, state, &Subscription::state);
    if (at == subscriptions.end()) return false;
    if (change == SubscriberChange::Leave) {
      core.remove_sink(*state);
      subscriptions.erase(at);
      return true;
    }
    const auto known = std::ranges::find(at->prefixes, prefix);
    if ((known == at->prefixes.end()) != (change == SubscriberChange::Add)) return false;
    if (change == SubscriberChange::Add)
      at->prefixes.emplace_back(prefix);
    else
      at->prefixes.erase(known);
    core.set_prefixes(*state, at->prefixes);
    return true;
  });
}

bool Endpoint::Impl::change_forward(std::string_view prefix, bool add) {
  return call([&] {
    const auto known = std::ranges::find(forwards, prefix);
    if ((known == forwards.end()) != add) return false;
    if (add)
      forwards.emplace_back(prefix);
    else
      forwards.erase(known);
    core.set_forwards(forwards);
    return true;
  });
}

Result<uint16_t> Endpoint::Impl::listen(ListenFor whom, std::string address, uint16_t port, Duration retry,
                                        ListenCallback on_outcome) {
  return call([&]() -> Result<uint16_t> {
    if (is_shut_down) return ErrorCode::ShuttingDown;
    auto bound = open_listener(whom, address, port);
    if (!bound && retry > Duration(0))
      listen_retries.push_back({loop.now() + retry, whom, std::move(address), port, retry, std::move(on_outcome)});
    return bound;
  });
}

Result<uint16_t> Endpoint::Impl::open_listener(ListenFor whom, const std::string& address, uint16_t port) {
  return whom == ListenFor::Clients ? transport.listen_websocket(address, port, clients)
                                    : transport.listen(address, port);
}

void Endpoint::Impl::retry_listen(ListenRetry again) {
  const auto bound = open_listener(again.whom, again.address, again.port);
  if (options.log) {
    const std::string address = again.address.empty() ? "INADDR_ANY" : again.address;
    if (bound)
      options.log("info", fmt::format("listening on {}:{}", address, *bound));
    else
      options.log("warning", bound.error().message());
  }
  if (again.on_outcome) again.on_outcome(bound);
  again.at = loop.now() + again.retry;
  if (!bound) listen_retries.push_back(std::move(again));
}

void Endpoint::Impl::work(Duration timeout, int alarm) {
  thread_local const bool is_pipe_blocked = block_sigpipe();
  (void)is_pipe_blocked;
  const TimePoint now = loop.now();
  loop.work(*this, timeout > kLongest ? now + kLongest : now + timeout, alarm);
}

bool Endpoint::Impl::flush(Duration timeout) {
  auto done = std::make_shared<std::promise<void>>();
  auto result = done->get_future();
  const bool waits = call([&] {
    if (is_shut_down) return false;
    flushes.push_back(done);
    return true;
  });
  return !waits || result.wait_for(timeout) == std::future_status::ready;
}

}  // namespace whimbrel
