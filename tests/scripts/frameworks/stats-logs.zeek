# What misc/stats and misc/weird-stats write.
# timeout: 20
# files: weird_stats.log
# mask: ^\d+\.\d{6} => TIME
# mask: ^#(open|close)\t.*$ => #\1\t<time>
@load misc/stats
@load misc/weird-stats
redef exit_only_after_terminate = T;
redef Stats::report_interval = 1msec;
event Stats::log_stats(rec: Stats::Info)
	{
	print rec$peer, rec$mem > 0, rec$pkts_proc, rec?$pkt_lag, rec$events_proc > 0, rec$tcp_conns;
	for ( i, n in vector(1, 2, 3) )
		Reporter::net_weird(n == 2 ? "rare" : "often");
	Option::set("Stats::report_interval", 1day);
	terminate();
	}
event WeirdStats::log_weird_stats(rec: WeirdStats::Info) { print rec$name, rec$num_seen; }
