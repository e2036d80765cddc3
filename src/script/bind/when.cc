#include "script/bind/when.h"

#include "script/bind/captures.h"
#include "script/bind/statements.h"
#include "script/run/records.h"
#include "script/run/runtime.h"
#include "script/run/trigger.h"

namespace whimbrel::script {

Flow When::exec(Frame& frame) const {
  auto trigger = make<Trigger>();
  trigger->condition = parts_.condition;
  trigger->body = parts_.body;
  trigger->timeout_body = parts_.timeout_body;
  trigger->globals = parts_.globals;
  trigger->where = where();
  if (parts_.timeout) trigger->timeout = std::max(0.0, parts_.timeout->eval_real(frame));

  auto own =
      std::make_unique<Frame>(frame.runtime, frame.function, nullptr, static_cast<size_t>(parts_.frame_size), &frame);
  for (const Capture& capture : parts_.captures) {
    if (!capture.inner) continue;
    own->cells[static_cast<size_t>(capture.inner->slot)] = captured_value(*capture.outer, capture.deep, frame);
  }
  for (const SymbolPtr& local : parts_.aggregates)
    own->cells[static_cast<size_t>(local->slot)] = make_empty(frame, local->type, local->attributes);
  trigger->frame = std::move(own);

  if (parts_.is_return) {
    trigger->is_return = true;
    trigger->caller = Ref<Trigger>(frame.trigger);
    trigger->caller_call = frame.call;
    frame.delayed = frame.trigger != nullptr;
  }
  frame.runtime.triggers().start(trigger);
  return parts_.is_return ? Flow::Return : Flow::Next;
}

void When::describe(Description& out) const {
  out.add(parts_.is_return ? "return when " : "when ");
  if (!parts_.captures.empty()) {
    out.add("[");
    describe_captures(out, parts_.captures, ", ");
    out.add("]");
  }
  out.add("(");
  parts_.condition->describe(out);
  out.add(") ");
  parts_.body->describe(out);
  if (!parts_.timeout) return;
  out.add(" timeout ");
  parts_.timeout->describe(out);
  out.add(" ");
  parts_.timeout_body->describe(out);
}

void When::visit_parts(Visitor& visitor) const {
  parts_.condition->visit(visitor);
  parts_.body->visit(visitor);
  if (!parts_.timeout) return;
  parts_.timeout->visit(visitor);
  parts_.timeout_body->visit(visitor);
}

}  // namespace whimbrel::script
