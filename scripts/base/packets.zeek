##! What scripts name, set and handle for the packet engine, which this program does not have: types, options and events
##! that nobody raises. So a script for packets loads here as well.
module GLOBAL;

export {
	# -- options

	const ignore_checksums = F &redef;
	option ignore_checksums_nets: set[subnet] = {};
	const partial_connection_ok = T &redef;
	const tcp_SYN_ack_ok = T &redef;
	const tcp_match_undelivered = T &redef;
	const tcp_SYN_timeout = 5secs &redef;
	const tcp_session_timer = 6secs &redef;
	const tcp_connection_linger = 5secs &redef;
	const tcp_attempt_delay = 5secs &redef;
	const tcp_close_delay = 5secs &redef;
	const tcp_reset_delay = 100msecs &redef;
	const tcp_partial_close_delay = 3secs &redef;
	const tcp_inactivity_timeout = 5min &redef;
	const udp_inactivity_timeout = 1min &redef;
	const icmp_inactivity_timeout = 1min &redef;
	const unknown_ip_inactivity_timeout = 1min &redef;
	const tcp_storm_thresh = 1000 &redef;
	const tcp_storm_interarrival_thresh = 1sec &redef;
	const tcp_max_initial_window = 16384 &redef;
	const tcp_max_above_hole_without_any_acks = 16384 &redef;
	const tcp_excessive_data_without_further_acks = 10485760 &redef;
	const tcp_max_old_segments = 0 &redef;
	const tcp_content_delivery_ports_orig: table[port] of bool = {} &redef;
	const tcp_content_delivery_ports_resp: table[port] of bool = {} &redef;
	const tcp_content_deliver_all_orig = F &redef;
	const tcp_content_deliver_all_resp = F &redef;
	const udp_content_delivery_ports_orig: table[port] of bool = {} &redef;
	const udp_content_delivery_ports_resp: table[port] of bool = {} &redef;
	const udp_content_ports: table[port] of bool = {} &redef;
	const udp_content_deliver_all_orig = F &redef;
	const udp_content_deliver_all_resp = F &redef;
	const udp_content_delivery_ports_use_resp = F &redef;
	const non_analyzed_lifetime = 0secs &redef;
	const frag_timeout = 0.0secs &redef;
	const dns_session_timeout = 10secs &redef;
	const dns_skip_auth: set[addr] &redef;
	const dns_skip_addl: set[addr] &redef;
	const dns_skip_all_auth = T &redef;
	const dns_skip_all_addl = T &redef;
	const dns_max_queries = 25 &redef;
	const rpc_timeout = 24secs &redef;
	const ntp_session_timeout = 5min &redef;
	const use_conn_size_analyzer = T &redef;
	const detect_filtered_trace = F &redef;
	const report_gaps_for_partial = F &redef;
	const truncate_http_URI = -1 &redef;
	const skip_http_data = F &redef;
	const http_entity_data_delivery_size = 1500 &redef;
	const sig_max_group_size = 50 &redef;
	const likely_server_ports: set[port] &redef;
	const dpd_buffer_size = 1024 &redef;
	const dpd_max_packets = 100 &redef;
	const dpd_match_only_beginning = T &redef;
	const dpd_late_match_stop = F &redef;
	const dpd_ignore_ports = F &redef;
	const dpd_reassemble_first_packets = T &redef;
	const load_sample_freq = 20 &redef;
	const expensive_profiling_multiple = 0 &redef;
	const segment_profiling = F &redef;
	const record_all_packets = F &redef;
	const encap_hdr_size = 0 &redef;
	const stp_delta: interval &redef;
	const bits_per_uid: count = 96 &redef;
	const global_hash_seed: string = "" &redef;
	const default_file_timeout_interval: interval = 2mins &redef;
	const default_file_bof_buffer_size: count = 4096 &redef;
	const mmdb_dir: string = "" &redef;
	const mmdb_city_db: string = "GeoLite2-City.mmdb" &redef;
	const mmdb_country_db: string = "GeoLite2-Country.mmdb" &redef;
	const mmdb_asn_db: string = "GeoLite2-ASN.mmdb" &redef;
	const mmdb_stale_check_interval: interval = 5min &redef;

	# -- types

	type flow_id: record {
		src_h: addr;
		src_p: port;
		dst_h: addr;
		dst_p: port;
	} &log;

	type endpoint_stats: record {
		num_pkts: count;
		num_rxmit: count;
		num_rxmit_bytes: count;
		num_in_order: count;
		num_OO: count;
		num_repl: count;
		endian_type: count;
	};

	type AnalyzerID: count;

	type icmp_info: record {
		v6: bool;
		itype: count;
		icode: count;
		len: count;
		ttl: count;
	};

	type icmp_context: record {
		id: conn_id;
		len: count;
		proto: count;
		frag_offset: count;
		bad_hdr_len: bool;
		bad_checksum: bool;
		MF: bool;
		DF: bool;
	};

	type icmp_hdr: record {
		icmp_type: count;
	};

	type tcp_hdr: record {
		sport: port;
		dport: port;
		seq: count;
		ack: count;
		hl: count;
		dl: count;
		reserved: count;
		flags: count;
		win: count;
	};

	type udp_hdr: record {
		sport: port;
		dport: port;
		ulen: count;
	};

	type ip4_hdr: record {
		hl: count;
		tos: count;
		len: count;
		id: count;
		DF: bool;
		MF: bool;
		offset: count;
		ttl: count;
		p: count;
		sum: count;
		src: addr;
		dst: addr;
	};

	type ip6_hdr: record {
		class: count;
		flow: count;
		len: count;
		nxt: count;
		hlim: count;
		src: addr;
		dst: addr;
	};

	type pkt_hdr: record {
		ip: ip4_hdr &optional;
		ip6: ip6_hdr &optional;
		tcp: tcp_hdr &optional;
		udp: udp_hdr &optional;
		icmp: icmp_hdr &optional;
	};

	type mime_header_rec: record {
		original_name: string;
		name: string;
		value: string;
	};
	type mime_header_list: table[count] of mime_header_rec;

	type http_stats_rec: record {
		num_requests: count;
		num_replies: count;
		request_version: double;
		reply_version: double;
	};

	type http_message_stat: record {
		start: time;
		interrupted: bool;
		finish_msg: string;
		body_length: count;
		content_gap_length: count;
		header_length: count;
	};

	type dns_msg: record {
		id: count;
		opcode: count;
		rcode: count;
		QR: bool;
		AA: bool;
		TC: bool;
		RD: bool;
		RA: bool;
		Z: count;
		AD: bool;
		CD: bool;
		num_queries: count;
		num_answers: count;
		num_auth: count;
		num_addl: count;
	};

	type dns_answer: record {
		answer_type: count;
		query: string;
		qtype: count;
		qclass: count;
		TTL: interval;
	};

	type dns_mapping: record {
		creation_time: time;
		req_host: string;
		req_addr: addr;
		valid: bool;
		hostname: string;
		addrs: addr_set;
	};

	type signature_state: record {
		sig_id: string;
		conn: connection;
		is_orig: bool;
		payload_size: count;
	};
}

