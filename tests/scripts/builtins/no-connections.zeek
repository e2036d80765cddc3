# env: ZEEK_ALLOW_INIT_ERRORS=1
# Functions on connections and their analysis: none is known, so they do nothing, and say so.
redef allow_network_time_forward = F;
redef log_rotate_base_time = "0:10";
const id = conn_id($orig_h=1.2.3.4, $orig_p=1/tcp, $resp_h=5.6.7.8, $resp_p=2/tcp);
global c: connection;
event zeek_init()
	{
	c = lookup_connection(id);
	print c;
	print get_conn_transport_proto(id), decode_base64_conn(id, "YWJj");
	print get_orig_seq(id), get_resp_seq(id), set_inactivity_timeout(id, 5min), get_login_state(id), set_login_state(id, 1);
	print set_record_packets(id, T), set_contents_file(id, 1, open("/dev/null")), skip_further_processing(id);
	print disable_analyzer(id, 1);
	print disable_analyzer(id, 1, F), dump_current_packet("p"), dump_packet(get_current_packet(), "p");
	print identify_data("GIF89a"), identify_data("x", F), file_magic("GIF89a"), have_spicy_analyzers();
	print is_protocol_analyzer(AllAnalyzers::ANALYZER_NONE), is_packet_analyzer(AllAnalyzers::ANALYZER_NONE), is_file_analyzer(AllAnalyzers::ANALYZER_NONE);
	print install_src_addr_filter(1.2.3.4, 0, 0.5), install_src_net_filter(1.2.3.0/24, 0, 0.5), install_dst_addr_filter(1.2.3.4, 0, 0.5), install_dst_net_filter(1.2.3.0/24, 0, 0.5);
	print uninstall_src_addr_filter(1.2.3.4), uninstall_src_net_filter(1.2.3.0/24), uninstall_dst_addr_filter(1.2.3.4), uninstall_dst_net_filter(1.2.3.0/24);
	print match_signatures(c, 0, "x", T, T, T, F);
	skip_http_entity_data(c, T);
	skip_smtp_data(c);
	set_ssl_established(c);
	set_file_handle("x");
	}
event zeek_init() &priority=-1
	{
	set_network_time(double_to_time(1000000000.0));
	print calc_next_rotate(1hr), calc_next_rotate(1day);
	}
event zeek_init() &priority=-2
	{
	get_contents_file(id, 1);
	}
