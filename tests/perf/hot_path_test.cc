// What a message may cost besides its own work: nearly no memory may be allocated for it. Not a measurement of time;
// those are in `whimbrel bench`.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "codec/json/data_message.h"
#include "engine/topic_meter.h"
#include "whimbrel/endpoint.h"

namespace {

std::atomic<uint64_t> allocations{0};

void* allocate(size_t size, size_t alignment) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  const size_t whole = (size + alignment - 1) / alignment * alignment;
  return alignment <= alignof(std::max_align_t) ? std::malloc(size) : std::aligned_alloc(alignment, whole);
}

void* allocate_or_throw(size_t size, size_t alignment) {
  if (void* const memory = allocate(size, alignment)) return memory;
  throw std::bad_alloc();
}

}  // namespace

// The forms for arrays end up here too. Never inlined, since g++ warns where it sees only one half of a pair.
[[gnu::noinline]] void* operator new(size_t size) { return allocate_or_throw(size, 1); }
[[gnu::noinline]] void* operator new(size_t size, const std::nothrow_t&) noexcept { return allocate(size, 1); }
[[gnu::noinline]] void* operator new(size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<size_t>(alignment));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t, std::align_val_t) noexcept { std::free(memory); }

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

constexpr uint64_t kMessages = 200'000;
// For a message. What is allocated is allocated for batches, and in builds that are slow by themselves these are small.
#ifdef NDEBUG
constexpr double kMostAllocations = 0.05;
#else
constexpr double kMostAllocations = 0.5;
#endif

EndpointOptions plain() {
  EndpointOptions options;
  options.disable_ssl = true;
  return options;
}

/// [1, 1, ["event_1", [number, "test"]]]
void write_event(Encoder& e, uint64_t number) {
  e.vector(3);
  e.count(1);
  e.count(1);
  e.vector(2);
  e.string("event_1");
  e.vector(2);
  e.count(number);
  e.string("test");
}

/// Two peers in this process: what the first publishes, the second receives.
class TwoPeers : public testing::Test {
 protected:
  void SetUp() override {
    const auto port = to_.listen("127.0.0.1", 0);
    ASSERT_TRUE(port) << port.error().message();
    from_.peer("127.0.0.1", *port, 0s);
    struct : Receiver {
      bool up = false;
      void on_status(const Status& status) override { up = up || status.code == StatusCode::PeerAdded; }
    } arrival;
    while (!arrival.up) ASSERT_GT(events_.receive(30s, arrival), 0u) << "no peering";
  }

  /// Sends so many messages through, while this thread publishes and receives in turns.
  void send(uint64_t messages) {
    constexpr uint64_t kInFlight = 2000;
    uint64_t sent = 0, received = 0, sum = 0;
    const auto take = [&](const Message& message) {
      ++received;
      sum += message.value.at(2).at(1).at(0).count();
    };
    while (received < messages) {
      for (; sent < messages && sent - received < kInFlight; ++sent)
        ASSERT_TRUE(from_.publish("perf/events", [sent](Encoder& e) { write_event(e, sent); }));
      ASSERT_GT(subscriber_.receive(30s, take), 0u) << received << " of " << messages << " messages came";
    }
    EXPECT_EQ(sum, messages * (messages - 1) / 2);
  }

  Endpoint to_ = Endpoint::start(plain()).value(), from_ = Endpoint::start(plain()).value();
  Subscriber subscriber_ = to_.subscriber({.prefixes = {"perf/"}});
  Subscriber events_ = from_.subscriber({.prefixes = {}, .events = true});
};

using HotPath = TwoPeers;

TEST_F(HotPath, AllocatesNearlyNothingForAMessage) {
  send(20'000);  // pools and buffers reach their sizes
  const uint64_t before = allocations;
  send(kMessages);
  const double each = static_cast<double>(allocations - before) / kMessages;
  RecordProperty("allocations_per_message", std::to_string(each));
  EXPECT_LT(each, kMostAllocations);
}

TEST(HotPathOfWebSocketClients, AllocatesNearlyNothingForAMessageInEitherDirection) {
  ByteBuffer event, text;
  Encoder e(event);
  write_event(e, 12345);
  put_data_message(text, "perf/events", ValueView::over_valid(event.bytes()));
  const std::string json(reinterpret_cast<const char*>(text.bytes().data()), text.bytes().size());
  const auto there_and_back = [&] {
    const auto message = encode_data_message(json);
    text.clear();
    put_data_message(text, message->topic, ValueView::over_valid(message->value));
  };
  there_and_back();
  const uint64_t before = allocations;
  for (int i = 0; i < 1000; ++i) there_and_back();
  EXPECT_LT(static_cast<double>(allocations - before) / 1000, kMostAllocations);
}

TEST(HotPathOfMeters, CountTopicsWithoutAllocating) {
  std::vector<std::string> topics;
  for (int i = 0; i < 5000; ++i)
    topics.push_back("topic/that/is/longer/than/what/fits/into/a/string/" + std::to_string(i));
  TopicMeter meter;
  meter.count(topics[0], TopicMeter::Direction::Published, 1, 1);
  const uint64_t before = allocations;
  for (const std::string& topic : topics) meter.count(topic, TopicMeter::Direction::Received, 1, 1);
  EXPECT_EQ(allocations - before, 0u);
}

}  // namespace
}  // namespace whimbrel
