@load ./common
global times: vector of double;
event zeek_init() { Broker::subscribe("pong"); Broker::peer("127.0.0.1", to_port(getenv("PORT"))); }
event Broker::peer_added(e: Broker::EndpointInfo, msg: string) { Broker::publish("ping", ping, 0, current_time()); }
event pong(k: count, t: time)
	{
	times += interval_to_double(current_time() - t) * 1e6;
	if ( k < n )
		{
		Broker::publish("ping", ping, k + 1, current_time());
		return;
		}
	sort(times, function(a: double, b: double): int { return a < b ? -1 : (a > b ? 1 : 0); });
	print fmt("median %.0f p99 %.0f us", times[|times| / 2], times[|times| * 99 / 100]);
	terminate();
	}
