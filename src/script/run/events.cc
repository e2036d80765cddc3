// The queue of events, and groups of event handlers.
#include "script/run/all_events.h"
#include "script/run/runtime.h"
#include "script/run/trigger.h"

namespace whimbrel::script {
namespace {

constexpr int kRoundsOfDrain = 2;

void set_field(RecordObject& record, std::string_view field, Cell value) {
  const int place = record.type->index_of(field);
  if (place >= 0) record.cells[static_cast<size_t>(place)] = std::move(value);
}

// What new_event() tells of a parameter and its argument.
Cell argument_record(const Ref<RecordType>& type, const Field& parameter, const Cell& argument) {
  auto record = make<RecordObject>(type);
  record->cells.resize(type->fields.size());
  set_field(*record, "name", string_cell(parameter.name));
  set_field(*record, "type", string_cell(text_of(*parameter.type)));
  set_field(*record, "value", argument);
  return record;
}

// Takes the oldest event from the queue when it has been dispatched.
class Taken {
 public:
  explicit Taken(EventQueue& queue) : queue_(queue) {}
  ~Taken() { queue_.pop(); }

 private:
  EventQueue& queue_;
};

// Says which event is dispatched, for as long as it is.
class Current {
 public:
  Current(const Event*& current, const Event* event) : current_(current), before_(current) { current_ = event; }
  ~Current() { current_ = before_; }

 private:
  const Event*& current_;
  const Event* before_;
};

}  // namespace

Function* Runtime::event(std::string_view name) const {
  const Symbol* const symbol = symbols.find(name);
  Function* const function = symbol ? symbol->function() : nullptr;
  return function && function->type->flavour == Flavour::Event ? function : nullptr;
}

void Runtime::raise(std::string_view name, std::vector<Cell> arguments) {
  Function* const handler = event(name);
  if (handler && (!handler->bodies.empty() || state<AllEvents>().are_raised)) queue(handler, std::move(arguments));
}

void Runtime::drain() {
  raise("event_queue_flush_point", {});
  const Function* observer = event("new_event");
  if (observer && observer->bodies.empty()) observer = nullptr;
  for (int round = 0; round < kRoundsOfDrain && !queue_.empty(); ++round) {
    // What the handlers raise belongs to the next round.
    for (size_t left = queue_.size(); left > 0; --left) {
      const Taken taken(queue_);
      dispatch(queue_.front(), observer);
    }
  }
  triggers_->process();
}

void Runtime::dispatch(const Event& event, const Function* observer) {
  const Current now(current_event_, &event);
  if (!event.handler->auto_publish.empty() && event.origin == Origin::Here && on_auto_publish) on_auto_publish(event);
  try {
    if (observer && observer != event.handler.get()) report_new_event(event, *observer);
    if (!event.handler->bodies.empty()) call_bodies(*event.handler, nullptr, event.arguments, nullptr, nullptr);
  } catch (const Interrupt&) {
    // Wrong arguments; reported.
  }
}

void Runtime::report_new_event(const Event& event, const Function& observer) {
  const bool is_for_nobody = event.handler->bodies.empty() && event.handler->auto_publish.empty();
  if (is_for_nobody && !state<AllEvents>().are_raised) return;
  const Symbol* const vector_type = symbols.find("call_argument_vector");
  if (!vector_type || !vector_type->type->as_vector()) return;
  auto parameters = make<VectorObject>(Ref<VectorType>(vector_type->type->as_vector()));
  const Ref<RecordType> record_type(parameters->type->yield->as_record());
  const std::vector<Field>& fields = event.handler->type->parameters->fields;
  for (size_t i = 0; i < fields.size(); ++i)
    parameters->cells.push_back(
        argument_record(record_type, fields[i], i < event.arguments.size() ? event.arguments[i] : Cell()));
  const Cell arguments[] = {string_cell(event.handler->name), Cell(parameters)};
  call_bodies(observer, nullptr, arguments, nullptr, nullptr);
}

bool Runtime::has_group(const std::string& name) const { return groups_.contains(name); }

bool Runtime::enable_group(const std::string& name, bool enable) {
  const auto group = groups_.find(name);
  if (group == groups_.end()) return false;
  if (group->second == enable) return true;
  group->second = enable;
  for (const auto& [symbol_name, symbol] : symbols.all()) {
    Function* const function = symbol->function();
    if (!function || symbol_name != function->name) continue;  // variables that hold it, too
    for (Body& body : function->bodies)
      for (const std::string& other : body.groups)
        if (other == name) body.disabled_groups += enable ? -1 : 1;
    function->find_simple_body();
  }
  return true;
}

}  // namespace whimbrel::script
