# new_event comes before each event, with its name and arguments.
event ping(n: count, s: string) { print "ping", n, s; }
event new_event(name: string, params: call_argument_vector)
	{
	if ( name != "ping" )
		return;
	print "new_event", name;
	for ( i, p in params )
		print p$name, p?$value ? cat(p$value) : "-";
	}
event zeek_init() { event ping(5, "x"); }
