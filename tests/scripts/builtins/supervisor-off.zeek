# Nobody supervises: questions are answered, orders are refused.
@load base/frameworks/supervisor
event zeek_init()
	{
	print Supervisor::is_supervisor(), Supervisor::is_supervised();
	print Supervisor::status()$nodes;                       # error
	print "after status";
	}
event zeek_init() &priority=-1 { print Supervisor::create([$name="x"]); }
event zeek_init() &priority=-2 { print Supervisor::destroy("x"); }
event zeek_init() &priority=-3 { print Supervisor::restart("x"); }
event zeek_init() &priority=-4 { print Supervisor::node(); }
event zeek_init() &priority=-5 { print Supervisor::__stem_pid(); }
event zeek_init() &priority=-6 { print Supervisor::__init_cluster(); }
