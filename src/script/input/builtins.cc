#include "script/input/builtins.h"

#include "script/input/manager.h"

namespace whimbrel::script {

namespace {

input::Manager& manager(const BuiltinCall& call) { return input::Manager::of(call.runtime); }

Cell create_table_stream(BuiltinCall& call) {
  return Cell::boolean(manager(call).add_table(call.runtime, call.arguments[0].as<RecordObject>()));
}

Cell create_event_stream(BuiltinCall& call) {
  return Cell::boolean(manager(call).add_event(call.runtime, call.arguments[0].as<RecordObject>()));
}

Cell create_analysis_stream(BuiltinCall& call) {
  call.runtime.reporter.error(Location{}, "Input::add_analysis: there is no file analysis in this program");
  return Cell::boolean(false);
}

Cell remove_stream(BuiltinCall& call) {
  return Cell::boolean(manager(call).remove(call.runtime, call.arguments[0].string()));
}

Cell force_update(BuiltinCall& call) {
  return Cell::boolean(manager(call).update(call.runtime, call.arguments[0].string()));
}

}  // namespace

void add_input_builtins(Registry& registry) {
  registry.begin("input.bif");
  registry.add("Input::__create_table_stream(description: Input::TableDescription): bool", create_table_stream);
  registry.add("Input::__create_event_stream(description: Input::EventDescription): bool", create_event_stream);
  registry.add("Input::__create_analysis_stream(description: Input::AnalysisDescription): bool",
               create_analysis_stream);
  registry.add("Input::__remove_stream(id: string): bool", remove_stream);
  registry.add("Input::__force_update(id: string): bool", force_update);
}

}  // namespace whimbrel::script
