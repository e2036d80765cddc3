##! stats.log: every few minutes, what the process has done and how large it is. What counts packets is 0.
module Stats;

export {
	redef enum Log::ID += { LOG };

	global log_policy: Log::PolicyHook;

	## How often.
	option report_interval = 5min;

	## Numbers that grow are of the time since the line before.
	type Info: record {
		ts: time &log;
		peer: string &log;
		## In MB.
		mem: count &log;
		pkts_proc: count &log;
		bytes_recv: count &log;
		pkts_dropped: count &log &optional;
		pkts_link: count &log &optional;
		pkt_lag: interval &log &optional;
		pkts_filtered: count &log &optional;
		events_proc: count &log;
		events_queued: count &log;
		active_tcp_conns: count &log;
		active_udp_conns: count &log;
		active_icmp_conns: count &log;
		tcp_conns: count &log;
		udp_conns: count &log;
		icmp_conns: count &log;
		timers: count &log;
		active_timers: count &log;
		files: count &log;
		active_files: count &log;
		dns_requests: count &log;
		active_dns_requests: count &log;
		reassem_tcp_size: count &log;
		reassem_file_size: count &log;
		reassem_frag_size: count &log;
		reassem_unknown_size: count &log;
	};

	global log_stats: event(rec: Info);
}

# What the numbers were at the line before.
type Numbers: record {
	net: NetStats;
	conns: ConnStats;
	events: EventStats;
	timers: TimerStats;
	files: FileAnalysisStats;
	dns: DNSStats;
};

function numbers(): Numbers
	{
	return Numbers($net=get_net_stats(), $conns=get_conn_stats(), $events=get_event_stats(), $timers=get_timer_stats(),
	               $files=get_file_analysis_stats(), $dns=get_dns_stats());
	}

global check_stats: event(before: Numbers);

event check_stats(before: Numbers)
	{
	if ( zeek_is_terminating() )
		return;

	local now = numbers();
	local reassembled = get_reassembler_stats();
	local info = Info($ts=network_time(), $peer=peer_description, $mem=get_proc_stats()$mem / 1048576,
	                  $pkts_proc=now$net$pkts_recvd - before$net$pkts_recvd,
	                  $bytes_recv=now$net$bytes_recvd - before$net$bytes_recvd,
	                  $events_proc=now$events$dispatched - before$events$dispatched,
	                  $events_queued=now$events$queued - before$events$queued,
	                  $active_tcp_conns=now$conns$num_tcp_conns,
	                  $active_udp_conns=now$conns$num_udp_conns,
	                  $active_icmp_conns=now$conns$num_icmp_conns,
	                  $tcp_conns=now$conns$cumulative_tcp_conns - before$conns$cumulative_tcp_conns,
	                  $udp_conns=now$conns$cumulative_udp_conns - before$conns$cumulative_udp_conns,
	                  $icmp_conns=now$conns$cumulative_icmp_conns - before$conns$cumulative_icmp_conns,
	                  $timers=now$timers$cumulative - before$timers$cumulative,
	                  $active_timers=now$timers$current,
	                  $files=now$files$cumulative - before$files$cumulative,
	                  $active_files=now$files$current,
	                  $dns_requests=now$dns$requests - before$dns$requests,
	                  $active_dns_requests=now$dns$pending,
	                  $reassem_tcp_size=reassembled$tcp_size,
	                  $reassem_file_size=reassembled$file_size,
	                  $reassem_frag_size=reassembled$frag_size,
	                  $reassem_unknown_size=reassembled$unknown_size);
	if ( reading_live_traffic() )
		{
		info$pkt_lag = current_time() - info$ts;
		info$pkts_dropped = now$net$pkts_dropped - before$net$pkts_dropped;
		info$pkts_link = now$net$pkts_link - before$net$pkts_link;
		if ( now$net?$pkts_filtered && before$net?$pkts_filtered )
			info$pkts_filtered = now$net$pkts_filtered - before$net$pkts_filtered;
		}
	Log::write(Stats::LOG, info);
	schedule report_interval { check_stats(now) };
	}

event zeek_init() &priority=5
	{
	Log::create_stream(Stats::LOG, [$columns=Info, $ev=log_stats, $path="stats", $policy=log_policy]);
	schedule report_interval { check_stats(numbers()) };
	}
