##! What every script may count on, also in bare mode: types, options and events of the core.
module GLOBAL;

export {
	# -- containers with short names; built-in functions take and return these

	type index_vec: vector of count;
	type string_vec: vector of string;
	type any_vec: vector of any;
	type double_vec: vector of double;
	type addr_vec: vector of addr;
	type subnet_vec: vector of subnet;
	type addr_set: set[addr];
	type subnet_set: set[subnet];
	type string_set: set[string];
	type count_set: set[count];
	type int_set: set[int];
	type interval_set: set[interval];
	type string_array: table[count] of string;
	type table_string_of_string: table[string] of string;
	type table_string_of_count: table[string] of count;
	type string_any_table: table[string] of any;
	type bool_vec: vector of bool;
	type string_mapper: function(s: string): string;
	type x509_opaque_vector: vector of opaque of x509;

	# -- what events carry

	type call_argument: record {
		name: string;
		type: string;
		default_val: any &optional;
		value: any &optional;
	};
	type call_argument_vector: vector of call_argument;

	type TableChange: enum {
		TABLE_ELEMENT_NEW,
		TABLE_ELEMENT_CHANGED,
		TABLE_ELEMENT_REMOVED,
		TABLE_ELEMENT_EXPIRED
	};

	# -- connections: no runtime without packets makes any, but signatures name the types

	type transport_proto: enum { unknown_transport, tcp, udp, icmp };

	type conn_id: record {
		orig_h: addr;
		orig_p: port;
		resp_h: addr;
		resp_p: port;
	} &log;

	type endpoint: record {
		size: count;
		state: count;
		num_pkts: count &optional;
		num_bytes_ip: count &optional;
		flow_label: count;
		l2_addr: string &optional;
	};

	type connection: record {
		id: conn_id;
		orig: endpoint;
		resp: endpoint;
		start_time: time;
		duration: interval;
		service: set[string];
		history: string;
		uid: string;
		vlan: int &optional;
		inner_vlan: int &optional;
	};

	type ftp_port: record {
		h: addr;
		p: port;
		valid: bool;
	};

	type fa_file: record {
		id: string;
		parent_id: string &optional;
		source: string;
		is_orig: bool &optional;
		conns: table[conn_id] of connection &optional;
		last_active: time;
		seen_bytes: count &default=0;
		total_bytes: count &optional;
		missing_bytes: count &default=0;
		overflow_bytes: count &default=0;
		timeout_interval: interval &default=2min;
		bof_buffer_size: count &default=4096;
		bof_buffer: string &optional;
	};

	type string_any_file_hook: hook(f: fa_file, e: any, str: string);

	type mime_match: record {
		strength: int;
		mime: string;
	};
	type mime_matches: vector of mime_match;

	type fa_metadata: record {
		mime_type: string &optional;
		mime_types: mime_matches &optional;
		inferred: bool &default=T;
	};

	type pcap_packet: record {
		ts_sec: count;
		ts_usec: count;
		caplen: count;
		len: count;
		data: string;
	};

	type l2_hdr: record {
		len: count;
		cap_len: count;
		src: string &optional;
		dst: string &optional;
		vlan: count &optional;
		inner_vlan: count &optional;
		eth_type: count &optional;
	};
	type raw_pkt_hdr: record {
		l2: l2_hdr;
	};

	type geo_location: record {
		country_code: string &optional;
		region: string &optional;
		city: string &optional;
		latitude: double &optional;
		longitude: double &optional;
	} &log;

	type geo_autonomous_system: record {
		number: count &optional;
		organization: string &optional;
	} &log;

	type PacketSource: record {
		live: bool;
		path: string &optional;
		link_type: int;
		netmask: count;
	};

	# -- results of built-in functions

	type entropy_test_result: record {
		entropy: double;
		chi_square: double;
		mean: double;
		monte_carlo_pi: double;
		serial_correlation: double;
	};

	type rotate_info: record {
		old_name: string;
		new_name: string;
		open: time;
		close: time;
	};

	type var_sizes: table[string] of count;

	type script_id: record {
		type_name: string;
		exported: bool;
		constant: bool;
		enum_constant: bool;
		option_value: bool;
		redefinable: bool;
		broker_backend: bool;
		value: any &optional;
	};
	type id_table: table[string] of script_id;

	type record_field: record {
		type_name: string;
		log: bool;
		value: any &optional;
		default_val: any &optional;
		optional: bool;
	};
	type record_field_table: table[string] of record_field;

	type BacktraceElement: record {
		function_name: string;
		function_args: call_argument_vector;
		file_location: string &optional;
		line_location: count &optional;
	};
	type Backtrace: vector of BacktraceElement;

	type from_json_result: record {
		v: any &optional;
		valid: bool &default=F;
	};

	type sw_params: record {
		min_strlen: count &default=3;
		sw_variant: count &default=0;
	};
	type sw_align: record {
		str: string;
		index: count;
	};
	type sw_align_vec: vector of sw_align;
	type sw_substring: record {
		str: string;
		aligns: sw_align_vec;
		new: bool;
	};
	type sw_substring_vec: vector of sw_substring;

	# -- what becomes of addresses that are to stay secret

	type IPAddrAnonymization: enum {
		KEEP_ORIG_ADDR,
		SEQUENTIALLY_NUMBERED,
		RANDOM_MD5,
		PREFIX_PRESERVING_A50,
		PREFIX_PRESERVING_MD5
	};
	type IPAddrAnonymizationClass: enum { ORIG_ADDR, RESP_ADDR, OTHER_ADDR };

	## How anonymize_addr() treats each class. A host gets the same address in all classes that are treated alike.
	const orig_addr_anonymization = PREFIX_PRESERVING_MD5 &redef;
	const resp_addr_anonymization = PREFIX_PRESERVING_MD5 &redef;
	const other_addr_anonymization = PREFIX_PRESERVING_MD5 &redef;

	# -- counters

	type NetStats: record {
		pkts_recvd: count &default=0;
		pkts_dropped: count &default=0;
		pkts_link: count &default=0;
		bytes_recvd: count &default=0;
		pkts_filtered: count &optional;
	};
	type ConnStats: record {
		total_conns: count;
		current_conns: count;
		sess_current_conns: count;
		num_packets: count;
		num_fragments: count;
		max_fragments: count;
		num_tcp_conns: count;
		max_tcp_conns: count;
		cumulative_tcp_conns: count;
		num_udp_conns: count;
		max_udp_conns: count;
		cumulative_udp_conns: count;
		num_icmp_conns: count;
		max_icmp_conns: count;
		cumulative_icmp_conns: count;
		killed_by_inactivity: count;
	};
	type ProcStats: record {
		debug: bool;
		start_time: time;
		real_time: interval;
		user_time: interval;
		system_time: interval;
		mem: count;
		minor_faults: count;
		major_faults: count;
		num_swap: count;
		blocking_input: count;
		blocking_output: count;
		num_context: count;
	};
	type EventStats: record {
		queued: count;
		dispatched: count;
	};
	type TimerStats: record {
		current: count;
		max: count;
		cumulative: count;
	};
	type ReassemblerStats: record {
		file_size: count;
		frag_size: count;
		tcp_size: count;
		unknown_size: count;
	};
	type DNSStats: record {
		requests: count;
		successful: count;
		failed: count;
		pending: count;
		cached_hosts: count;
		cached_addresses: count;
		cached_texts: count;
		cached_total: count;
	};
	type GapStats: record {
		ack_events: count;
		ack_bytes: count;
		gap_events: count;
		gap_bytes: count;
	};
	type FileAnalysisStats: record {
		current: count;
		max: count;
		cumulative: count;
	};
	type ThreadStats: record {
		num_threads: count;
	};
	type BrokerStats: record {
		num_peers: count;
		num_stores: count;
		num_pending_queries: count;
		num_events_incoming: count;
		num_events_outgoing: count;
		num_logs_incoming: count;
		num_logs_outgoing: count;
		num_ids_incoming: count;
		num_ids_outgoing: count;
	};
	type ReporterStats: record {
		weirds: count;
		weirds_by_type: table[string] of count;
	};
	type MatcherStats: record {
		matchers: count;
		nfa_states: count;
		dfa_states: count;
		computed: count;
		mem: count;
		hits: count;
		misses: count;
	};
	type EventNameCounter: record {
		name: string &log;
		times_called: count &log;
	};
	type EventNameStats: set[EventNameCounter];

	global add_interface: function(iold: string, inew: string): string;
	global add_signature_file: function(sold: string, snew: string): string;

	# -- options

	const packet_source_inactivity_timeout = 100msec &redef;
	const allow_network_time_forward = T &redef;
	const table_expire_interval = 10secs &redef;
	const table_incremental_step = 5000 &redef;
	const table_expire_delay = 0.01secs &redef;
	const watchdog_interval = 10sec &redef;
	const max_timer_expires = 300 &redef;
	const log_rotate_base_time = "0:00" &redef;
	const profiling_interval = 0secs &redef;
	const exit_only_after_terminate = F &redef;
	const peer_description = "zeek" &redef;
	const check_for_unused_event_handlers = F &redef &deprecated="Remove in v7.1. This has been replaced by usage analyzer functionality.";
	const digest_salt = "Please change this value." &redef;
	const max_find_all_string_length: int = 10000 &redef;
	const io_poll_interval_default = 100 &redef;
	const io_poll_interval_live = 10 &redef;
	const interfaces = "" &add_func = add_interface &redef;
	const signature_files = "" &add_func = add_signature_file &redef;
	const cmd_line_bpf_filter = "" &redef;
	const trace_output_file = "" &redef;
	const suppress_local_output = F &redef;
	const dump_selected_source_packets = F &redef;
	global zeek_script_args: vector of string = vector();
	global profiling_file: file &redef;

	# -- events that the interpreter raises

	global zeek_init: event();
	global zeek_done: event();
	global net_done: event(t: time);
	global network_time_init: event();
	global new_event: event(name: string, params: call_argument_vector);
	global zeek_script_loaded: event(path: string, level: count);
	global event_queue_flush_point: event();
	global file_opened: event(f: file);
	global reporter_info: event(t: time, msg: string, location: string) &error_handler;
	global reporter_warning: event(t: time, msg: string, location: string) &error_handler;
	global reporter_error: event(t: time, msg: string, location: string) &error_handler;
	global net_weird: event(name: string, addl: string, source: string);
	global net_weird: event(name: string, addl: string);
	global flow_weird: event(name: string, src: addr, dst: addr, addl: string, source: string);
	global conn_weird: event(name: string, c: connection, addl: string, source: string);
	global expired_conn_weird: event(name: string, id: conn_id, uid: string, addl: string, source: string);
	global file_weird: event(name: string, f: fa_file, addl: string, source: string);
	global profiling_update: event(f: file, expensive: bool);
	global new_connection: event(c: connection);
	global connection_state_remove: event(c: connection);

	global assertion_failure: hook(cond: string, msg: string, bt: Backtrace);
	global assertion_result: hook(result: bool, cond: string, msg: string, bt: Backtrace);
}

