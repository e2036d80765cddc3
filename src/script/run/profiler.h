// Profiler: where the time of scripts goes: calls, total and own time for each body of a function, event or hook and
// for each built-in function; and for each way of calls that led there, for flame graphs. It costs a look at the clock
// at both ends of each call; without one, a call looks at a pointer only.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "script/model/function.h"

namespace whimbrel::script {

class Profiler {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = Clock::duration;

  Profiler() : start_(Clock::now()) {}

  /// For as long as a call lasts. `body`: null for built-in functions.
  class Call {
   public:
    Call(Profiler& profiler, const Function& function, const Body* body) : profiler_(profiler) {
      profiler_.enter(function, body);
    }
    ~Call() { profiler_.leave(); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    Profiler& profiler_;
  };

  /// A line for each body and built-in function that has been called, that with most own time first.
  std::string table() const;
  /// "zeek_init;f;g 123": the microseconds of own time at the end of each way of calls.
  std::string folded_stacks() const;

 private:
  struct Row {
    const Function* function;
    const Body* body;
    uint64_t calls = 0;
    unsigned active = 0;  // calls that have not returned: of a recursion, the outermost one counts for the total
    Duration total{}, own{};
  };
  struct Node {  // a way of calls
    const Function* function = nullptr;
    std::map<const Function*, std::unique_ptr<Node>> callees;
    Duration own{};
  };
  struct Level {
    Row* row;
    Node* node;
    Clock::time_point entered;
  };

  void enter(const Function& function, const Body* body);
  void leave();
  void charge(Clock::time_point now);
  Node& callee(Node& caller, const Function& function);
  static void add_stacks(const Node& node, const std::string& above, std::string& text);

  Clock::time_point start_;
  Clock::time_point charged_;  // up to here, time has been added to rows
  std::vector<Level> levels_;
  std::unordered_map<const void*, Row> rows_;  // by body, or built-in function
  Node root_;
  size_t nodes_ = 0;
};

}  // namespace whimbrel::script
