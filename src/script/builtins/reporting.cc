// Messages that scripts write (module Reporter).
#include "script/builtins/registry.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

namespace {

Location place_of(const BuiltinCall& call) { return call.expression ? call.expression->where() : Location{}; }

Cell info(BuiltinCall& call) {
  call.runtime.reporter.info(place_of(call), call.arguments[0].string());
  return Cell::boolean(true);
}

Cell warning(BuiltinCall& call) {
  call.runtime.reporter.warning(place_of(call), call.arguments[0].string());
  return Cell::boolean(true);
}

Cell error(BuiltinCall& call) {
  call.runtime.reporter.error(place_of(call), call.arguments[0].string());
  return Cell::boolean(true);
}

Cell fatal(BuiltinCall& call) { call.runtime.reporter.fatal(place_of(call), call.arguments[0].string()); }

Cell fatal_with_core(BuiltinCall& call) {
  try {
    fatal(call);
  } catch (const ExitProcess&) {
    call.runtime.host.flush();
  }
  std::abort();
}

/// Something odd that a script has seen: raised as an event of that family, with all arguments.
template <const char* kEvent>
Cell weird(BuiltinCall& call) {
  call.runtime.raise(kEvent, {call.arguments.begin(), call.arguments.end()});
  return Cell::boolean(true);
}

constexpr char kNetWeird[] = "net_weird", kConnWeird[] = "conn_weird", kFileWeird[] = "file_weird";

Cell flow_weird(BuiltinCall& call) {
  const auto& a = call.arguments;
  call.runtime.raise("flow_weird", {a[0], a[1], a[2], a[3], a[4]});
  return Cell::boolean(true);
}

}  // namespace

void add_reporter_builtins(Registry& registry) {
  registry.begin("reporter.bif");
  registry.add("Reporter::info(msg: string): bool", info);
  registry.add("Reporter::warning(msg: string): bool", warning);
  registry.add("Reporter::error(msg: string): bool", error);
  registry.add("Reporter::fatal(msg: string): bool", fatal);
  registry.add("Reporter::fatal_error_with_core(msg: string): bool", fatal_with_core);
  registry.add("Reporter::net_weird(name: string, addl: string &default=\"\", source: string &default=\"\"): bool",
               weird<kNetWeird>);
  registry.add(
      "Reporter::flow_weird(name: string, orig: addr, resp: addr, addl: string &default=\"\", source: string "
      "&default=\"\"): bool",
      flow_weird);
  registry.add(
      "Reporter::conn_weird(name: string, c: connection, addl: string &default=\"\", source: string &default=\"\"): "
      "bool",
      weird<kConnWeird>);
  registry.add(
      "Reporter::file_weird(name: string, f: fa_file, addl: string &default=\"\", source: string &default=\"\"): bool",
      weird<kFileWeird>);
}

}  // namespace whimbrel::script