module X509;
export {
	type Certificate: record {
		version: count &log;
		## In hexadecimal.
		serial: string &log;
		subject: string &log;
		issuer: string &log;
		## The most specific name of the subject.
		cn: string &optional;
		not_valid_before: time &log;
		not_valid_after: time &log;
		key_alg: string &log;
		sig_alg: string &log;
		## The algorithm that the signed part tells.
		tbs_sig_alg: string;
		## "rsa", "dsa" or "ecdsa".
		key_type: string &log &optional;
		## In bits.
		key_length: string &log &optional;
		## Of RSA.
		exponent: string &log &optional;
		## Of elliptic curves.
		curve: string &log &optional;
	};

	type Extension: record {
		name: string;
		short_name: string &optional;
		oid: string;
		critical: bool;
		value: string;
	};

	type BasicConstraints: record {
		ca: bool &log;
		path_len: count &log &optional;
	} &log;

	type SubjectAlternativeName: record {
		dns: string_vec &log &optional;
		uris: string_vec &log &optional;
		emails: string_vec &log &optional;
		ips: addr_vec &log &optional;
		## Whether there were names of other kinds.
		other_fields: bool;
	};

	type Result: record {
		## 0 is good; -1: it could not be checked.
		result: int;
		result_string: string;
		## From the certificate to one that is trusted.
		chain_certs: x509_opaque_vector &optional;
	};
}

