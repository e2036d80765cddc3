// The inside of an Endpoint: its threads, and what they own.
//
//   publishing threads --Lane-->  loop thread: Core, SocketTransport  --SubscriberState-->  subscribing threads
//
// Members under "loop" are touched by the loop thread only, once it runs: the endpoint's own, or one that calls work(),
// one at a time. Control verbs run there too: call() carries them over and waits.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/lane.h"
#include "codec/binary/frame.h"
#include "endpoint/subscriber_state.h"
#include "engine/core.h"
#include "engine/socket_transport.h"
#include "engine/web_clients.h"
#include "net/loop.h"
#include "net/tls.h"
#include "sched/worker_pool.h"
#include "whimbrel/endpoint.h"

namespace whimbrel {

/// Does sending wake the loop?
enum class Wakes : uint8_t { Now, Later };

struct Endpoint::Impl final : Turn {
  Impl(EndpointOptions options_, std::unique_ptr<TlsContext> tls_, std::unique_ptr<WorkerPool> workers_);
  ~Impl();

  // -- any thread
  void shut_down(Duration linger);
  void send_rest(Duration linger);
  Lane& own_lane();
  Subscriber make_subscriber(SubscriberOptions subscriber_options) {
    return Subscriber(make_state(std::move(subscriber_options), MessageType::Data));
  }
  std::shared_ptr<SubscriberState> make_state(SubscriberOptions subscriber_options, MessageType takes);
  /// write(sink) appends the payload. Later: the caller wakes the loop when it has no more to send.
  template <class Write>
  Result<void> send(MessageType type, const EndpointId& receiver, std::string_view topic, Write write,
                    Wakes wakes = Wakes::Now);
  bool change_forward(std::string_view prefix, bool add);
  enum class ListenFor : uint8_t { Peers, Clients };
  Result<uint16_t> listen(ListenFor whom, std::string address, uint16_t port, Duration retry,
                          ListenCallback on_outcome);
  bool flush(Duration timeout);
  void work(Duration timeout, int alarm);
  /// Runs the function on the loop, after everything this thread has published so far, and returns what it returns.
  template <class Function>
  auto call(Function function) -> std::invoke_result_t<Function>;

  // -- loop
  struct ListenRetry {
    TimePoint at;
    ListenFor whom;
    std::string address;
    uint16_t port;
    Duration retry;
    ListenCallback on_outcome;
  };
  void retry_listen(ListenRetry retry);
  std::optional<TimePoint> take_turn(TimePoint now) override;
  bool has_work() override;
  bool take_arrival() override;
  void drain_lanes();
  /// As far as queues take it. True if nothing is left.
  bool drain_all_lanes();
  Result<uint16_t> open_listener(ListenFor whom, const std::string& address, uint16_t port);
  void check_flushes();
  bool change_subscription(const std::shared_ptr<SubscriberState>& state, std::string_view prefix,
                           SubscriberChange change);

  const EndpointOptions options;
  const EndpointId id;
  const bool listen_retry_fixed, connect_retry_fixed;  ///< by the environment: arguments of calls do not count
  const uint64_t serial;                               ///< unlike an address, never used again
  const std::unique_ptr<TlsContext> tls;
  const std::unique_ptr<WorkerPool> workers;
  Loop loop;
  const std::function<void()> wake = [this] { loop.wake(); };

  std::mutex lanes_mutex;
  std::vector<std::shared_ptr<Lane>> lanes;  ///< under lanes_mutex; the loop works on a copy
  std::atomic<uint64_t> lanes_version{0};

  // loop
  SocketTransport transport;
  Core core;
  WebClients clients;
  std::vector<std::shared_ptr<Lane>> drained_lanes;
  uint64_t drained_version = 0;
  struct Subscription {
    std::shared_ptr<SubscriberState> state;
    std::vector<std::string> prefixes;
  };
  std::vector<Subscription> subscriptions;
  std::vector<std::string> forwards;
  std::vector<ListenRetry> listen_retries;
  std::vector<std::shared_ptr<std::promise<void>>> flushes;

  std::optional<Subscriber> inbox;
  std::mutex shutdown_mutex;  ///< held during all of shut_down()
  std::mutex posting;         ///< so that nothing is posted to a loop that has ended
  std::atomic<bool> is_shut_down{false};
  std::atomic<uint64_t> objects{0};  ///< numbers given to stores so far
  /// What subscribers hold: they may live longer than the endpoint.
  struct Door {
    std::mutex mutex;
    Impl* impl;
  };
  const std::shared_ptr<Door> door = std::make_shared<Door>();
  std::jthread thread;  // last: it uses all of the above
};

template <class Write>
Result<void> Endpoint::Impl::send(MessageType type, const EndpointId& receiver, std::string_view topic, Write write,
                                  Wakes wakes) {
  Lane& lane = own_lane();
  if (auto room = lane.begin(wake); !room) return room.error();
  put_envelope(lane, id, receiver, type, options.ttl, topic);
  write(lane);
  const size_t size = lane.frame_size();
  if (size - kLengthSize > options.max_frame_size) {
    lane.cancel();
    return Error(ErrorCode::TooLarge,
                 fmt::format("message of {} bytes; max_frame_size is {}", size - kLengthSize, options.max_frame_size));
  }
  seal_frame(lane.frame(), size);
  lane.commit();
  if (wakes == Wakes::Now) loop.wake();
  return {};
}

template <class Function>
auto Endpoint::Impl::call(Function function) -> std::invoke_result_t<Function> {
  using R = std::invoke_result_t<Function>;
  if (loop.on_loop()) return function();
  if (const Loop::Visit visit(loop); visit) {
    drain_all_lanes();
    return function();
  }
  std::promise<R> promise;
  auto result = promise.get_future();
  std::unique_lock lock(posting);
  if (is_shut_down) return function();  // alone: the loop has ended, and `posting` keeps other callers out
  loop.post([this, &promise, &function] {
    drain_all_lanes();
    if constexpr (std::is_void_v<R>) {
      function();
      promise.set_value();
    } else {
      promise.set_value(function());
    }
  });
  lock.unlock();
  return result.get();
}

}  // namespace whimbrel
