// What the stations on a message's way cost: finding out who wants it, the hand-over from the publishing thread to the
// loop, the queue to a socket, the hand-over to a subscriber's thread, and the check for second copies.
#include <benchmark/benchmark.h>

#include <atomic>
#include <thread>

#include "base/chunk_writer.h"
#include "base/lane.h"
#include "base/span_queue.h"
#include "codec/binary/frame.h"
#include "endpoint/subscriber_state.h"
#include "route/duplicate_window.h"
#include "route/routing_table.h"

namespace whimbrel {
namespace {

constexpr std::string_view kTopic = "zeek/events/flows";

// -- messages to work with

/// A small event as a whole frame.
void put_event(ByteSink& sink, uint64_t number) {
  put_envelope(sink, {}, {}, MessageType::Data, kDefaultTtl, kTopic);
  Encoder e(sink);
  e.vector(3);
  e.count(1);
  e.count(1);
  e.vector(2);
  e.string("event_1");
  e.vector(2);
  e.count(number);
  e.string("test");
}

/// Frames that follow each other in one chunk.
Span frames(size_t count) {
  ByteBuffer bytes;
  for (uint64_t number = 0; number < count; ++number) {
    const size_t start = bytes.bytes().size();
    put_event(bytes, number);
    seal_frame(const_cast<std::byte*>(bytes.bytes().data()) + start, bytes.bytes().size() - start);
  }
  return ChunkWriter().put(bytes.bytes(), count);
}

void count_messages(benchmark::State& state, int64_t per_iteration) {
  state.SetItemsProcessed(state.iterations() * per_iteration);
}

// -- who wants it

/// Ten thousand peers, each with a prefix of its own, and one that wants all.
void subscribe(RoutingTable& table) {
  static char sinks[10'001];
  for (int i = 0; i < 10'000; ++i) table.set(&sinks[i], {"zeek/sensor-" + std::to_string(i) + "/"});
  table.set(&sinks[10'000], {"zeek/"});
}

std::vector<std::string> topics(size_t count) {
  std::vector<std::string> all;
  for (size_t i = 0; i < count; ++i)
    all.push_back("zeek/sensor-" + std::to_string(i * 7919 % 10'000) + "/events/" + std::to_string(i));
  return all;
}

/// Goes through so many topics in turn: few stay in the table's memory of recent ones, many do not.
void match(benchmark::State& state) {
  RoutingTable table;
  subscribe(table);
  const std::vector<std::string> all = topics(static_cast<size_t>(state.range(0)));
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(table.match(all[next]));
    if (++next == all.size()) next = 0;
  }
  count_messages(state, 1);
}

// -- from the publishing thread to the loop

constexpr QueueLimits kLaneLimits = {65536, 4u << 20, Overflow::Block};

void publish(Lane& lane, uint64_t number) {
  if (!lane.begin([] {})) return;
  put_event(lane, number);
  seal_frame(lane.frame(), lane.frame_size());
  lane.commit();
}

size_t count_frames(const Span& span) {
  size_t count = 0;
  for (size_t at = 0; at < span.size(); ++count) at += frame_size_at(span.data() + at);
  return count;
}

/// Writing a batch, and taking it over, in turns on one thread: the work without the waiting.
void lane_in_turns(benchmark::State& state) {
  constexpr uint64_t kBatch = 256;
  Lane lane(kLaneLimits);
  for (auto _ : state) {
    for (uint64_t number = 0; number < kBatch; ++number) publish(lane, number);
    lane.drain(SIZE_MAX, count_frames);
  }
  count_messages(state, kBatch);
}

/// One thread publishes, another drains all the time.
void lane_between_threads(benchmark::State& state) {
  Lane lane(kLaneLimits);
  std::jthread loop([&lane](const std::stop_token& stop) {
    while (!stop.stop_requested())
      if (lane.drain(SIZE_MAX, count_frames) == 0) std::this_thread::yield();
  });
  uint64_t number = 0;
  for (auto _ : state) publish(lane, number++);
  count_messages(state, 1);
}

// -- to a socket

/// Runs of messages into the queue, and out of it in pieces of 64 KiB, as a socket takes them.
void span_queue(benchmark::State& state) {
  const Span run = frames(static_cast<size_t>(state.range(0)));
  SpanQueue queue;
  iovec pieces[16];
  for (auto _ : state) {
    queue.push(run);
    while (queue.bytes() > 64 * 1024) {
      benchmark::DoNotOptimize(queue.gather(pieces, std::size(pieces), 64 * 1024));
      queue.consume(64 * 1024);
    }
  }
  count_messages(state, state.range(0));
}

// -- to a subscriber

struct Counter final : Receiver {
  void on_message(const Message& message) override { bytes += message.value.bytes().size(); }
  size_t bytes = 0;
};

SubscriberOptions everything() { return {.prefixes = {""}}; }

/// Turns of the loop with so many messages, each taken over at once, on one thread.
void subscriber_in_turns(benchmark::State& state) {
  const Span run = frames(static_cast<size_t>(state.range(0)));
  SubscriberState subscriber(everything(), 200, [] {});
  Counter counter;
  for (auto _ : state) {
    subscriber.push(run);
    subscriber.end_of_turn();
    subscriber.receive(Duration(0), counter, SIZE_MAX);
  }
  benchmark::DoNotOptimize(counter.bytes);
  count_messages(state, state.range(0));
}

/// The loop pushes from a thread of its own and heeds congestion.
void subscriber_between_threads(benchmark::State& state) {
  const Span run = frames(static_cast<size_t>(state.range(0)));
  SubscriberState subscriber(everything(), 20'000, [] {});
  std::jthread loop([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (subscriber.congested()) {
        std::this_thread::yield();
        continue;
      }
      subscriber.push(run);
      subscriber.end_of_turn();
    }
  });
  Counter counter;
  size_t messages = 0;
  for (auto _ : state) messages += subscriber.receive(std::chrono::seconds(1), counter, 1000);
  benchmark::DoNotOptimize(counter.bytes);
  state.SetItemsProcessed(static_cast<int64_t>(messages));
}

// -- second copies

/// Numbers of so many origins in turn, each number once.
void duplicate_window(benchmark::State& state) {
  std::vector<EndpointId> origins(static_cast<size_t>(state.range(0)));
  for (size_t i = 0; i < origins.size(); ++i) std::memcpy(origins[i].bytes.data(), &i, sizeof i);
  DuplicateWindow window;
  uint64_t number = 0;
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(window.origin(origins[next]).take(number));
    if (++next == origins.size()) {
      next = 0;
      ++number;
    }
  }
  count_messages(state, 1);
}

BENCHMARK(match)->ArgName("topics")->Arg(1)->Arg(100)->Arg(100'000);
BENCHMARK(lane_in_turns);
BENCHMARK(lane_between_threads)->UseRealTime();
BENCHMARK(span_queue)->ArgName("run")->Arg(1)->Arg(100);
BENCHMARK(subscriber_in_turns)->ArgName("turn")->Arg(1)->Arg(100);
BENCHMARK(subscriber_between_threads)->ArgName("turn")->Arg(100)->UseRealTime();
BENCHMARK(duplicate_window)->ArgName("origins")->Arg(1)->Arg(100);

}  // namespace
}  // namespace whimbrel
