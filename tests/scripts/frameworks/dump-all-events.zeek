# Also those that nothing handles.
# mask: ^ *\d+\.\d{6} => TIME
@load misc/dump-events
redef DumpEvents::include = /noise.*|Pcap::file_done|X::.*/;
redef DumpEvents::include_args = T;
redef DumpEvents::dump_all_events = T;
global noise_not_heard: event(n: count, more: string &default="as always");
module X;
global another: event();
event zeek_init()
	{
	event noise_not_heard(3);
	event X::another();
	event Pcap::file_done("a path");
	}
