// Switching processing and groups of handlers; functions about packets, of which there are none.
#include "script/builtins/reflection.h"
#include "script/builtins/support.h"
#include "script/run/all_events.h"

namespace whimbrel::script {

namespace {

// -- suspending: only packets would wait

struct Processing {
  uint64_t suspended = 0;  // how many times
};

Cell generate_all_events(BuiltinCall& call) {
  call.runtime.state<AllEvents>().are_raised = true;
  return Cell::boolean(true);
}

Cell suspend_processing(BuiltinCall& call) {
  if (call.runtime.state<Processing>().suspended++ == 0) call.runtime.reporter.info(Location{}, "processing suspended");
  return {};
}

Cell continue_processing(BuiltinCall& call) {
  uint64_t& suspended = call.runtime.state<Processing>().suspended;
  if (suspended > 0 && --suspended == 0) call.runtime.reporter.info(Location{}, "processing continued");
  return {};
}

Cell is_processing_suspended(BuiltinCall& call) {
  return Cell::boolean(call.runtime.state<Processing>().suspended > 0);
}

// -- groups of handlers

std::string attribute_group(const BuiltinCall& call) { return string_argument(call, 0); }
std::string module_group(const BuiltinCall& call) { return group_of_module(string_argument(call, 0)); }

template <std::string (*kGroup)(const BuiltinCall&), bool kEnable>
Cell switch_group(BuiltinCall& call) {
  if (call.runtime.enable_group(kGroup(call), kEnable)) return Cell::boolean(true);
  builtin_error(call, "no such event group: " + string_argument(call, 0));
  return Cell::boolean(false);
}

template <std::string (*kGroup)(const BuiltinCall&)>
Cell has_group(BuiltinCall& call) {
  return Cell::boolean(call.runtime.has_group(kGroup(call)));
}

// -- packets

Cell no(BuiltinCall&) { return Cell::boolean(false); }
Cell nothing(BuiltinCall&) { return {}; }
Cell current_analyzer(BuiltinCall&) { return Cell::count(0); }

template <const char* kType>
Cell unset_record(BuiltinCall& call) {
  auto record = make<RecordObject>(Ref<RecordType>(named_type(call.runtime, kType)->as_record()));
  record->cells.resize(record->type->fields.size());
  return record;
}
constexpr char kPacketSource[] = "PacketSource", kPacketHeader[] = "raw_pkt_hdr", kPacket[] = "pcap_packet";

}  // namespace

void add_processing_builtins(Registry& registry) {
  registry.add("suspend_processing(): any", suspend_processing);
  registry.add("continue_processing(): any", continue_processing);
  registry.add("is_processing_suspended(): bool", is_processing_suspended);
  registry.add("generate_all_events(): bool", generate_all_events);
  registry.add("enable_event_group(group: string): bool", switch_group<attribute_group, true>);
  registry.add("disable_event_group(group: string): bool", switch_group<attribute_group, false>);
  registry.add("has_event_group(group: string): bool", has_group<attribute_group>);
  registry.add("enable_module_events(module_name: string): bool", switch_group<module_group, true>);
  registry.add("disable_module_events(module_name: string): bool", switch_group<module_group, false>);
  registry.add("has_module_events(group: string): bool", has_group<module_group>);
  registry.add("packet_source(): PacketSource", unset_record<kPacketSource>);
  registry.add("get_current_packet(): pcap_packet", unset_record<kPacket>);
  registry.add("get_current_packet_header(): raw_pkt_hdr", unset_record<kPacketHeader>);
  registry.add("connection_exists(c: conn_id): bool", no);
  registry.add("current_analyzer(): count", current_analyzer);
  registry.add("do_profiling(): any", nothing);
}

}  // namespace whimbrel::script
