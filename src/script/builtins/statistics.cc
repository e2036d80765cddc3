// Counters. What has no counterpart here, such as connections, stays 0.
#include <sys/resource.h>

#include "script/builtins/reflection.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

/// A record of counters, all 0.
Ref<RecordObject> zeros(const BuiltinCall& call, std::string_view type) {
  auto record = result_record(call, type);
  record->cells.resize(record->type->fields.size());
  for (size_t i = 0; i < record->cells.size(); ++i) {
    Cell& cell = record->cells[i];
    const Field& field = record->type->fields[i];
    if (!cell.is_set() && field.type->tag() == Tag::Count && !has(field.attributes, AttributeKind::Optional))
      cell = Cell::count(0);
  }
  return record;
}

template <const char* kType>
Cell no_statistics(BuiltinCall& call) {
  return zeros(call, kType);
}
constexpr char kNet[] = "NetStats", kConn[] = "ConnStats", kReassembler[] = "ReassemblerStats", kDns[] = "DNSStats",
               kTimer[] = "TimerStats", kFiles[] = "FileAnalysisStats", kThread[] = "ThreadStats", kGap[] = "GapStats",
               kMatcher[] = "MatcherStats";

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

struct ProcessStart {
  double time = 0;
};

Cell get_proc_stats(BuiltinCall& call) {
  auto record = zeros(call, "ProcStats");
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const double now = call.runtime.host.wall_clock();
  double& start = call.runtime.state<ProcessStart>().time;
  if (start == 0) start = now;
  const auto number = [&](std::string_view field, long n) {
    set_field(*record, field, Cell::count(static_cast<uint64_t>(n)));
  };
  set_field(*record, "debug", Cell::boolean(false));
  set_field(*record, "start_time", Cell::time(start));
  set_field(*record, "real_time", Cell::interval(now - start));
  set_field(*record, "user_time", Cell::interval(seconds(usage.ru_utime)));
  set_field(*record, "system_time", Cell::interval(seconds(usage.ru_stime)));
  number("mem", usage.ru_maxrss * 1024);
  number("minor_faults", usage.ru_minflt);
  number("major_faults", usage.ru_majflt);
  number("num_swap", usage.ru_nswap);
  number("blocking_input", usage.ru_inblock);
  number("blocking_output", usage.ru_oublock);
  number("num_context", usage.ru_nivcsw);
  return record;
}

}  // namespace

std::vector<const Function*> called_events(const Runtime& runtime) {
  std::vector<const Function*> events;
  for (const auto& [name, symbol] : runtime.symbols.all()) {
    const Function* const function = symbol->function();
    if (function && function->name == name && function->type->flavour == Flavour::Event && function->calls > 0)
      events.push_back(function);
  }
  return events;
}

uint64_t times_called(const Function& event) { return event.calls / std::max<size_t>(1, event.bodies.size()); }

namespace {

Cell get_event_stats(BuiltinCall& call) {
  uint64_t dispatched = 0;
  for (const Function* const event : called_events(call.runtime)) dispatched += times_called(*event);
  auto record = zeros(call, "EventStats");
  set_field(*record, "queued", Cell::count(dispatched));
  set_field(*record, "dispatched", Cell::count(dispatched));
  return record;
}

Cell get_event_handler_stats(BuiltinCall& call) {
  auto all = make<TableObject>(Ref<TableType>(named_type(call.runtime, "EventNameStats")->as_table()));
  for (const Function* const event : called_events(call.runtime)) {
    auto record = result_record(call, "EventNameCounter");
    set_field(*record, "name", string_cell(event->name));
    set_field(*record, "times_called", Cell::count(times_called(*event)));
    all->assign({record}, {});
  }
  return all;
}

/// One matcher for each pattern that is a key.
Cell table_pattern_matcher_stats(BuiltinCall& call) {
  const Cell& cell = call.arguments[0];
  if (cell.tag() != Tag::Table || !cell.as<TableObject>().type->pattern_index()) {
    builtin_error(call, "table_pattern_matcher_stats() requires a table[pattern] argument");
    return {};
  }
  auto record = zeros(call, kMatcher);
  set_field(*record, "matchers", Cell::count(cell.as<TableObject>().size()));
  return record;
}

}  // namespace

void add_statistics_builtins(Registry& registry) {
  registry.add("table_pattern_matcher_stats(tbl: any): MatcherStats", with_one_argument<table_pattern_matcher_stats>);
  registry.begin("stats.bif");
  registry.add("get_net_stats(): NetStats", no_statistics<kNet>);
  registry.add("get_conn_stats(): ConnStats", no_statistics<kConn>);
  registry.add("get_proc_stats(): ProcStats", get_proc_stats);
  registry.add("get_event_stats(): EventStats", get_event_stats);
  registry.add("get_event_handler_stats(): EventNameStats", get_event_handler_stats);
  registry.add("get_reassembler_stats(): ReassemblerStats", no_statistics<kReassembler>);
  registry.add("get_dns_stats(): DNSStats", no_statistics<kDns>);
  registry.add("get_timer_stats(): TimerStats", no_statistics<kTimer>);
  registry.add("get_file_analysis_stats(): FileAnalysisStats", no_statistics<kFiles>);
  registry.add("get_thread_stats(): ThreadStats", no_statistics<kThread>);
  registry.add("get_gap_stats(): GapStats", no_statistics<kGap>);
  registry.add("get_matcher_stats(): MatcherStats", no_statistics<kMatcher>);
}

}  // namespace whimbrel::script
