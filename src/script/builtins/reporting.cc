// Messages that scripts write (module Reporter).
#include <syslog.h>

#include <cstdlib>

#include "script/builtins/registry.h"
#include "script/builtins/weirds.h"
#include "script/model/describe.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

namespace {

Location place_of(const BuiltinCall& call) { return call.expression ? call.expression->where() : Location{}; }

/// Messages are C strings: one with a NUL in it is an error, and gets lost.
std::string message_of(const BuiltinCall& call) {
  const std::string& text = call.arguments[0].string();
  if (text.find('\0') == std::string::npos) return text;
  call.runtime.reporter.error(place_of(call), "string with embedded NUL: \"" + escaped(text) + '"');
  return "<string-with-NUL>";
}

Cell info(BuiltinCall& call) {
  call.runtime.reporter.info(place_of(call), message_of(call));
  return Cell::boolean(true);
}

Cell warning(BuiltinCall& call) {
  call.runtime.reporter.warning(place_of(call), message_of(call));
  return Cell::boolean(true);
}

Cell error(BuiltinCall& call) {
  call.runtime.reporter.error(place_of(call), message_of(call));
  return Cell::boolean(true);
}

Cell fatal(BuiltinCall& call) { call.runtime.reporter.fatal(place_of(call), message_of(call)); }

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