module Threading;
export {
	const heartbeat_interval = 1.0secs &redef;
}

module Log;
export {
	const max_log_record_size = 67108864 &redef;
}

module JSON;
export {
	type TimestampFormat: enum { TS_EPOCH, TS_MILLIS, TS_ISO8601 };
}

module Reporter;
export {
	type Level: enum { INFO, WARNING, ERROR };
	const info_to_stderr = T &redef;
	const warnings_to_stderr = T &redef;
	const errors_to_stderr = T &redef;
}

module Weird;
export {
	option sampling_whitelist: set[string] = {};
	option sampling_global_list: set[string] = {};
	option sampling_threshold: count = 25;
	option sampling_rate: count = 1000;
	option sampling_duration: interval = 10min;
}

module Pcap;
export {
	const snaplen = 9216 &redef;
	const bufsize = 128 &redef;
	const bufsize_offline_bytes = 131072 &redef;
	const non_fd_timeout = 20usec &redef;
	global file_done: event(path: string);
}

module UnknownProtocol;
export {
	const sampling_threshold: count = 3 &redef;
	const sampling_rate: count = 100000 &redef;
	const sampling_duration = 1hr &redef;
	const first_bytes_count = 10 &redef;
}

module BinPAC;
export {
	const flowbuffer_capacity_max = 10485760 &redef;
	const flowbuffer_capacity_min = 512 &redef;
	const flowbuffer_contract_threshold = 2097152 &redef;
}

module AllAnalyzers;
export {
	type Tag: enum { ANALYZER_NONE };
}

module Telemetry;
export {
	global sync: hook();
}

module GLOBAL;

@load base/packets
@load base/bif/zeek.bif
@load base/bif/stats.bif
@load base/bif/strings.bif
@load base/bif/reporter.bif
@load base/bif/option.bif
@load base/bif/communityid.bif
@load base/bif/zeekygen.bif
@load base/bif/plugins/Zeek_X509.functions.bif
@load base/frameworks/supervisor/api
@load base/bif/supervisor.bif

function add_interface(iold: string, inew: string): string
	{
	return iold == "" ? inew : iold + " " + inew;
	}

function add_signature_file(sold: string, snew: string): string
	{
	return cat(sold, " ", snew);
	}
