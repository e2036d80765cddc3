// Triggers: statements `when` that wait.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "script/model/symbol.h"
#include "script/run/frame.h"

namespace whimbrel::script {

/// What a `when` statement needs to wait: made by the statement each time it runs.
class Trigger : public Counted {
 public:
  ExprPtr condition;
  StmtPtr body, timeout_body;
  double timeout = -1;           ///< seconds; < 0: none
  std::vector<Symbol*> globals;  ///< used in condition, body and timeout
  std::unique_ptr<Frame> frame;  ///< captures and the condition's own locals
  Ref<FuncObject> closure;       ///< keeps what frame->closure points to
  Location where;
  // `return when`: where the result goes.
  Ref<Trigger> caller;
  const Expr* caller_call = nullptr;
  bool is_return = false;

  std::map<const Expr*, Cell> results;  ///< of calls that had to wait
  std::vector<Cell> found;              ///< aggregates that index expressions of the condition have met
  std::vector<Cell> watched_objects;
  uint64_t number = 0;  ///< in the order of starting
  bool done = false;
  bool pending = false;  ///< a call of the condition has not got its result yet
  bool waits_in_queue = false;
  bool delivered = false;  ///< a result has come since the condition has been evaluated last
};

class Triggers {
 public:
  explicit Triggers(Runtime& runtime) : runtime_(runtime) {}
  /// Evaluates the condition at once; runs the body if it holds, or parks the trigger.
  void start(Ref<Trigger> trigger);
  /// Evaluates those that something has happened to since. Once, after a drain.
  void process();
  bool has_pending() const { return !pending_.empty(); }
  /// A result that a trigger's condition waits for has come: evaluates it again soon.
  void deliver(Trigger& trigger, const Expr* call, Cell result);
  /// Is there a result already? Null if not.
  static const Cell* result_of(const Frame* caller, const Expr* call) {
    if (!caller || !caller->trigger || !call) [[likely]]
      return nullptr;
    const auto found = caller->trigger->results.find(call);
    return found == caller->trigger->results.end() ? nullptr : &found->second;
  }
  /// An index expression in a condition has found this aggregate.
  void watch(Trigger& trigger, const Cell& cell);
  void modified(const Object* object);
  void modified(const Symbol* symbol);
  /// At the end: those without time-out go silently.
  void drop_all();

 private:
  void park(const Ref<Trigger>& trigger);
  void watch_object(const Ref<Trigger>& trigger, const Cell& cell);
  bool is_watched(const void* object_or_symbol) const;
  void wake_watchers(const void* object_or_symbol);
  void forget(Trigger& trigger);
  void enqueue(const Ref<Trigger>& trigger);
  bool evaluate(Trigger& trigger);
  bool condition_holds(Trigger& trigger, Frame& frame);
  void finish(Trigger& trigger, const StmtPtr& body, Frame& frame);
  void add_timeout(const Ref<Trigger>& trigger);
  void time_out(Trigger& trigger);

  Runtime& runtime_;
  // By what is watched (an Object or a Symbol), then by age.
  std::map<std::pair<const void*, uint64_t>, Ref<Trigger>> watchers_;
  uint64_t started_ = 0;
  std::vector<Ref<Trigger>> pending_;
};

}  // namespace whimbrel::script
