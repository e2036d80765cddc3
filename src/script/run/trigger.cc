#include "script/run/trigger.h"

#include <utility>

#include "script/run/runtime.h"

namespace whimbrel::script {

void Triggers::start(Ref<Trigger> trigger) {
  if (trigger->is_return && !trigger->caller) {
    runtime_.reporter.error(trigger->where, "return trigger in context which does not allow delaying result");
    return;
  }
  trigger->number = started_++;
  // It outlives the call that it comes from.
  trigger->closure = trigger->frame->closure;
  trigger->frame->caller = nullptr;
  trigger->frame->trigger = nullptr;
  if (!evaluate(*trigger) && trigger->timeout >= 0) add_timeout(trigger);
}

void Triggers::process() {
  // Those that are woken meanwhile wait for the next time.
  const std::vector<Ref<Trigger>> pending = std::exchange(pending_, {});
  for (const Ref<Trigger>& trigger : pending) trigger->waits_in_queue = false;
  for (const Ref<Trigger>& trigger : pending) evaluate(*trigger);
}

void Triggers::deliver(Trigger& trigger, const Expr* call, Cell result) {
  if (trigger.done) return;
  trigger.delivered = true;
  trigger.pending = false;
  if (!result.is_set()) return;
  trigger.results.try_emplace(call, std::move(result));
  enqueue(&trigger);
}

void Triggers::watch(Trigger& trigger, const Cell& cell) {
  if (is_aggregate(cell.tag())) trigger.found.push_back(cell);
}

void Triggers::modified(const Object* object) { wake_watchers(object); }
void Triggers::modified(const Symbol* symbol) { wake_watchers(symbol); }

void Triggers::wake_watchers(const void* object_or_symbol) {
  for (auto it = watchers_.lower_bound({object_or_symbol, 0}); it != watchers_.end(); ++it) {
    if (it->first.first != object_or_symbol) return;
    enqueue(it->second);
  }
}

void Triggers::drop_all() {
  for (auto& [key, trigger] : watchers_) trigger->done = true;
  for (const Ref<Trigger>& trigger : pending_) trigger->done = true;
  watchers_.clear();
  pending_.clear();
}

void Triggers::enqueue(const Ref<Trigger>& trigger) {
  if (std::exchange(trigger->waits_in_queue, true)) return;
  pending_.push_back(trigger);
}

bool Triggers::evaluate(Trigger& trigger) {
  if (trigger.done) return true;
  if (trigger.pending) return false;
  const Ref<Trigger> keep(&trigger);
  forget(trigger);
  Frame frame(*trigger.frame);  // so that no evaluation sees what another one has left in the variables
  if (condition_holds(trigger, frame)) {
    finish(trigger, trigger.body, frame);
    return true;
  }
  if (!trigger.pending) park(keep);
  return false;
}

bool Triggers::condition_holds(Trigger& trigger, Frame& frame) {
  trigger.found.clear();
  trigger.delivered = false;
  frame.trigger = &trigger;
  bool holds = false;
  try {
    const Cell value = trigger.condition->eval(frame);
    holds = value.is_set() && value.as_bool();
  } catch (const Interrupt&) {
    // Reported, and counts as false.
  } catch (const Suspended&) {
    trigger.pending = !trigger.delivered;
  }
  frame.trigger = nullptr;
  return holds;
}

void Triggers::finish(Trigger& trigger, const StmtPtr& body, Frame& frame) {
  trigger.done = true;
  forget(trigger);
  Cell result;
  try {
    if (body && body->exec(frame) == Flow::Return) result = std::move(frame.result);
  } catch (const Interrupt&) {
    // Reported, and ends the body.
  } catch (const Suspended&) {
    // Waiting is for conditions.
  }
  if (const Ref<Trigger> caller = std::exchange(trigger.caller, nullptr)) deliver(*caller, trigger.caller_call, result);
  trigger.found.clear();
  trigger.results.clear();
}

void Triggers::add_timeout(const Ref<Trigger>& trigger) {
  // While the clock has not been set, the time-out starts once it is.
  const bool clock_stands = runtime_.network_time() == 0;
  runtime_.add_timer(runtime_.network_time() + trigger->timeout, [this, trigger, clock_stands](bool) {
    if (clock_stands && runtime_.network_time() != 0 && !trigger->done)
      add_timeout(trigger);
    else
      time_out(*trigger);
  });
}

void Triggers::time_out(Trigger& trigger) {
  if (trigger.done) return;
  Frame frame(*trigger.frame);
  finish(trigger, trigger.timeout_body, frame);
}

void Triggers::park(const Ref<Trigger>& trigger) {
  for (Symbol* const symbol : trigger->globals) {
    symbol->watched = true;
    watchers_.try_emplace({symbol, trigger->number}, trigger);
    watch_object(trigger, symbol->value);
  }
  for (const Cell& cell : trigger->frame->cells) watch_object(trigger, cell);
  if (trigger->closure)
    for (const Cell& cell : trigger->closure->captures) watch_object(trigger, cell);
  for (const Cell& cell : trigger->found) watch_object(trigger, cell);
}

void Triggers::watch_object(const Ref<Trigger>& trigger, const Cell& cell) {
  if (!is_aggregate(cell.tag())) return;
  Object* const object = cell.object();
  if (!watchers_.try_emplace({object, trigger->number}, trigger).second) return;
  object->watched = true;
  trigger->watched_objects.push_back(cell);
}

void Triggers::forget(Trigger& trigger) {
  for (Symbol* const symbol : trigger.globals) {
    watchers_.erase({symbol, trigger.number});
    symbol->watched = is_watched(symbol);
  }
  for (const Cell& cell : std::exchange(trigger.watched_objects, {})) {
    watchers_.erase({cell.object(), trigger.number});
    cell.object()->watched = is_watched(cell.object());
  }
}

bool Triggers::is_watched(const void* object_or_symbol) const {
  const auto it = watchers_.lower_bound({object_or_symbol, 0});
  return it != watchers_.end() && it->first.first == object_or_symbol;
}

}  // namespace whimbrel::script
