#include "endpoint/subscriber_state.h"

#include <gtest/gtest.h>
#include <poll.h>

#include "base/chunk_writer.h"
#include "codec/binary/frame.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

struct Collector final : Receiver {
  void on_message(const Message& m) override { entries.push_back(m.value.count()); }
  void on_gap(const Gap& g) override {
    entries.push_back(1000 + g.messages);
    last_gap = g;
  }
  void on_status(const Status&) override { entries.push_back(5000); }
  std::vector<uint64_t> entries;
  Gap last_gap;
};

class Fixture : public testing::Test {
 protected:
  void make(QueueLimits limits, size_t congestion = 5) {
    state = std::make_unique<SubscriberState>(SubscriberOptions{.prefixes = {}, .events = true, .queue = limits},
                                              congestion, [this] { ++woken; });
  }
  void push(uint64_t from, uint64_t to) {
    ByteBuffer bytes;
    for (uint64_t n = from; n <= to; ++n) {
      const size_t start = bytes.bytes().size();
      put_envelope(bytes, {}, {}, MessageType::Data, 1, "t/x");
      Encoder(bytes).count(n);
      seal_frame(const_cast<std::byte*>(bytes.bytes().data()) + start, bytes.bytes().size() - start);
    }
    state->push(writer.put(bytes.bytes(), to - from + 1));
  }
  std::vector<uint64_t> take(size_t max = SIZE_MAX) {
    Collector collector;
    state->receive(Duration(0), collector, max);
    last_gap = collector.last_gap;
    return collector.entries;
  }

  ChunkWriter writer;
  std::unique_ptr<SubscriberState> state;
  int woken = 0;
  Gap last_gap;
};

using SubscriberQueue = Fixture;

TEST_F(SubscriberQueue, KeepsMessagesAndEventsInOrder) {
  make({100, 1 << 20, Overflow::Block});
  push(1, 2);
  state->push(Status{});
  push(3, 3);
  EXPECT_TRUE(take().empty()) << "before the turn ends nothing is handed over";
  state->end_of_turn();
  EXPECT_EQ(take(), (std::vector<uint64_t>{1, 2, 5000, 3}));
}

TEST_F(SubscriberQueue, HandsOutNoMoreAtOnceThanAskedFor) {
  make({100, 1 << 20, Overflow::Block});
  push(1, 5);
  state->end_of_turn();
  EXPECT_EQ(take(2), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(take(2), (std::vector<uint64_t>{3, 4}));
  state->close();
  EXPECT_FALSE(state->closed()) << "one is left";
  EXPECT_EQ(take(), std::vector<uint64_t>{5});
  EXPECT_TRUE(state->closed());
}

TEST_F(SubscriberQueue, WithBlockIsCongestedUntilSomebodyReads) {
  make({100, 1 << 20, Overflow::Block}, 3);
  push(1, 2);
  state->end_of_turn();
  EXPECT_FALSE(state->congested());
  push(3, 3);
  state->end_of_turn();
  EXPECT_TRUE(state->congested());
  EXPECT_EQ(woken, 0);
  EXPECT_EQ(take().size(), 3u);
  EXPECT_EQ(woken, 1) << "the loop waits for this";
  EXPECT_FALSE(state->congested());
}

TEST_F(SubscriberQueue, DropsTheOldestAndTellsHowMany) {
  make({3, 1 << 20, Overflow::DropOldest});
  push(1, 2);
  state->end_of_turn();
  push(3, 7);
  state->end_of_turn();
  EXPECT_EQ(take(), (std::vector<uint64_t>{1004, 5, 6, 7}));
  EXPECT_EQ(last_gap.topics, (std::vector<std::pair<std::string, uint64_t>>{{"t/x", 4}}));
  EXPECT_EQ(state->dropped(), 4u);
  EXPECT_FALSE(state->congested()) << "nobody is held up under this policy";
}

TEST_F(SubscriberQueue, DropsTheNewestAndTellsHowMany) {
  make({3, 1 << 20, Overflow::DropNewest});
  push(1, 3);
  state->end_of_turn();
  push(4, 5);
  state->end_of_turn();
  EXPECT_EQ(take(), (std::vector<uint64_t>{1, 2, 3, 1002}));
}

TEST_F(SubscriberQueue, IsReadableWhileSomethingWaits) {
  make({100, 1 << 20, Overflow::Block});
  pollfd fd{state->descriptor(), POLLIN, 0};
  EXPECT_EQ(::poll(&fd, 1, 0), 0);
  push(1, 1);
  state->end_of_turn();
  EXPECT_EQ(::poll(&fd, 1, 0), 1);
  take();
  EXPECT_EQ(::poll(&fd, 1, 0), 0);
  state->close();
  EXPECT_EQ(::poll(&fd, 1, 0), 1);
}

}  // namespace
}  // namespace whimbrel
