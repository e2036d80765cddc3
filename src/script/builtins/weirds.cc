#include "script/builtins/weirds.h"

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "script/builtins/support.h"
#include "script/model/describe.h"
#include "script/model/table.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

namespace {

/// How often something odd has been seen, since when.
struct WeirdCount {
  uint64_t seen = 0;
  double since = 0;
};
constexpr size_t kMostCounts = 100000;  // then all start anew

struct Weirds {
  /// By name, "threshold"; from the options Weird::sampling_* until a script sets them.
  std::map<std::string, Cell, std::less<>> settings;
  std::map<std::string, WeirdCount> by_key;
  std::map<std::string, uint64_t> by_name;  ///< all of them, wanted or not
  uint64_t total = 0;
};

constexpr char kWhitelist[] = "whitelist", kGlobalList[] = "global_list", kThreshold[] = "threshold", kRate[] = "rate",
               kDuration[] = "duration";

Cell& setting(Runtime& runtime, const char* name) {
  Cell& value = runtime.state<Weirds>().settings[name];
  if (!value.is_set()) value = runtime.value_of("Weird::sampling_" + std::string(name));
  return value;
}

bool is_listed(Runtime& runtime, const char* list, const Cell& name) {
  const Cell names = setting(runtime, list);
  return names.tag() == Tag::Table && names.as<TableObject>().find(std::array{name}) != nullptr;
}

uint64_t count_setting(Runtime& runtime, const char* name) {
  const Cell value = setting(runtime, name);
  return value.is_set() ? value.as_count() : 0;
}

// -- of weirds that come again and again only some become events

/// All up to a threshold, then one of many, for a while.
bool is_among_samples(Runtime& runtime, const std::string& key) {
  auto& counts = runtime.state<Weirds>().by_key;
  if (counts.size() >= kMostCounts) counts.clear();
  WeirdCount& count = counts[key];
  const Cell duration = setting(runtime, kDuration);
  const double now = runtime.network_time();
  if (count.seen > 0 && duration.is_set() && now - count.since >= duration.as_double()) count = {};
  if (count.seen++ == 0) count.since = now;
  const uint64_t threshold = count_setting(runtime, kThreshold);
  if (count.seen <= threshold) return true;
  const uint64_t rate = count_setting(runtime, kRate);
  return rate > 0 && (count.seen - threshold) % rate == 0;
}

/// Becomes an event, counted by its name, and by `what` if it is of a family that is.
bool is_wanted(Runtime& runtime, const Cell& name, const std::string& what = {}) {
  if (is_listed(runtime, kWhitelist, name)) return true;
  const bool is_global = what.empty() || is_listed(runtime, kGlobalList, name);
  return is_among_samples(runtime, is_global ? name.string() : what + " " + name.string());
}

void note(Runtime& runtime, const Cell& name) {
  auto& weirds = runtime.state<Weirds>();
  ++weirds.total;
  if (weirds.by_name.size() < kMostCounts || weirds.by_name.contains(name.string())) ++weirds.by_name[name.string()];
}

Cell net_weird(BuiltinCall& call) {
  note(call.runtime, call.arguments[0]);
  if (is_wanted(call.runtime, call.arguments[0]))
    call.runtime.raise("net_weird", {call.arguments.begin(), call.arguments.end()});
  return Cell::boolean(true);
}

/// Something odd that a script has seen: raised as an event of that family, with all arguments.
template <const char* kEvent>
Cell weird(BuiltinCall& call) {
  note(call.runtime, call.arguments[0]);
  call.runtime.raise(kEvent, {call.arguments.begin(), call.arguments.end()});
  return Cell::boolean(true);
}

constexpr char kConnWeird[] = "conn_weird", kFileWeird[] = "file_weird";

Cell flow_weird(BuiltinCall& call) {
  const auto& a = call.arguments;
  note(call.runtime, a[0]);
  if (is_wanted(call.runtime, a[0], text_of(a[1]) + " " + text_of(a[2])))
    call.runtime.raise("flow_weird", {a[0], a[1], a[2], a[3], a[4]});
  return Cell::boolean(true);
}

// -- what scripts ask and set

template <const char* kName>
Cell get_setting(BuiltinCall& call) {
  return deep_copy(setting(call.runtime, kName));
}

template <const char* kName>
Cell set_setting(BuiltinCall& call) {
  setting(call.runtime, kName) = deep_copy(call.arguments[0]);
  return Cell::boolean(true);
}

Cell get_reporter_stats(BuiltinCall& call) {
  const auto& weirds = call.runtime.state<Weirds>();
  auto record = result_record(call, "ReporterStats");
  const TypePtr& type = record->type->fields[static_cast<size_t>(record->type->index_of("weirds_by_type"))].type;
  auto by_name = make<TableObject>(Ref<TableType>(type->as_table()));
  for (const auto& [name, seen] : weirds.by_name) by_name->assign({string_cell(name)}, Cell::count(seen));
  set_field(*record, "weirds", Cell::count(weirds.total));
  set_field(*record, "weirds_by_type", by_name);
  return record;
}

template <const char* kName>
void add_setting(Registry& registry, std::string_view get, std::string_view set) {
  registry.add(get, get_setting<kName>);
  registry.add(set, set_setting<kName>);
}

}  // namespace

void add_weird_builtins(Registry& registry) {
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
  add_setting<kWhitelist>(registry, "Reporter::get_weird_sampling_whitelist(): string_set",
                          "Reporter::set_weird_sampling_whitelist(weird_sampling_whitelist: string_set): bool");
  add_setting<kGlobalList>(registry, "Reporter::get_weird_sampling_global_list(): string_set",
                           "Reporter::set_weird_sampling_global_list(weird_sampling_global_list: string_set): bool");
  add_setting<kThreshold>(registry, "Reporter::get_weird_sampling_threshold(): count",
                          "Reporter::set_weird_sampling_threshold(weird_sampling_threshold: count): bool");
  add_setting<kRate>(registry, "Reporter::get_weird_sampling_rate(): count",
                     "Reporter::set_weird_sampling_rate(weird_sampling_rate: count): bool");
  add_setting<kDuration>(registry, "Reporter::get_weird_sampling_duration(): interval",
                         "Reporter::set_weird_sampling_duration(weird_sampling_duration: interval): bool");
  registry.begin("stats.bif");
  registry.add("get_reporter_stats(): ReporterStats", get_reporter_stats);
}

}  // namespace whimbrel::script
