// Node: a supervised process: started, heard, stopped, and started again when it has ended by itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/child_process.h"
#include "script/model/objects.h"

namespace whimbrel::script::supervisor {

using TimePoint = std::chrono::steady_clock::time_point;

class Node {
 public:
  /// What it is told about.
  struct Listener {
    std::function<void(const Node& node, std::string_view line, bool is_error)> on_line;
    std::function<void(const Node& node)> on_start;
    std::function<void(const std::string& text)> warn;
  };
  Node(std::string name, Ref<RecordObject> configuration, ProcessPlan plan, const Listener& listener);

  const std::string& name() const { return name_; }
  const Ref<RecordObject>& configuration() const { return configuration_; }
  std::optional<pid_t> pid() const;  ///< while it runs

  void start(TimePoint now);
  /// Asks it to end; what does not in time is killed.
  void stop(TimePoint now);
  void restart(TimePoint now);
  /// What there is to do now. True if there was something.
  bool work(TimePoint now);
  /// It was stopped, and has ended.
  bool is_gone() const { return is_stopped_ && !child_; }
  /// Readable when it has ended; -1: it does not run.
  int end_descriptor() const { return child_ ? child_->end_descriptor() : -1; }

 private:
  bool read(bool to_end);
  void end(int status, TimePoint now);
  void start_later(const std::string& why, TimePoint now);

  const std::string name_;
  const Ref<RecordObject> configuration_;
  const ProcessPlan plan_;
  const Listener& listener_;
  std::unique_ptr<ChildProcess> child_;
  BackOff back_off_;
  TimePoint started_;
  std::optional<TimePoint> kill_at_, start_at_;
  bool is_stopped_ = false, is_restarted_ = false;
};

}  // namespace whimbrel::script::supervisor
