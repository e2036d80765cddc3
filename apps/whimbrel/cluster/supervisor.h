// Supervisor: starts the nodes of a cluster in order, keeps them running, and stops them in the reverse order.
//
// Nodes of one type start together, once those of the types before are up; likewise they stop together.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "../signals.h"
#include "layout.h"
#include "node.h"
#include "view.h"

namespace whimbrel::cluster {

class Supervisor {
 public:
  Supervisor(const Layout& layout, NodeSettings settings, View& view);

  /// Until it is asked to stop, or all nodes have ended by themselves. Whether all of them ended well.
  bool run(const cli::Signals& signals);

 private:
  void start_next(TimePoint now);
  void stop_next(TimePoint now);
  void begin_stop(TimePoint now);
  void tell_if_complete();
  void show(TimePoint now);
  void wait(const cli::Signals& signals, TimePoint now) const;
  bool has_ended() const;

  const NodeSettings settings_;
  View& view_;
  std::vector<std::unique_ptr<Node>> nodes_;  // in the order of starting
  bool is_stopping_ = false, is_complete_ = false;
  TimePoint next_rows_;
  std::vector<std::pair<Node::State, size_t>> shown_;  // of each node, the state and how many peers it has
};

}  // namespace whimbrel::cluster
