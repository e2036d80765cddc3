# The functions say and change how weirds are sampled; options change it, too, but functions do not change options.
redef Weird::sampling_rate = 4;
event net_weird(name: string, addl: string, source: string) { print "weird", name; }
event zeek_init()
	{
	print Reporter::get_weird_sampling_whitelist(), Reporter::get_weird_sampling_global_list();
	print Reporter::get_weird_sampling_threshold(), Reporter::get_weird_sampling_rate(), Reporter::get_weird_sampling_duration();
	print Reporter::set_weird_sampling_whitelist(set("always")), Reporter::set_weird_sampling_global_list(set("a", "b"));
	print Reporter::set_weird_sampling_threshold(1), Reporter::set_weird_sampling_rate(0), Reporter::set_weird_sampling_duration(1min);
	print Reporter::get_weird_sampling_whitelist(), Reporter::get_weird_sampling_global_list();
	print Reporter::get_weird_sampling_threshold(), Reporter::get_weird_sampling_rate(), Reporter::get_weird_sampling_duration();
	print Weird::sampling_threshold, Weird::sampling_rate;
	Reporter::net_weird("always");
	Reporter::net_weird("always");
	Reporter::net_weird("once");
	Reporter::net_weird("once");
	local stats = get_reporter_stats();
	print stats$weirds, stats$weirds_by_type["always"], stats$weirds_by_type["once"];
	Option::set("Weird::sampling_threshold", 100);
	Option::set("Weird::sampling_rate", 7);
	Option::set("Weird::sampling_duration", 3sec);
	Option::set("Weird::sampling_whitelist", set("x"));
	Option::set("Weird::sampling_global_list", set("y"));
	print Reporter::get_weird_sampling_threshold(), Reporter::get_weird_sampling_rate(), Reporter::get_weird_sampling_duration();
	print Reporter::get_weird_sampling_whitelist(), Reporter::get_weird_sampling_global_list();
	syslog("whimbrel test");
	}
