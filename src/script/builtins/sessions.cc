// Functions on connections, packets and their analysis. There are none, so they do what they do in the reference for
// connections that nobody knows.
#include "script/builtins/reflection.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

Cell no(BuiltinCall&) { return Cell::boolean(false); }
Cell yes(BuiltinCall&) { return Cell::boolean(true); }
Cell nothing(BuiltinCall&) { return {}; }
Cell zero(BuiltinCall&) { return Cell::count(0); }
Cell no_time(BuiltinCall&) { return Cell::interval(0); }
Cell unknown_data(BuiltinCall&) { return string_cell("<unknown>"); }
Cell no_matches(BuiltinCall& call) { return result_vector(call, "mime_matches"); }

Ref<RecordObject> empty_end(const BuiltinCall& call) {
  auto end = result_record(call, "endpoint");
  for (const std::string_view field : {"size", "state", "flow_label"}) set_field(*end, field, Cell::count(0));
  return end;
}

/// One of which nothing is known.
Cell lookup_connection(BuiltinCall& call) {
  builtin_error(call, "connection ID not a known connection", 0);
  auto id = result_record(call, "conn_id");
  for (const std::string_view field : {"orig_h", "resp_h"}) set_field(*id, field, addr_cell(Address::v4(0, 0, 0, 0)));
  for (const std::string_view field : {"orig_p", "resp_p"}) set_field(*id, field, Cell::port(0, kUdpPort));
  auto connection = result_record(call, "connection");
  set_field(*connection, "id", id);
  for (const std::string_view field : {"orig", "resp"}) set_field(*connection, field, empty_end(call));
  set_field(*connection, "start_time", Cell::time(0));
  set_field(*connection, "duration", Cell::interval(0));
  for (const std::string_view field : {"history", "uid"}) set_field(*connection, field, string_cell(""));
  return connection;
}

Cell get_conn_transport_proto(BuiltinCall& call) {
  builtin_error(call, "unknown connection id in get_conn_transport_proto()", 0);
  return enum_cell(call.runtime, "unknown_transport");
}

Cell decode_base64_conn(BuiltinCall& call) {
  builtin_error(call, "connection ID not a known connection", 0);
  return string_cell("");
}

Cell get_contents_file(BuiltinCall& call) {
  builtin_error(call, "unknown connection id in get_contents_file()", 0);
  return {};
}

Cell disable_analyzer(BuiltinCall& call) {
  if (call.arguments[2].as_bool()) builtin_error(call, "cannot find connection", 0);
  return Cell::boolean(false);
}

}  // namespace

void add_session_builtins(Registry& registry) {
  registry.add("lookup_connection(cid: conn_id): connection", lookup_connection);
  registry.add("decode_base64_conn(cid: conn_id, s: string, a: string &default=\"\"): string", decode_base64_conn);
  registry.add("get_conn_transport_proto(cid: conn_id): transport_proto", get_conn_transport_proto);
  registry.add("get_orig_seq(cid: conn_id): count", zero);
  registry.add("get_resp_seq(cid: conn_id): count", zero);
  registry.add("set_inactivity_timeout(cid: conn_id, t: interval): interval", no_time);
  registry.add("get_login_state(cid: conn_id): count", zero);
  registry.add("set_login_state(cid: conn_id, new_state: count): bool", no);
  registry.add("set_record_packets(cid: conn_id, do_record: bool): bool", no);
  registry.add("set_contents_file(cid: conn_id, direction: count, f: file): bool", no);
  registry.add("get_contents_file(cid: conn_id, direction: count): file", get_contents_file);
  registry.add("skip_further_processing(cid: conn_id): bool", no);
  registry.add("skip_http_entity_data(c: connection, is_orig: bool): any", nothing);
  registry.add("skip_smtp_data(c: connection): any", nothing);
  registry.add("set_ssl_established(c: connection): any", nothing);
  registry.add("set_file_handle(handle: string): any", nothing);
  registry.add(
      "match_signatures(c: connection, pattern_type: int, s: string, bol: bool, eol: bool, from_orig: bool, "
      "clear: bool): bool",
      no);
  registry.add(
      "disable_analyzer(cid: conn_id, aid: count, err_if_no_conn: bool &default=T, prevent: bool &default=F): bool",
      disable_analyzer);
  registry.add("dump_current_packet(file_name: string): bool", no);
  registry.add("dump_packet(pkt: pcap_packet, file_name: string): bool", no);
  registry.add("identify_data(data: string, return_mime: bool &default=T): string", unknown_data);
  registry.add("file_magic(data: string): mime_matches", no_matches);
  registry.add("have_spicy_analyzers(): bool", no);
  registry.add("is_protocol_analyzer(atype: AllAnalyzers::Tag): bool", no);
  registry.add("is_packet_analyzer(atype: AllAnalyzers::Tag): bool", no);
  registry.add("is_file_analyzer(atype: AllAnalyzers::Tag): bool", no);
  for (const auto* const signature : {"install_src_addr_filter(ip: addr, tcp_flags: count, prob: double): bool",
                                      "install_src_net_filter(snet: subnet, tcp_flags: count, prob: double): bool",
                                      "install_dst_addr_filter(ip: addr, tcp_flags: count, prob: double): bool",
                                      "install_dst_net_filter(snet: subnet, tcp_flags: count, prob: double): bool"})
    registry.add(signature, yes);
  for (const auto* const signature :
       {"uninstall_src_addr_filter(ip: addr): bool", "uninstall_src_net_filter(snet: subnet): bool",
        "uninstall_dst_addr_filter(ip: addr): bool", "uninstall_dst_net_filter(snet: subnet): bool"})
    registry.add(signature, no);
}

}  // namespace whimbrel::script
