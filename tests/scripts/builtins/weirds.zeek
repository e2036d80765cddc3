# Weirds of connections and files become events.
event conn_weird(name: string, c: connection, addl: string, source: string) { print name, c$uid, addl, source; }
event file_weird(name: string, f: fa_file, addl: string, source: string) { print name, f$id, addl, source; }
event flow_weird(name: string, src: addr, dst: addr, addl: string, source: string)
	{ print name, src, dst, addl, source; }
event net_weird(name: string, addl: string, source: string) { print name, addl, source; }
event zeek_init()
	{
	print Reporter::net_weird("net", "more", "here");
	print Reporter::flow_weird("flow", 1.2.3.4, 5.6.7.8, "more", "here");
	print Reporter::flow_weird("flow", 1.2.3.4, 5.6.7.8);
	local c: connection;
	c$uid = "C1";
	print Reporter::conn_weird("conn", c, "more", "here");
	local f: fa_file;
	f$id = "F1";
	print Reporter::file_weird("file", f, "more");
	}
