// Calls of functions, hooks, events and built-in functions.
//
// A function with one body is the common case, and is called without any allocation: its arguments are evaluated into
// the cells of its frame. Everything else goes through call_bodies().
#include <algorithm>
#include <memory>

#include "script/run/runtime.h"
#include "script/run/trigger.h"

namespace whimbrel::script {
namespace {

bool keeps_arguments(const Body& body) { return body.assigns_parameters || !body.places.empty(); }

void keep_arguments(Frame& frame, std::span<const Cell> arguments) {
  frame.entry_arguments = std::make_shared<const std::vector<Cell>>(arguments.begin(), arguments.end());
}

bool yields_value(const FuncType& type) { return type.yield && type.yield->tag() != Tag::Void; }

// The body's cells that `arguments` go to.
void place_arguments(FrameCells& cells, const Body& body, std::span<const Cell> arguments) {
  const size_t wanted = std::min(static_cast<size_t>(body.parameters), cells.size());
  for (size_t i = 0; i < wanted; ++i) {
    const size_t place = i < body.places.size() ? static_cast<size_t>(body.places[i]) : i;
    if (place < arguments.size()) cells[i] = arguments[place];
  }
}

// Recursion has used up the stack. It ends everything up to the event handler: were hooks to go on with their next
// bodies, and defaults of tables to be reported missing, that would happen again at each of the many levels.
struct TooManyCalls : Interrupt {};

// What a call in a script gives: a cell, or the number in it.
struct TakeCell {
  static constexpr bool kThrowsNoValue = false;
  static Cell from(Cell&& result) { return std::move(result); }
};
struct TakeWord {
  static constexpr bool kThrowsNoValue = true;
  static uint64_t from(const Cell& result) {
    if (!result.is_set()) throw NoValue{};
    return result.word();
  }
};

Cell hook_result(bool broke) { return Cell::boolean(!broke); }

}  // namespace

// -- parts of each call

inline void Runtime::check_stack(Frame* caller, const Expr* expression) {
  if (static_cast<const char*>(__builtin_frame_address(0)) < stack_end_) [[unlikely]]
    report_deep_stack(caller, expression);
}

inline Flow Runtime::run_body(Frame& frame) {
  ++const_cast<Function*>(frame.function)->calls;
  if (profiler) [[unlikely]]
    return run_profiled(frame);
  return frame.body->code->exec(frame);
}

Flow Runtime::run_profiled(Frame& frame) {
  const Profiler::Call measured(*profiler, *frame.function, frame.body);
  return frame.body->code->exec(frame);
}

inline Cell&& Runtime::function_result(Frame& frame, Flow flow) {
  if (frame.delayed) [[unlikely]]
    throw Suspended{};
  if (flow != Flow::Return || !frame.result.is_set()) [[unlikely]]
    warn_of_no_value(*frame.function);
  return std::move(frame.result);
}

void Runtime::warn_of_no_value(const Function& function) {
  if (!yields_value(*function.type)) return;
  reporter.warning(Location{}, "non-void function returning without a value: " + function.name);
}

// -- calls

Cell Runtime::call(FuncObject& object, std::vector<Cell> arguments, Frame* caller, const Expr* expression) {
  if (const Cell* const result = Triggers::result_of(caller, expression)) return *result;
  const Ref<FuncObject> keep(&object);
  const Function& function = *object.function;
  if (function.builtin) return call_builtin(function, arguments, caller ? *caller : top_frame_, expression);
  return call_bodies(function, &object, arguments, caller, expression);
}

template <class Take>
inline auto Runtime::call_from(FuncObject& object, const CallSite& site, Frame& caller) {
  if (const Cell* const result = Triggers::result_of(&caller, &site.expression)) [[unlikely]]
    return Take::from(Cell(*result));
  const Body* const body = object.function->simple_body;
  if (!body || site.arguments.size() > static_cast<size_t>(body->parameters)) [[unlikely]]
    return Take::from(call_other(object, site, caller));
  const Ref<FuncObject> keep(&object);
  const auto size = static_cast<size_t>(body->frame_size);
  Frame frame(*this, object.function.get(), body, FrameCells::Room{size}, &caller, &object, &site.expression);
  check_stack(&caller, &site.expression);
  for (const ExprPtr& argument : site.arguments) {
    const Tag tag = argument->type()->tag();
    if (Take::kThrowsNoValue && is_word(tag))
      frame.cells.add([&] { return Cell::word_of(tag, argument->eval_word(caller)); });
    else if (!frame.cells.add([&] { return argument->eval(caller); }).is_set())
      return Take::from({});
  }
  frame.cells.fill(size);
  if (body->assigns_parameters) [[unlikely]]
    keep_arguments(frame, {frame.cells.data(), static_cast<size_t>(body->parameters)});
  return Take::from(function_result(frame, run_body(frame)));
}

Cell Runtime::call(FuncObject& object, const CallSite& site, Frame& caller) {
  return call_from<TakeCell>(object, site, caller);
}

uint64_t Runtime::call_word(FuncObject& object, const CallSite& site, Frame& caller) {
  return call_from<TakeWord>(object, site, caller);
}

// Apart from call(), so that deep recursion does not need the stack for it.
Cell Runtime::call_other(FuncObject& object, const CallSite& site, Frame& caller) {
  const Ref<FuncObject> keep(&object);
  const Function& function = *object.function;
  FrameCells values(FrameCells::Room{site.arguments.size()});
  for (const ExprPtr& argument : site.arguments)
    if (!values.add([&] { return argument->eval(caller); }).is_set()) return {};
  if (function.builtin) return call_builtin(function, values.cells(), caller, &site.expression);
  return call_bodies(function, &object, values.cells(), &caller, &site.expression);
}

Cell Runtime::call_safely(FuncObject& function, std::vector<Cell> arguments, Frame* caller) {
  try {
    return call(function, std::move(arguments), caller);
  } catch (const TooManyCalls&) {
    if (caller) throw;
    return {};
  } catch (const Interrupt&) {
    return {};
  }
}

Cell Runtime::call_bodies(const Function& function, FuncObject* closure, std::span<const Cell> arguments, Frame* caller,
                          const Expr* expression) {
  const Flavour flavour = function.type->flavour;
  check_stack(caller, expression);
  if (arguments.size() > function.type->parameters->fields.size()) {
    if (expression) reporter.expression_error(*expression, "too many arguments for function call");
    reporter.error(Location{}, "too many arguments for function call: " + function.name);
    throw Interrupt{};
  }
  for (const Body& body : function.bodies) {
    if (body.disabled_groups > 0) continue;
    Frame frame(*this, &function, &body, static_cast<size_t>(body.frame_size), caller, closure, expression);
    place_arguments(frame.cells, body, arguments);
    if (keeps_arguments(body)) keep_arguments(frame, arguments);
    try {
      const Flow flow = run_body(frame);
      if (flavour == Flavour::Function) return function_result(frame, flow);
      if (flavour == Flavour::Hook && (flow == Flow::Break || frame.broke)) return hook_result(true);
    } catch (const TooManyCalls&) {
      if (caller || flavour == Flavour::Function) throw;
    } catch (const Interrupt&) {
      if (flavour == Flavour::Function) throw;
      // It has been reported, and ends this body only.
    }
  }
  return flavour == Flavour::Hook ? hook_result(false) : Cell();
}

namespace {

/// A container that is used as one of other types may hand out what the binder could not know of.
bool are_as_declared(const Function& function, std::span<const Cell> arguments) {
  const std::vector<Field>& parameters = function.type->parameters->fields;
  const size_t count = std::min(arguments.size(), parameters.size());
  for (size_t i = 0; i < count; ++i) {
    const Tag is = arguments[i].tag(), wanted = parameters[i].type->tag();
    if (is != wanted && is_object_tag(wanted) && arguments[i].is_set()) return false;
  }
  return true;
}

}  // namespace

Cell Runtime::call_builtin(const Function& function, std::span<const Cell> arguments, Frame& caller,
                           const Expr* expression) {
  check_stack(&caller, expression);
  ++const_cast<Function&>(function).calls;
  if (expression && !are_as_declared(function, arguments)) [[unlikely]]
    reporter.expression_error(*expression, "incompatible \"any\" type");
  BuiltinCall call{*this, caller, arguments, expression};
  std::optional<Profiler::Call> measured;
  if (profiler) [[unlikely]]
    measured.emplace(*profiler, function, nullptr);
  return function.builtin(call);
}

void Runtime::report_deep_stack(Frame* caller, const Expr* expression) {
  try {
    if (expression && caller) reporter.runtime_error(*caller, *expression, "too many nested calls");
    reporter.error(caller && caller->statement ? caller->statement->where() : Location{}, "too many nested calls");
  } catch (const Interrupt&) {
    // That is what reporting such errors ends with.
  }
  throw TooManyCalls{};
}

}  // namespace whimbrel::script
