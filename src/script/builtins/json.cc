#include "script/builtins/json.h"

namespace whimbrel::script {

void add_json_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("to_json(val: any, only_loggable: bool &default=F, field_escape_pattern: pattern &default=/^_/): string",
               to_json);
  registry.add("from_json_default_key_mapper(s: string): string", [](BuiltinCall& call) { return call.arguments[0]; });
  registry.add(
      "from_json(s: string, t: any, key_func: string_mapper &default=from_json_default_key_mapper): from_json_result",
      from_json);
}

}  // namespace whimbrel::script
