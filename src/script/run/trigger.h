// Triggers: statements `when` that wait (language.md 1.14).
#pragma once

#include <map>
#include <memory>
#include <set>
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
  double timeout = -1;                       ///< seconds; < 0: none
  std::vector<Symbol*> globals;              ///< used in condition, body and timeout
  std::unique_ptr<Frame> frame;              ///< captures and the condition's own locals
  Location where;
  // `return when`: where the result goes.
  Ref<Trigger> caller;
  const Expr* caller_call = nullptr;
  bool is_return = false;

  std::map<const Expr*, Cell> results;       ///< of calls that had to wait
  std::set<const Expr*> awaited;             ///< calls that have been started
  std::vector<const Object*> watched_objects;
  bool done = false, pending = false, waits_in_queue = false;
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
  /// An index expression in a condition has found this aggregate.
  void watch(Trigger& trigger, const Cell& cell);
  void modified(const void* object_or_symbol);
  /// At the end: those without time-out go silently.
  void drop_all();

 private:
  void park(Ref<Trigger> trigger);
  bool evaluate(Trigger& trigger);
  void finish(Trigger& trigger, const StmtPtr& body);

  Runtime& runtime_;
  std::multimap<const void*, Ref<Trigger>> watchers_;
  std::vector<Ref<Trigger>> pending_;
};

}  // namespace whimbrel::script