module Analyzer;
export {
	type Tag: enum {
		ANALYZER_DHCP,
		ANALYZER_DNS,
		ANALYZER_FTP,
		ANALYZER_HTTP,
		ANALYZER_IRC,
		ANALYZER_KRB,
		ANALYZER_MQTT,
		ANALYZER_MYSQL,
		ANALYZER_NTP,
		ANALYZER_POP3,
		ANALYZER_RDP,
		ANALYZER_SIP,
		ANALYZER_SMB,
		ANALYZER_SMTP,
		ANALYZER_SNMP,
		ANALYZER_SSH,
		ANALYZER_SSL,
		ANALYZER_SYSLOG
	};
}

module PacketAnalyzer;
export {
	type Tag: enum { ANALYZER_ETHERNET, ANALYZER_ICMP, ANALYZER_IP, ANALYZER_TCP, ANALYZER_UDP };
}

module Files;
export {
	type Tag: enum {
		ANALYZER_DATA_EVENT,
		ANALYZER_ENTROPY,
		ANALYZER_EXTRACT,
		ANALYZER_MD5,
		ANALYZER_OCSP_REPLY,
		ANALYZER_OCSP_REQUEST,
		ANALYZER_PE,
		ANALYZER_SHA1,
		ANALYZER_SHA256,
		ANALYZER_X509
	};
}

module GLOBAL;
export {
	type files_tag_set: set[Files::Tag];
}
