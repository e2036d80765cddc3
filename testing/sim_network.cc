#include "testing/sim_network.h"

#include <fmt/format.h>

#include <algorithm>

#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

bool counts_down_to_zero(uint64_t& counter) { return counter > 0 && --counter == 0; }

}  // namespace

// One direction of a connection: what was written and has not been read.
struct SimNetwork::End {
  NodeId node;
  Link* link = nullptr;  // null once its side is closed
  std::vector<std::byte> arriving;
  bool reading_refused = false;
  bool delivery_planned = false;
};

struct SimNetwork::Connection {
  End ends[2];
  bool alive = true;
};

class SimNetwork::Recorder final : public LocalSink {
 public:
  Recorder(std::vector<Seen>& seen, std::function<void()> on_joined) : seen_(seen), on_joined_(std::move(on_joined)) {}
  void push(const Span& messages) override {
    for (const std::byte* at = messages.data(); at != messages.data() + messages.size(); at += frame_size_at(at)) {
      const ValueView value = ValueView::over_valid(FrameView::over_valid(at).payload());
      seen_.push_back({std::string(value.at(0).string()), value.at(1).count()});
    }
  }
  void push(const Status& status) override {
    if (status.code == StatusCode::PeerAdded && on_joined_) std::exchange(on_joined_, {})();
  }
  void push(const ErrorEvent&) override {}
  void push(const Gap&) override { seen_.push_back({}); }
  bool congested() override { return false; }
  void end_of_turn() override {}

 private:
  std::vector<Seen>& seen_;
  std::function<void()> on_joined_;
};

class SimNetwork::SimTransport final : public Transport {
 public:
  SimTransport(SimNetwork& net, NodeId node) : net_(net), node_(node) {}
  void connect(uint64_t request, const std::string&, uint16_t port) override {
    pending_.insert(request);
    const Duration delay = net_.some_delay();
    net_.at(delay / 2, [this, request, alive = std::weak_ptr(alive_)] {
      if (!alive.expired() && pending_.contains(request)) net_.resolved(node_, request);
    });
    net_.at(delay, [this, request, port, alive = std::weak_ptr(alive_)] {
      if (!alive.expired() && pending_.erase(request) > 0) net_.establish(node_, request, port);
    });
  }
  void cancel_connect(uint64_t request) override { pending_.erase(request); }

 private:
  SimNetwork& net_;
  const NodeId node_;
  std::set<uint64_t> pending_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

class SimNetwork::SimWire final : public Wire {
 public:
  SimWire(SimNetwork& net, std::shared_ptr<Connection> connection, int side)
      : net_(net), connection_(std::move(connection)), side_(side) {}
  ~SimWire() override {
    connection_->ends[side_].link = nullptr;
    // The other side reads what is under way, then the end.
    net_.at(net_.some_delay(), [&net = net_, connection = connection_] { net.cut(connection); });
  }
  void write() override { net_.pump(connection_, side_); }
  void resume_reading() override {
    connection_->ends[side_].reading_refused = false;
    net_.at(Duration(0), [&net = net_, connection = connection_, side = side_] { net.deliver(connection, side); });
  }

