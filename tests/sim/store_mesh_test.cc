// A master and clones of a store on a mesh of endpoints, with cut connections, partitions and restarts, all from one
// seed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>

#include "base/chunk_writer.h"
#include "codec/binary/frame.h"
#include "store/clone.h"
#include "store/master.h"
#include "testing/sim_network.h"
#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

using NodeId = SimNetwork::NodeId;

constexpr const char* kMasterTopic = "s/<$>/data/master";
constexpr const char* kCloneTopic = "s/<$>/data/clone";

Timestamp time_of(const SimNetwork& net) { return {net.now().time_since_epoch().count()}; }

/// A master or clone at a node, as long as the node lives.
class StoreNode final : public StoreHost, public LocalSink {
 public:
  StoreNode(SimNetwork& net, NodeId node, bool is_master) : net_(net), node_(node), is_master_(is_master) { start(); }

  void start() {
    queue_.clear();
    objects_ = 0;
    id_ = net_.core(node_).id();
    const EntityId self{id_, new_object()};
    net_.act(node_, [&](Core& core) {
      core.add_sink(*this, true, MessageType::Command);
      core.set_prefixes(*this, {is_master_ ? kMasterTopic : kCloneTopic});
    });
    if (is_master_)
      master = std::make_unique<Master>(*this, self, make_memory_backend());
    else
      clone = std::make_unique<Clone>(*this, self, CloneOptions());
  }
  void stop() {
    master.reset();
    clone.reset();
  }

  /// Ends as it should, while the node goes on.
  void leave() {
    for (const auto& [header, content] : clone->farewell()) send(&header.receiver.endpoint, header, content);
    stop();
  }

  /// Asks the master for a change in somebody's name, as a clone that nobody has heard of before.
  void write_as(const EntityId& sender, const EntityId& publisher, const std::string& key) {
    ByteBuffer attach, put;
    put_command_content(attach, control(CommandType::AttachWriter, 1));
    send(nullptr, {0, sender, {}}, attach.bytes());
    CommandContent content;
    content.type = CommandType::Put;
    const auto bytes = encode(key);
    content.key = content.value = ValueView::over_valid(bytes);
    content.publisher = publisher;
    put_command_content(put, content);
    send(nullptr, {2, sender, {}}, put.bytes());
  }
  const EndpointId& id() const { return id_; }

  /// What the thread of a program does; a tick every 100 ms.
  void work(bool ticks) {
    if (!master && !clone) return;
    for (auto items = std::exchange(queue_, {}); !items.empty(); items.pop_front()) {
      if (const auto* const status = std::get_if<Status>(&items.front())) {
        if (clone && status->code == StatusCode::PeerLost) clone->on_peer_lost(status->peer);
        if (clone && status->code == StatusCode::PeerAdded) clone->on_peer_added();
        continue;
      }
      const CommandView command = split_command(std::get<std::vector<std::byte>>(items.front()));
      if (master)
        master->receive(command, time_of(net_));
      else
        clone->receive(command, time_of(net_));
    }
    if (ticks && master) master->tick(time_of(net_));
    if (ticks && clone) clone->tick(time_of(net_));
  }

  void change(const Change& change) {
    if (master) master->execute(change, time_of(net_));
    if (clone) clone->pass_on(change);
  }
  std::map<std::string, std::string> content() const {
    std::map<std::string, std::string> all;
    const auto add = [&](const EntryView& entry) {
      return all.emplace(to_string(*decode(entry.key)), to_string(*decode(entry.value))).second;
    };
    if (master) {
      EXPECT_TRUE(master->visit(0, add, time_of(net_)));
    }
    if (clone) clone->entries().visit(0, add);
    return all;
  }

  std::unique_ptr<Master> master;
  std::unique_ptr<Clone> clone;
  std::vector<std::string> events;
  std::vector<std::pair<uint64_t, bool>> answers;

 private:
  // StoreHost
  void send(const EndpointId* receiver, const CommandHeader& header, BytesView content) override {
    ByteBuffer frame;
    put_envelope(frame, id_, receiver ? *receiver : EndpointId(), MessageType::Command, kDefaultTtl,
                 is_master_ ? kCloneTopic : kMasterTopic);
    put_command_header(frame, header);
    Encoder(frame).raw(content);
    seal_frame(const_cast<std::byte*>(frame.bytes().data()), frame.bytes().size());
    net_.act(node_, [&](Core& core) { core.publish(writer_.put(frame.bytes(), 1)); });
  }
  void on_event(const StoreEvent& event) override {
    events.push_back(fmt::format("{} {} {}", static_cast<int>(event.type), to_string(event.key),
                                 event.value ? to_string(*event.value) : ""));
  }
  bool wants_events() const override { return true; }
  void on_unique_result(uint64_t request, bool inserted) override { answers.emplace_back(request, inserted); }
  void on_synchronised() override {}
  uint64_t new_object() override { return ++objects_; }
  void log(std::string_view, const std::string&) override {}

