# new_event comes before each event that is handled, with its name and arguments; for others once it is asked for.
event ping(n: count, s: string) { print "ping", n, s; }
event new_event(name: string, params: call_argument_vector)
	{
	if ( /ping|pong/ != name )
		return;
	print "new_event", name;
	for ( i, p in params )
		print p$name, p?$value ? cat(p$value) : "-";
	}
global pong: event();
event zeek_init()
	{
	event ping(5, "x");
	event pong();
	schedule 0sec { ping(6, "then") };
	}
event zeek_done()
	{
	print generate_all_events();
	event pong();
	}
