// A master and clones over a network that loses, delays and repeats, all from one seed.
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "codec/binary/extension.h"
#include "store/clone.h"
#include "store/master.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

struct Sent {
  uint64_t due;
  bool to_master;
  size_t clone;  // sender, or receiver
  std::vector<std::byte> bytes;
};

class Network;

struct Node final : StoreHost {
  void send(const EndpointId* receiver, const CommandHeader& header, BytesView content) override;
  void on_event(const StoreEvent& event) override { ++events[static_cast<size_t>(event.type)]; }
  bool wants_events() const override { return true; }
  void on_unique_result(uint64_t request, bool inserted) override { results.emplace_back(request, inserted); }
  void on_synchronised() override {}
  uint64_t new_object() override { return ++objects; }
  void log(std::string_view, const std::string& text) override { logged.push_back(text); }

  Network* network = nullptr;
  size_t number = 0;  // 0: the master
  EndpointId id;
  uint64_t objects = 1;
  size_t events[4] = {};
  std::vector<std::pair<uint64_t, bool>> results;
  std::vector<std::string> logged;
};

class Network {
 public:
  Network(size_t clones, uint64_t seed, double loss) : random(seed), loss_(loss) {
    for (size_t i = 0; i <= clones; ++i) {
      nodes.push_back(std::make_unique<Node>());
      nodes[i]->network = this;
      nodes[i]->number = i;
      nodes[i]->id.bytes[0] = static_cast<uint8_t>(i + 1);
      if (seed % 2 == 0) nodes[i]->id = mark_endpoint_id(nodes[i]->id, false);  // content in parts, then
    }
    start_master();
    for (size_t i = 1; i <= clones; ++i)
      this->clones.push_back(std::make_unique<Clone>(*nodes[i], EntityId{nodes[i]->id, 1}, CloneOptions()));
  }

  void start_master() {
    master = std::make_unique<Master>(*nodes[0], EntityId{nodes[0]->id, nodes[0]->new_object()}, make_memory_backend());
  }

  void send(const Node& from, const EndpointId* receiver, std::vector<std::byte> bytes) {
    for (size_t i = 1; i < nodes.size(); ++i) {
      const size_t clone = from.number == 0 ? i : from.number;
      if (from.number == 0 && receiver && *receiver != nodes[i]->id) continue;
      transmit({0, from.number != 0, clone, bytes});
      if (from.number != 0) return;
    }
  }

  void tick() {
    ++now;
    const Timestamp time{static_cast<int64_t>(now) * 100'000'000};
    if (master) master->tick(time);
    for (auto& clone : clones) clone->tick(time);
    for (size_t n = in_flight.size(); n > 0; --n) {
      const Sent sent = std::move(in_flight.front());
      in_flight.pop_front();
      if (sent.due > now) {
        in_flight.push_back(sent);
        continue;
      }
      ASSERT_TRUE(validate_command(sent.bytes));
      if (sent.to_master && master) master->receive(split_command(sent.bytes), time);
      if (!sent.to_master) clones[sent.clone - 1]->receive(split_command(sent.bytes), time);
    }
  }
  void run(size_t ticks) {
    while (ticks-- > 0) tick();
  }

  using Content = std::map<std::string, std::string>;
  static bool add(Content& all, const EntryView& entry) {
    return all.emplace(to_string(*decode(entry.key)), to_string(*decode(entry.value))).second;
  }
  Content truth() {
    Content all;
    EXPECT_TRUE(master->visit(
        0, [&](const EntryView& entry) { return add(all, entry); }, time()));
    return all;
  }
  Content copy(size_t clone) const {
    Content all;
    clones[clone]->entries().visit(0, [&](const EntryView& entry) { return add(all, entry); });
    return all;
  }
  Timestamp time() const { return {static_cast<int64_t>(now) * 100'000'000}; }

  std::mt19937_64 random;
  uint64_t now = 0;
  bool is_cut = false;
  std::vector<std::unique_ptr<Node>> nodes;
  std::unique_ptr<Master> master;
  std::vector<std::unique_ptr<Clone>> clones;
  std::deque<Sent> in_flight;

  void stop_losing() { loss_ = 0; }

 private:
  void transmit(Sent sent) {
    if (is_cut || std::uniform_real_distribution<>()(random) < loss_) return;
    sent.due = now + random() % 3;
    in_flight.push_back(sent);
    if (loss_ > 0 && random() % 8 == 0) in_flight.push_back(sent);
  }
  double loss_;
};

void Node::send(const EndpointId* receiver, const CommandHeader& header, BytesView content) {
  ByteBuffer out;
  put_command_header(out, header);
  Encoder(out).raw(content);
  network->send(*this, receiver, {out.bytes().begin(), out.bytes().end()});
}