  // LocalSink
  void push(const Span& messages) override {
    for (const std::byte* at = messages.data(); at != messages.data() + messages.size(); at += frame_size_at(at)) {
      const BytesView payload = FrameView::over_valid(at).payload();
      queue_.emplace_back(std::vector(payload.begin(), payload.end()));
    }
  }
  void push(const Status& status) override { queue_.emplace_back(status); }
  void push(const ErrorEvent&) override {}
  void push(const Gap&) override {}
  bool congested() override { return false; }
  void end_of_turn() override {}

  SimNetwork& net_;
  const NodeId node_;
  const bool is_master_;
  EndpointId id_;
  uint64_t objects_ = 0;
  ChunkWriter writer_;
  std::deque<std::variant<std::vector<std::byte>, Status>> queue_;
};

/// A hub with the master behind it, and clones: one beside the master, the others at the hub.
class StoreMeshTest : public testing::TestWithParam<uint64_t> {
 protected:
  static constexpr size_t kClones = 3;

  StoreMeshTest() {
    EndpointOptions hub_options;
    hub_options.forward_messages = true;
    hub_ = net_.add_node(hub_options, "");
    net_.act(hub_, [](Core& core) { core.set_forwards({"s/"}); });
    for (size_t i = 0; i <= kClones; ++i) nodes_.push_back(net_.add_node({}, ""));
    for (size_t i = 0; i <= kClones; ++i) stores_.push_back(std::make_unique<StoreNode>(net_, nodes_[i], i == 0));
    net_.connect(nodes_[0], hub_);
    net_.connect(nodes_[1], nodes_[0]);
    for (size_t i = 2; i <= kClones; ++i) net_.connect(nodes_[i], hub_);
    run(5s);
  }

  void run(Duration time) {
    for (const TimePoint until = net_.now() + time; net_.now() < until;) {
      net_.run_for(20ms);
      const bool ticks = ++steps_ % 5 == 0;
      for (const auto& store : stores_) store->work(ticks);
    }
  }
  void kill(size_t i) {
    stores_[i]->stop();
    net_.kill(nodes_[i]);
  }
  void restart(size_t i) {
    net_.restart(nodes_[i]);
    stores_[i]->start();
  }
  StoreNode& master() { return *stores_[0]; }
  StoreNode& clone(size_t i) { return *stores_[i]; }
  void expect_agreement() {
    for (size_t i = 1; i <= kClones; ++i) EXPECT_EQ(clone(i).content(), master().content()) << "clone " << i;
  }

  SimNetwork net_{GetParam(), {}};
  NodeId hub_ = 0;
  std::vector<NodeId> nodes_;
  std::vector<std::unique_ptr<StoreNode>> stores_;
  uint64_t steps_ = 0;
};

TEST_P(StoreMeshTest, ClonesConvergeAndNothingIsDoneTwice) {
  std::map<std::string, uint64_t> asked;
  for (int i = 0; i < 400; ++i) {
    const size_t who = net_.random()() % (kClones + 1);
    const std::string sum = fmt::format("sum{}", who);
    stores_[who]->change(Change::increment(sum, uint64_t{1}, {}));
    ++asked[sum];
    stores_[who]->change(Change::put(net_.random()() % 50, net_.random()() % 1000, {}));
    if (i % 20 == 0) net_.cut_some_connection();
    if (i % 100 == 50) net_.partition({nodes_[net_.random()() % (kClones + 1)]});
    if (i % 100 == 90) net_.heal();
    run(Duration(net_.random()() % 300'000'000));
  }
  net_.heal();
  run(100s);
  expect_agreement();
  const auto truth = master().content();
  for (const auto& [sum, count] : asked) EXPECT_LE(std::stoull(truth.contains(sum) ? truth.at(sum) : "0"), count);
  EXPECT_EQ(truth.at("sum0"), fmt::format("{}", asked["sum0"])) << "the master's own changes";
  for (size_t i = 1; i <= kClones; ++i) clone(i).change(Change::put(fmt::format("after{}", i), true, {}));
  run(20s);
  EXPECT_EQ(master().content().size(), truth.size() + kClones) << "everybody can write again";
  expect_agreement();
}

