# Everything is there without -b.
# args: {script}
# timeout: 20
event zeek_init()
	{
	print Config::set_value("Site::local_nets", set(10.0.0.0/8));
	print 10.1.2.3 in Site::local_nets, Notice::default_suppression_interval, SumStats::key2str([$str="x"]);
	}
event reporter_warning(t: time, msg: string, location: string) { print "warning", msg; }
event zeek_done() { Reporter::warning("at the end"); }
