@load ./common
global got = 0;
global start: time;
event zeek_init() { Broker::subscribe("t/"); listen_and_say_where(); }
event small(n: count, s: string) { if ( ++got == 1 ) start = current_time(); }
event big(a: time, uid: string, oh: addr, op: port, rh: addr, rp: port, proto: string, service: string, dur: interval, ob: count,
    rb: count, state: string, lo: bool, lr: bool, missed: count, history: string, pkts: count, bytes: count)
	{
	if ( ++got == 1 )
		start = current_time();
	}
event finish()
	{
	print fmt("%d, %.0f/s", got, got / interval_to_double(current_time() - start));
	terminate();
	}
