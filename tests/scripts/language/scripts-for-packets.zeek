# Scripts for packets load: their options, types and events are known, even if nobody raises the events.
redef ignore_checksums = T;
redef tcp_inactivity_timeout = 1min;
redef likely_server_ports += { 80/tcp };
redef dpd_ignore_ports = T;
event connection_established(c: connection) { print c$id; }
event new_packet(c: connection, p: pkt_hdr) { print p$ip$src, p?$tcp; }
event http_request(c: connection, method: string, original_URI: string, unescaped_URI: string, version: string) { }
event http_message_done(c: connection, is_orig: bool, stat: http_message_stat) { print stat$body_length; }
event dns_request(c: connection, msg: dns_msg, query: string, qtype: count, qclass: count) { print query; }
event mime_all_headers(c: connection, hlist: mime_header_list) { print hlist[1]$name; }
event signature_match(state: signature_state, msg: string, data: string) { print state$sig_id; }
event file_new(f: fa_file) { print f$id; }
event file_hash(f: fa_file, kind: string, hash: string) { }
event no_such_event() { }
function is_http(tag: Analyzer::Tag): bool { return tag == Analyzer::ANALYZER_HTTP; }
event zeek_init()
	{
	print ignore_checksums, tcp_inactivity_timeout, likely_server_ports, use_conn_size_analyzer;
	print is_http(Analyzer::ANALYZER_HTTP), Files::ANALYZER_MD5, PacketAnalyzer::ANALYZER_TCP;
	}
