@load ./common
redef Log::enable_remote_logging = F;
global start: time;
event zeek_init() { Broker::subscribe("zeek/logs/"); Broker::subscribe("t/"); listen_and_say_where(); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { start = current_time(); }
event ping(n: count, t: time)
	{
	# Everything before this one has gone to the file's writer.
	print fmt("%d, %.0f/s", n, n / interval_to_double(current_time() - start));
	terminate();
	}