 private:
  SimNetwork& net_;
  const std::shared_ptr<Connection> connection_;
  const int side_;
};

struct SimNetwork::Node {
  EndpointOptions options;
  std::string prefix;
  std::set<NodeId> wishes;  // whom it peers with
  std::vector<Seen> seen;
  std::map<std::string, uint64_t> published_before;  // when it got its first peer
  Duration pause{};
  TimePoint reads_again{}, sleeps_until{};
  std::optional<TimePoint> awaited;  // when its next timer is due
  int incarnation = 0;
  std::string name;
  // Gone while the node is down. The core goes first: its links close wires that belong to the network.
  std::unique_ptr<SimTransport> transport;
  std::unique_ptr<Recorder> recorder;
  std::unique_ptr<ChunkWriter> writer;
  std::unique_ptr<Core> core;
};

SimNetwork::SimNetwork(uint64_t seed, Options options) : random_(seed), options_(options) {}

SimNetwork::~SimNetwork() {
  for (auto& node : nodes_) node->core.reset();
}

SimNetwork::NodeId SimNetwork::add_node(const EndpointOptions& options, const std::string& prefix) {
  auto node = std::make_unique<Node>();
  node->options = options;
  node->prefix = prefix;
  nodes_.push_back(std::move(node));
  start(nodes_.size() - 1);
  return nodes_.size() - 1;
}

void SimNetwork::start(NodeId id) {
  Node& node = *nodes_[id];
  EndpointId random;
  for (uint8_t& byte : random.bytes) byte = static_cast<uint8_t>(random_());
  node.name = fmt::format("{}.{}", id, ++node.incarnation);
  node.transport = std::make_unique<SimTransport>(*this, id);
  node.recorder = std::make_unique<Recorder>(node.seen, [this, &node] { node.published_before = published_; });
  node.writer = std::make_unique<ChunkWriter>();
  node.core =
      std::make_unique<Core>(node.options, mark_endpoint_id(random, node.options.forward_messages), *node.transport);
  node.core->add_sink(*node.recorder, true);
  if (!node.prefix.empty()) node.core->set_prefixes(*node.recorder, {node.prefix});
  if (node.options.forward_messages) node.core->set_forwards({"t/"});
  for (NodeId to : node.wishes) node.core->peer("sim", static_cast<uint16_t>(to + 1), std::chrono::seconds(1), now_);
  turn(id);
}

// A turn of the node's loop, and a later one when its next timer is due.
void SimNetwork::turn(NodeId id) {
  Node& node = *nodes_[id];
  if (!node.core) return;
  if (const Duration wait = asleep(id); wait > Duration(0)) {
    at(wait, [this, id, incarnation = node.incarnation] {
      if (nodes_[id]->incarnation == incarnation) turn(id);
    });
    return;
  }
  ++turns_;
  node.core->end_of_turn(now_);
  const auto next = node.core->next_timer();
  if (!next) return;
  const bool new_one = next != node.awaited;
  node.awaited = next;
  if (new_one && counts_down_to_zero(timers_until_haste_))
    at(Duration(0), [this, id, incarnation = node.incarnation] {
      if (nodes_[id]->incarnation == incarnation) turn(id);
    });
  at(std::max(Duration(0), *next - now_), [this, id, incarnation = node.incarnation] { wake(id, incarnation); });
}

void SimNetwork::wake(NodeId id, int incarnation) {
  Node& node = *nodes_[id];
  const auto due = node.core ? node.core->next_timer() : std::nullopt;
  if (node.incarnation != incarnation || !due || *due > now_) return;
  if (asleep(id) == Duration(0) && counts_down_to_zero(timers_until_delay_)) node.sleeps_until = now_ + timer_delay_;
  turn(id);
}

Duration SimNetwork::asleep(NodeId id) const { return std::max(Duration(0), nodes_[id]->sleeps_until - now_); }

void SimNetwork::at(Duration delay, std::function<void()> action) {
  events_.emplace(std::pair(now_ + delay, ++events_made_), std::move(action));
}

Duration SimNetwork::some_delay() {
  return Duration(random_() % static_cast<uint64_t>(options_.delay_max.count()) + 1);
}

void SimNetwork::run_for(Duration time) {
  const TimePoint until = now_ + time;
  while (!events_.empty() && events_.begin()->first.first <= until) {
    auto event = events_.extract(events_.begin());
    now_ = std::max(now_, event.key().first);
    event.mapped()();
  }
  now_ = until;
}

// -- connections

void SimNetwork::connect(NodeId from, NodeId to) {
  nodes_[from]->wishes.insert(to);
  if (!nodes_[from]->core) return;
  nodes_[from]->core->peer("sim", static_cast<uint16_t>(to + 1), std::chrono::seconds(1), now_);
  turn(from);
}

void SimNetwork::disconnect(NodeId from, NodeId to) {
  nodes_[from]->wishes.erase(to);
  if (!nodes_[from]->core) return;
  nodes_[from]->core->unpeer("sim", static_cast<uint16_t>(to + 1), now_);
  turn(from);
}

void SimNetwork::resolved(NodeId from, uint64_t request) { nodes_[from]->core->on_resolved(request); }

void SimNetwork::establish(NodeId from, uint64_t request, uint16_t port) {
  const NodeId to = port - 1u;
  if (const Duration wait = std::max(asleep(from), asleep(to)); wait > Duration(0)) {
    at(wait, [this, from, request, port, incarnation = nodes_[from]->incarnation] {
      if (nodes_[from]->incarnation == incarnation) establish(from, request, port);
    });
    return;
  }
  if (!nodes_[to]->core || separated(from, to)) {
    nodes_[from]->core->on_connect_failed(request, Error(ErrorCode::PeerUnavailable, "nobody there"), now_);
    return turn(from);
  }
  auto connection = std::make_shared<Connection>();
  connection->ends[0].node = from;
  connection->ends[1].node = to;
  connections_.push_back(connection);
  Link* const near = nodes_[from]->core->on_connected(request, now_);
  Link* const far =
      near ? nodes_[to]->core->on_accepted({"sim", static_cast<uint16_t>(10000 + connections_.size()), 0}, now_)
           : nullptr;
  connection->ends[0].link = near;
  connection->ends[1].link = far;
  if (near) near->attach(std::make_unique<SimWire>(*this, connection, 0));
  if (far) far->attach(std::make_unique<SimWire>(*this, connection, 1));
  turn(from);
  turn(to);
}

// Moves bytes from a link's outbox into the window of the other side.
void SimNetwork::pump(const std::shared_ptr<Connection>& connection, int side) {
  End& from = connection->ends[side];
  End& to = connection->ends[1 - side];
  if (const Duration wait = asleep(from.node); wait > Duration(0))
    return at(wait, [this, connection, side] { pump(connection, side); });
  while (connection->alive && from.link && !from.link->outbox().empty() && to.arriving.size() < options_.window) {
    if (transfer_fails()) return at(Duration(0), [this, connection] { cut(connection); });
    iovec piece;
    if (from.link->outbox().gather(&piece, 1, options_.window - to.arriving.size()) == 0) break;
    const auto* bytes = static_cast<const std::byte*>(piece.iov_base);
    to.arriving.insert(to.arriving.end(), bytes, bytes + piece.iov_len);
    from.link->written(piece.iov_len);
  }
  if (to.arriving.empty() || std::exchange(to.delivery_planned, true)) return;
  at(some_delay(), [this, connection, side] { deliver(connection, 1 - side); });
}

void SimNetwork::deliver(const std::shared_ptr<Connection>& connection, int side) {
  End& end = connection->ends[side];
  end.delivery_planned = false;
  if (!connection->alive || !end.link || end.arriving.empty()) return;
  Node& node = *nodes_[end.node];
  const Duration wait = separated(end.node, connection->ends[1 - side].node)
                            ? Duration(std::chrono::milliseconds(50))
                            : std::max(node.reads_again - now_, asleep(end.node));
  if (wait > Duration(0)) {
    end.delivery_planned = true;
    return at(wait, [this, connection, side] { deliver(connection, side); });
  }
  if (!end.link->accepts_input()) return;
  if (transfer_fails()) return cut(connection);
  const auto room = end.link->room();
  const size_t n = std::min({room.size(), end.arriving.size(), size_t{1} + random_() % 4096});
  std::copy_n(end.arriving.begin(), n, room.begin());
  end.arriving.erase(end.arriving.begin(), end.arriving.begin() + static_cast<ptrdiff_t>(n));
  ++frames_delivered_;
  node.reads_again = now_ + node.pause;
  end.link->received(n, now_);
  turn(end.node);
  if (!connection->alive) return;
  if (!end.arriving.empty() && !std::exchange(end.delivery_planned, true))
    at(some_delay() / 8, [this, connection, side] { deliver(connection, side); });
  pump(connection, 1 - side);
  turn(connection->ends[1 - side].node);
}

void SimNetwork::cut(const std::shared_ptr<Connection>& connection) {
  if (!std::exchange(connection->alive, false)) return;
  std::erase(connections_, connection);
  for (End& end : connection->ends) {
    if (!end.link) continue;
    std::exchange(end.link, nullptr)->lost(Error(ErrorCode::ConnectionLost, "cut"));
    turn(end.node);
  }
}

bool SimNetwork::separated(NodeId a, NodeId b) const { return group_.contains(a) != group_.contains(b); }

// -- faults

void SimNetwork::cut_some_connection() {
  if (!connections_.empty()) cut(std::shared_ptr(connections_[random_() % connections_.size()]));
}

void SimNetwork::partition(const std::set<NodeId>& group) {
  group_ = group;
  // Some notice at once, as with a reset; to others it looks like a long silence.
  for (const auto& connection : std::vector(connections_))
    if (separated(connection->ends[0].node, connection->ends[1].node) && random_() % 2) cut(connection);
}

void SimNetwork::heal() { group_.clear(); }

void SimNetwork::kill(NodeId id) {
  Node& node = *nodes_[id];
  if (!node.core) return;
  ++node.incarnation;
  for (const auto& connection : connections_)
    for (End& end : connection->ends)
      if (end.node == id) end.link = nullptr;
  node.core.reset();
  node.recorder.reset();
  node.transport.reset();
  node.seen.clear();  // whoever was there is gone, with what it knew
}

void SimNetwork::restart(NodeId node) {
  if (!nodes_[node]->core) start(node);
}

void SimNetwork::slow_down(NodeId node, Duration pause) { nodes_[node]->pause = pause; }

// -- messages

bool SimNetwork::publish(NodeId id, const std::string& topic) {
  Node& node = *nodes_[id];
  if (!node.core || asleep(id) > Duration(0) || !node.core->accepts_publishing()) return false;
  ByteBuffer frame;
  put_envelope(frame, node.core->id(), {}, MessageType::Data, node.options.ttl, topic);
  Encoder encoder(frame);
  encoder.vector(3);
  encoder.string(node.name);
  encoder.count(++published_[node.name]);
  encoder.string(std::string(random_() % 200, 'x'));
  seal_frame(const_cast<std::byte*>(frame.bytes().data()), frame.bytes().size());
  node.core->publish(node.writer->put(frame.bytes(), 1));
  turn(id);
  return true;
}

bool SimNetwork::act(NodeId id, const std::function<void(Core&)>& action) {
  Node& node = *nodes_[id];
  if (!node.core || asleep(id) > Duration(0)) return false;
  action(*node.core);
  turn(id);
  return true;
}

void SimNetwork::ping(NodeId from, NodeId to, size_t payload_size, Core::OnPong on_pong) {
  core(from).ping(core(to).id(), payload_size, now_, std::move(on_pong));
  turn(from);
}

void SimNetwork::shut_down(NodeId node) {
  core(node).shut_down(now_, nodes_[node]->options.linger);
  turn(node);
}

bool SimNetwork::is_up(NodeId node) const { return nodes_[node]->core != nullptr; }
const std::vector<Seen>& SimNetwork::seen(NodeId node) const { return nodes_[node]->seen; }
std::string SimNetwork::publisher(NodeId node) const { return nodes_[node]->name; }

uint64_t SimNetwork::published(const std::string& publisher) const {
  const auto at = published_.find(publisher);
  return at == published_.end() ? 0 : at->second;
}

uint64_t SimNetwork::published_before(NodeId node, const std::string& publisher) const {
  const auto& before = nodes_[node]->published_before;
  const auto at = before.find(publisher);
  return at == before.end() ? 0 : at->second;
}

Core& SimNetwork::core(NodeId node) { return *nodes_[node]->core; }

bool SimNetwork::filters_agree() const {
  std::map<EndpointId, Filter> own;
  for (const auto& node : nodes_)
    if (node->core) own[node->core->id()] = node->core->filter();
  for (const auto& node : nodes_) {
    if (!node->core) continue;
    for (const auto& [id, filter] : node->core->peer_filters())
      if (!own.contains(id) || !(own[id] == filter)) return false;
  }
  return true;
}

}  // namespace whimbrel
