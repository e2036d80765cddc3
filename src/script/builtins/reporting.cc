// Messages that scripts write (module Reporter).
#include <syslog.h>

#include <cstdlib>

#include "script/builtins/registry.h"
#include "script/builtins/weirds.h"
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

Cell to_syslog(BuiltinCall& call) {
  openlog("zeek", 0, LOG_LOCAL5);
  ::syslog(LOG_NOTICE, "%s", call.arguments[0].string().c_str());
  return {};
}

}  // namespace

void add_reporter_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("syslog(s: string): any", to_syslog);
  registry.begin("reporter.bif");
  registry.add("Reporter::info(msg: string): bool", info);
  registry.add("Reporter::warning(msg: string): bool", warning);
  registry.add("Reporter::error(msg: string): bool", error);
  registry.add("Reporter::fatal(msg: string): bool", fatal);
  registry.add("Reporter::fatal_error_with_core(msg: string): bool", fatal_with_core);
  add_weird_builtins(registry);
}

}  // namespace whimbrel::script
