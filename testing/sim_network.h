// SimNetwork: many endpoints' cores in one thread, on simulated time, from one seed. Connections are queues in memory
// with a delay, a window like TCP's, and bytes that arrive in pieces of any size; they can be cut, partitioned, slowed
// down, and nodes can be killed and started again. The same seed gives the same run.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/core.h"

namespace whimbrel {

/// What a simulated subscriber saw, in order: the number of a message of some publisher, or that something is missing.
struct Seen {
  std::string publisher;  ///< empty: told of a gap
  uint64_t number = 0;
};

class SimNetwork {
 public:
  struct Options {
    Duration delay_max = std::chrono::milliseconds(20);
    size_t window = 16 * 1024;  ///< bytes under way in one direction of a connection
  };

  SimNetwork(uint64_t seed, Options options);
  ~SimNetwork();

  using NodeId = size_t;
  /// Adds a node that forwards, and subscribes to prefix (unless empty).
  NodeId add_node(const EndpointOptions& options, const std::string& prefix);
  void connect(NodeId from, NodeId to);
  void disconnect(NodeId from, NodeId to);  ///< unpeer
  void run_for(Duration time);

  /// Publishes the node's next number on a topic. False if its queues are full at the moment, or it does nothing.
  bool publish(NodeId node, const std::string& topic);
  /// Does something else with the node's core. False if the node does nothing at the moment.
  bool act(NodeId node, const std::function<void(Core&)>& action);
  void ping(NodeId from, NodeId to, size_t payload_size, Core::OnPong on_pong);
  /// Begins a clean end; core(node).idle() tells when it is over.
  void shut_down(NodeId node);

  // -- faults
  void cut_some_connection();
  /// The n-th read or write from now on fails, and with it its connection. 0: none.
  void fail_transfer(uint64_t n) { transfers_until_failure_ = n; }
  /// True once that has happened.
  bool transfer_failed() const { return transfers_until_failure_ == 0; }
  /// When the n-th timer from now on is due, its node does nothing at all for so long, timers included, as a process
  /// that is stopped or a machine that sleeps. 0: none.
  void delay_timer(uint64_t n, Duration by) {
    timers_until_delay_ = n;
    timer_delay_ = by;
  }
  /// The n-th timer that is armed from now on wakes its node right then, before it is due. 0: none.
  void hasten_timer(uint64_t n) { timers_until_haste_ = n; }
  /// True once one of these has happened.
  bool timer_failed() const { return timers_until_delay_ == 0 && timers_until_haste_ == 0; }
  /// Nodes of different groups neither connect nor hear each other, until heal().
  void partition(const std::set<NodeId>& group);
  void heal();
  void kill(NodeId node);
  void restart(NodeId node);  ///< with a new ID, the same address, and its former wishes
  /// The node reads at most one piece of bytes every so often; 0 ends that.
  void slow_down(NodeId node, Duration pause);

  // -- what came of it
  const std::vector<Seen>& seen(NodeId node) const;
  /// Name under which the node's messages appear in Seen; changes with every restart.
  std::string publisher(NodeId node) const;
  uint64_t published(const std::string& publisher) const;
  /// What had been published when the node got its first peer since it was started.
  uint64_t published_before(NodeId node, const std::string& publisher) const;
  Core& core(NodeId node);
  bool is_up(NodeId node) const;
  TimePoint now() const { return now_; }
  size_t nodes() const { return nodes_.size(); }
  std::mt19937_64& random() { return random_; }
  /// Does every node know what its peers want?
  bool filters_agree() const;
  uint64_t frames_delivered() const { return frames_delivered_; }
  /// Turns that loops have taken.
  uint64_t turns() const { return turns_; }

 private:
  struct Node;
  struct End;
  struct Connection;
  class SimWire;
  class SimTransport;
  class Recorder;

  void at(Duration delay, std::function<void()> action);
  Duration some_delay();
  void start(NodeId id);
  void turn(NodeId id);
  void resolved(NodeId from, uint64_t request);
  void establish(NodeId from, uint64_t request, uint16_t to_port);
  void pump(const std::shared_ptr<Connection>& connection, int side);
  void deliver(const std::shared_ptr<Connection>& connection, int side);
  void cut(const std::shared_ptr<Connection>& connection);
  bool separated(NodeId a, NodeId b) const;
  void wake(NodeId id, int incarnation);
  /// How long the node still does nothing; 0 if it works.
  Duration asleep(NodeId id) const;
  bool transfer_fails() { return transfers_until_failure_ > 0 && --transfers_until_failure_ == 0; }

  std::mt19937_64 random_;
  const Options options_;
  TimePoint now_{std::chrono::hours(1)};
  std::multimap<std::pair<TimePoint, uint64_t>, std::function<void()>> events_;
  uint64_t events_made_ = 0;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::set<NodeId> group_;
  std::map<std::string, uint64_t> published_;
  uint64_t frames_delivered_ = 0;
  uint64_t transfers_until_failure_ = 0;
  uint64_t timers_until_delay_ = 0, timers_until_haste_ = 0;
  Duration timer_delay_{};
  uint64_t turns_ = 0;
};

}  // namespace whimbrel
