// Messages that scripts write (module Reporter).
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "script/builtins/registry.h"
#include "script/model/describe.h"
#include "script/model/table.h"
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

// -- weirds: of those that come again and again only some become events

/// How often something odd has been seen, since when.
struct WeirdCount {
  uint64_t seen = 0;
  double since = 0;
};
struct WeirdCounts {
  std::map<std::string, WeirdCount> by_key;
};
constexpr size_t kMostCounts = 100000;  // then all start anew

bool is_listed(Runtime& runtime, const char* option, const Cell& name) {
  const Cell names = runtime.value_of(option);
  return names.tag() == Tag::Table && names.as<TableObject>().find(std::array{name}) != nullptr;
}

uint64_t count_option(Runtime& runtime, const char* option) {
  const Cell value = runtime.value_of(option);
  return value.is_set() ? value.as_count() : 0;
}

/// All up to a threshold, then one of many, for a while.
bool is_among_samples(Runtime& runtime, const std::string& key) {
  auto& counts = runtime.state<WeirdCounts>().by_key;
  if (counts.size() >= kMostCounts) counts.clear();
  WeirdCount& count = counts[key];
  const Cell duration = runtime.value_of("Weird::sampling_duration");
  const double now = runtime.network_time();
  if (count.seen > 0 && duration.is_set() && now - count.since >= duration.as_double()) count = {};
  if (count.seen++ == 0) count.since = now;
  const uint64_t threshold = count_option(runtime, "Weird::sampling_threshold");
  if (count.seen <= threshold) return true;
  const uint64_t rate = count_option(runtime, "Weird::sampling_rate");
  return rate > 0 && (count.seen - threshold) % rate == 0;
}

/// Becomes an event, counted by its name, and by `what` if it is of a family that is.
bool is_wanted(Runtime& runtime, const Cell& name, const std::string& what = {}) {
  if (is_listed(runtime, "Weird::sampling_whitelist", name)) return true;
  const bool is_global = what.empty() || is_listed(runtime, "Weird::sampling_global_list", name);
  return is_among_samples(runtime, is_global ? name.string() : what + " " + name.string());
}

Cell net_weird(BuiltinCall& call) {
  if (is_wanted(call.runtime, call.arguments[0]))
    call.runtime.raise("net_weird", {call.arguments.begin(), call.arguments.end()});
  return Cell::boolean(true);
}

/// Something odd that a script has seen: raised as an event of that family, with all arguments.
template <const char* kEvent>
Cell weird(BuiltinCall& call) {
  call.runtime.raise(kEvent, {call.arguments.begin(), call.arguments.end()});
  return Cell::boolean(true);
}

constexpr char kConnWeird[] = "conn_weird", kFileWeird[] = "file_weird";

Cell flow_weird(BuiltinCall& call) {
  const auto& a = call.arguments;
  if (is_wanted(call.runtime, a[0], text_of(a[1]) + " " + text_of(a[2])))
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
               net_weird);
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