/// What a producer does, in words.
struct Told final : ProducerHost {
  void send_event(const EntityId* consumer, uint64_t number, BytesView) override {
    all.push_back(std::string(consumer ? "again " : "event ") + std::to_string(number));
  }
  void send_handshake(const EntityId&, uint64_t offset) override {
    all.push_back("handshake " + std::to_string(offset));
  }
  void send_keepalive(uint64_t) override {}
  void send_retransmit_failed(const EntityId&, uint64_t number) override {
    all.push_back("failed " + std::to_string(number));
  }
  void on_handshake_done(const EntityId&) override {}
  void on_path_lost(const EntityId&) override { all.push_back("lost"); }
  std::vector<std::string> all;
};

TEST(Producer, RepeatsItsHandshakeUntilItIsAnsweredAndThenBeginsAnew) {
  Told told;
  Producer producer(told);
  const EntityId consumer{{}, 5};
  const std::byte event[1] = {};
  producer.nack(consumer, {0});
  producer.produce(event);
  producer.nack(consumer, {0});
  producer.ack(consumer, 1);
  producer.nack(consumer, {2});
  producer.nack(consumer, {0});
  producer.nack(consumer, {2});
  EXPECT_EQ(told.all,
            (std::vector<std::string>{"handshake 1", "event 2", "handshake 1", "again 2", "handshake 2", "failed 2"}));
}

TEST(Producer, ForgetsWhoAsksForWhatMakesNoSense) {
  for (const std::vector<uint64_t>& numbers : {std::vector<uint64_t>{3, 2}, {2, 2, 2}}) {
    Told told;
    Producer producer(told);
    const EntityId consumer{{}, 5};
    producer.nack(consumer, {0});
    producer.nack(consumer, numbers);
    EXPECT_EQ(told.all.back(), "lost");
    EXPECT_TRUE(producer.idle());
  }
}

class ChannelTest : public testing::TestWithParam<uint64_t> {};

TEST_P(ChannelTest, ClonesComeToTheMastersContentAndNothingIsDoneTwice) {
  Network net(3, GetParam(), 0.2);
  net.run(40);
  std::vector<uint64_t> added(3);
  for (int i = 0; i < 300; ++i) {
    const size_t who = net.random() % 4;
    const Value key = "k" + std::to_string(net.random() % 20);
    if (who == 3) {
      if (net.random() % 2 == 0)
        net.master->execute(Change::put(key, net.random() % 100, {}), net.time());
      else
        net.master->execute(Change::erase(key), net.time());
    } else {
      net.clones[who]->pass_on(Change::increment("sum" + std::to_string(who), uint64_t{1}, {}));
      ++added[who];
    }
    if (net.random() % 3 == 0) net.tick();
  }
  net.stop_losing();
  net.run(100);
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_EQ(net.copy(c), net.truth()) << "clone " << c;
    const std::string sum = added[c] > 0 ? std::to_string(added[c]) : "";
    EXPECT_EQ(net.truth()["sum" + std::to_string(c)], sum);
  }
}

TEST_P(ChannelTest, ACloneComesBackAfterALongAbsence) {
  Network net(2, GetParam(), 0.05);
  net.run(30);
  net.master->execute(Change::put("before", 1u, {}), net.time());
  net.run(30);
  net.is_cut = true;
  net.run(700);
  net.master->execute(Change::put("meanwhile", 1u, {}), net.time());
  net.master->execute(Change::erase("before"), net.time());
  net.is_cut = false;
  net.run(100);
  EXPECT_EQ(net.copy(0), net.truth());
  net.clones[1]->pass_on(Change::put("after", 1u, {}));
  net.run(100);
  EXPECT_TRUE(net.truth().contains("after"));
  EXPECT_EQ(net.copy(0), net.truth());
  EXPECT_EQ(net.copy(1), net.truth());
}

TEST_P(ChannelTest, ACloneFollowsANewMaster) {
  Network net(2, GetParam(), 0.1);
  net.run(30);
  net.master->execute(Change::put("old", 1u, {}), net.time());
  net.run(20);
  net.master.reset();
  net.in_flight.clear();
  net.clones[0]->on_peer_lost(net.nodes[0]->id);
  net.clones[0]->pass_on(Change::put("waiting", 1u, {}));
  net.run(50);
  net.start_master();
  net.master->execute(Change::put("new", 1u, {}), net.time());
  net.run(300);
  EXPECT_EQ(net.truth().size(), 2u);
  EXPECT_TRUE(net.truth().contains("waiting")) << "what was written while there was no master";
  EXPECT_EQ(net.copy(0), net.truth());
  EXPECT_EQ(net.copy(1), net.truth());
}

TEST_P(ChannelTest, OneOfSeveralIsFirst) {
  Network net(3, GetParam(), 0.2);
  net.run(40);
  for (auto& clone : net.clones) clone->pass_on({CommandType::PutUnique, "k", uint64_t{1}, {}, Kind::None}, 7);
  net.stop_losing();
  net.run(60);
  int won = 0;
  for (size_t i = 1; i <= 3; ++i) {
    ASSERT_EQ(net.nodes[i]->results.size(), 1u);
    EXPECT_EQ(net.nodes[i]->results[0].first, 7u);
    won += net.nodes[i]->results[0].second;
  }
  EXPECT_EQ(won, 1);
}