TEST_P(StoreMeshTest, ClonesFollowTheMasterThroughRestarts) {
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 30; ++i) {
      const size_t who = net_.random()() % (kClones + 1);
      if (net_.is_up(nodes_[who])) stores_[who]->change(Change::put(net_.random()() % 20, round, {}));
      run(50ms);
    }
    const size_t victim = round % 2 == 0 ? 0 : 1 + net_.random()() % kClones;
    kill(victim);
    run(Duration(1s) * (net_.random()() % 100));
    restart(victim);
    run(5s);
  }
  run(100s);
  master().change(Change::put("last", true, {}));
  run(5s);
  expect_agreement();
  EXPECT_TRUE(clone(3).content().contains("last"));
}

TEST_P(StoreMeshTest, EverybodySeesTheSameEventsInTheSameOrderExpiryIncluded) {
  for (size_t i = 0; i <= kClones; ++i) stores_[i]->events.clear();
  for (int i = 0; i < 300; ++i) {
    const size_t who = net_.random()() % (kClones + 1);
    const Value key = net_.random()() % 10;
    switch (net_.random()() % 4) {
      case 0:
        stores_[who]->change(Change::erase(key));
        break;
      case 1:
        stores_[who]->change(Change::put(key, net_.random()() % 5, {}));
        break;
      default:
        stores_[who]->change(
            Change::put(key, net_.random()() % 5, Timespan{static_cast<int64_t>(net_.random()() % 2'000'000'000)}));
    }
    run(Duration(net_.random()() % 100'000'000));
  }
  run(10s);
  expect_agreement();
  const auto is_expiry = [](const std::string& event) {
    return event.starts_with(fmt::format("{} ", static_cast<int>(StoreEvent::Type::Expire)));
  };
  EXPECT_GT(std::ranges::count_if(master().events, is_expiry), 10);
  for (size_t i = 1; i <= kClones; ++i) EXPECT_EQ(clone(i).events, master().events) << "clone " << i;
}

TEST_P(StoreMeshTest, OneOfManyInsertsAKeyThoughConnectionsBreak) {
  for (uint64_t key = 0; key < 30; ++key) {
    for (size_t i = 1; i <= kClones; ++i)
      clone(i).clone->pass_on({CommandType::PutUnique, key, i, {}, Kind::None}, key);
    if (key % 5 == 0) net_.cut_some_connection();
    run(500ms);
  }
  run(60s);
  std::map<uint64_t, int> winners;
  for (size_t i = 1; i <= kClones; ++i)
    for (const auto& [key, inserted] : clone(i).answers) winners[key] += inserted;
  for (const auto& [key, won] : winners) EXPECT_LE(won, 1) << "key " << key;
  expect_agreement();
  EXPECT_EQ(master().content().size(), 30u);
}

TEST_P(StoreMeshTest, AMasterForgetsClonesThatSayGoodbyeAtOnceAndOthersLater) {
  EXPECT_EQ(master().master->figures().clones, kClones);
  clone(1).change(Change::put("last words", true, {}));
  clone(1).leave();
  clone(2).leave();
  run(200ms);
  EXPECT_EQ(master().master->figures().clones, kClones - 2);
  EXPECT_TRUE(master().content().contains("last words"));
  kill(3);
  run(40s);
  EXPECT_EQ(master().master->figures().clones, kClones - 2) << "it may come back";
  run(15s);
  EXPECT_EQ(master().master->figures().clones, kClones - 3);
}

TEST_P(StoreMeshTest, NobodyWritesInTheNameOfAnother) {
  const EndpointId own = clone(2).id(), other = clone(3).id();
  clone(2).write_as({own, 90}, {own, 90}, "own");
  clone(2).write_as({other, 91}, {other, 91}, "in another's");
  clone(2).write_as({own, 92}, {other, 1}, "own, with another's inside");
  clone(2).write_as({master().id(), 93}, {master().id(), 93}, "in the master's");
  clone(1).write_as({master().id(), 94}, {master().id(), 94}, "in the master's, next to it");
  run(5s);
  EXPECT_EQ(master().content(), (std::map<std::string, std::string>{{"own", "own"}}));
  EXPECT_GT(net_.core(hub_).statistics().commands_refused, 0u);
  expect_agreement();
}

INSTANTIATE_TEST_SUITE_P(Seeds, StoreMeshTest, testing::Range<uint64_t>(1, 9));

}  // namespace
}  // namespace whimbrel
