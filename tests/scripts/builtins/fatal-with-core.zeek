# It says why, and the process ends by SIGABRT.
event zeek_init()
	{
	print "before";
	Reporter::fatal_error_with_core("enough");
	print "not reached";
	}
event zeek_done() { print "not reached"; }