TEST_P(ChannelTest, EntriesExpireEverywhere) {
  Network net(2, GetParam(), 0.1);
  net.run(40);
  net.master->execute(Change::put("short", 1u, Timespan{1'000'000'000}), net.time());
  net.clones[0]->pass_on(Change::put("from clone", 1u, Timespan{1'000'000'000}));
  net.clones[1]->pass_on(Change::put("ever", 1u, {}));
  net.run(100);
  net.stop_losing();
  net.run(30);
  EXPECT_EQ(net.truth().size(), 1u);
  EXPECT_EQ(net.copy(0), net.truth());
  EXPECT_EQ(net.nodes[0]->events[static_cast<size_t>(StoreEvent::Type::Expire)], 2u);
}

TEST_P(ChannelTest, ACloneJoinsALargeStoreWhileItChanges) {
  Network net(1, GetParam(), 0.1);
  const std::string filler(3000, 'x');
  const auto change = [&] {
    const Value key = net.random() % 500;
    if (net.random() % 4 == 0)
      net.master->execute(Change::erase(key), net.time());
    else
      net.master->execute(Change::put(key, Vector{net.random() % 100, filler}, Timespan{int64_t{1} << 50}), net.time());
  };
  for (int i = 0; i < 2000; ++i) change();
  std::vector<size_t> shown;
  for (int i = 0; i < 200; ++i) {
    change();
    net.tick();
    if (net.clones[0]->is_synchronised()) shown.push_back(net.clones[0]->entries().size());
  }
  net.stop_losing();
  net.run(50);
  EXPECT_EQ(net.copy(0), net.truth());
  ASSERT_FALSE(shown.empty());
  EXPECT_GT(shown[0], 200u) << "nothing is shown before all is there";
  if (GetParam() % 2 > 0) return;  // whole snapshots carry no expiry
  net.clones[0]->entries().visit(0, [&](const EntryView& entry) {
    EXPECT_TRUE(entry.expiry && entry.expiry->ns > int64_t{1} << 50 &&
                *entry.expiry < later(net.time(), Timespan{int64_t{1} << 51}));
    return true;
  });
}

TEST_P(ChannelTest, WhatAMasterSaidBeforeItEndedBecomesStale) {
  Network net(1, GetParam(), 0);
  net.run(20);
  net.master->execute(Change::put("k", 1u, {}), net.time());
  net.run(20);
  net.master.reset();
  net.run(2990);
  EXPECT_FALSE(net.clones[0]->is_stale());
  EXPECT_EQ(net.copy(0).size(), 1u) << "its content stays";
  net.run(40);
  EXPECT_TRUE(net.clones[0]->is_stale());
  net.start_master();
  net.run(40);
  EXPECT_FALSE(net.clones[0]->is_stale());
  EXPECT_TRUE(net.copy(0).empty());
}

TEST_P(ChannelTest, WhoSpeaksInTheNameOfTheMastersEndpointIsNotFollowedWhileTheMasterSpeaks) {
  Network net(1, GetParam(), 0);
  net.run(20);
  net.master->execute(Change::put("k", 1u, {}), net.time());
  net.run(20);
  CommandContent content = control(CommandType::KeepAlive, 7);
  ByteBuffer out;
  put_command_header(out, {0, {net.nodes[0]->id, 99}, {}});
  put_command_content(out, content);
  net.clones[0]->receive(split_command(out.bytes()), net.time());
  const uint64_t objects = net.nodes[1]->objects;
  net.run(20);
  EXPECT_EQ(net.nodes[1]->objects, objects) << "it has begun to look for a master";
}

TEST_P(ChannelTest, AHostilePeerHarmsNobody) {
  Network net(1, GetParam(), 0);
  net.run(20);
  net.master->execute(Change::put("k", 1u, {}), net.time());
  for (int i = 0; i < 2000; ++i) {
    // Well-formed commands that make no sense.
    CommandContent content;
    content.type = static_cast<CommandType>(net.random() % 16);
    content.position = net.random() % 3;
    content.number = net.random() % 3 == 0 ? net.random() : net.random() % 10;
    content.numbers = {net.random() % 5, net.random()};
    content.request = net.random();
    ByteBuffer out;
    EntityId sender{net.nodes[net.random() % 2]->id, net.random() % 3 + 100};
    put_command_header(out, {net.random() % 2 ? net.random() : net.random() % 10, sender, {}});
    put_command_content(out, content);
    ASSERT_TRUE(validate_command(out.bytes()));
    if (net.random() % 2 == 0 && !is_action(content.type)) net.master->receive(split_command(out.bytes()), net.time());
    net.clones[0]->receive(split_command(out.bytes()), net.time());
    if (net.random() % 10 == 0) net.tick();
  }
  net.run(50);
  EXPECT_EQ(net.truth().at("k"), "1");
  EXPECT_EQ(net.copy(0), net.truth());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ChannelTest, testing::Range<uint64_t>(1, 21));

}  // namespace

}  // namespace whimbrel
