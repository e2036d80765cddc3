// Node: one node of a cluster as a supervised process: started, heard, stopped, and started again when it has died.
#pragma once

#include <chrono>
#include <fstream>
#include <memory>
#include <string>

#include "../signals.h"
#include "base/child_process.h"
#include "layout.h"
#include "view.h"

namespace whimbrel::cluster {

using cli::TimePoint;
using std::chrono::seconds;

/// What all nodes are started with.
struct NodeSettings {
  std::vector<std::string> arguments;  ///< behind "whimbrel run"
  std::string folder;                  ///< below it, each node has one
  TimePoint::duration grace;           ///< from SIGTERM to SIGKILL
};

class Node {
 public:
  enum class State : uint8_t {
    Waiting,   ///< for others to be up first
    Starting,  ///< until it says that it is up
    Up,
    Restart,  ///< it died, and is started again after a while
    Stopping,
    Ended,
  };

  Node(const NodePlan& plan, size_t index, size_t expected_peers, const NodeSettings& settings, View& view);

  const NodePlan& plan() const { return plan_; }
  State state() const { return state_; }
  size_t peers() const { return peers_; }
  bool is_running() const { return state_ == State::Starting || state_ == State::Up || state_ == State::Stopping; }
  /// Up, and connected to all others that it should be.
  bool is_complete() const { return state_ == State::Up && peers_ == expected_peers_; }
  /// Whether others that wait for it may start: it is up, or will not be soon.
  bool is_settled(TimePoint now) const;
  /// Its last end was a bad one, or it had to be killed.
  bool has_failed() const { return has_failed_; }

  void start(TimePoint now);
  /// SIGTERM; SIGKILL follows in tick().
  void stop(TimePoint now);
  /// Reads what has come, and does what is due.
  void tick(TimePoint now);
  /// When tick() is to be called again, if nothing comes.
  std::optional<TimePoint> due() const;
  void add_descriptors(std::vector<int>& to) const;
  NodeRow row(TimePoint now) const;

 private:
  ProcessPlan process_plan() const;
  void read();
  void drain();
  void take_report(std::string_view line);
  void on_end(int status, TimePoint now);
  void restart_later(const std::string& why, TimePoint now);
  LinePipe::OnLine to(View::Stream stream, std::ofstream& log);

  const NodePlan plan_;
  const size_t index_, expected_peers_;
  const NodeSettings& settings_;
  View& view_;
  const std::string folder_;
  std::ofstream out_log_, err_log_;
  std::unique_ptr<ChildProcess> child_;
  BackOff back_off_;
  State state_ = State::Waiting;
  TimePoint started_, due_;  // due_: for the next start, or for SIGKILL
  uint64_t restarts_ = 0;
  size_t peers_ = 0;
  bool has_failed_ = false;
};

}  // namespace whimbrel::cluster
