# Of weirds that come again and again only some become events: all up to a threshold, then one of so many.
redef Weird::sampling_threshold = 3;
redef Weird::sampling_rate = 4;
redef Weird::sampling_whitelist = set("always");
redef Weird::sampling_global_list = set("everywhere");
global seen: table[string] of count &default=0;
event net_weird(name: string, addl: string, source: string) { ++seen[name]; }
event flow_weird(name: string, src: addr, dst: addr, addl: string, source: string) { ++seen[fmt("%s %s", name, src)]; }
event zeek_init()
	{
	local n = 0;
	while ( ++n <= 12 )
		{
		Reporter::net_weird("net");
		Reporter::net_weird("always");
		Reporter::flow_weird("flow", 1.1.1.1, 2.2.2.2);
		Reporter::flow_weird("flow", 3.3.3.3, 2.2.2.2);
		Reporter::flow_weird("everywhere", 1.1.1.1, 2.2.2.2);
		Reporter::flow_weird("everywhere", 3.3.3.3, 2.2.2.2);
		}
	}
event zeek_done()
	{
	for ( i, name in vector("net", "always", "flow 1.1.1.1", "flow 3.3.3.3", "everywhere 1.1.1.1", "everywhere 3.3.3.3") )
		print name, seen[name];
	}
