# Arguments that the functions of the module Broker cannot take; each handler ends at its first error.
# env: ZEEK_ALLOW_INIT_ERRORS=1
global e: event(n: count);
function f() { }
event zeek_init() &priority=9
	{
	print Broker::publish("x", f);
	print Broker::publish(5, e, 1);
	print Broker::publish("x", e);
	print Broker::publish("x", e, "a");
	}
event zeek_init() &priority=8
	{
	print Broker::publish("x");
	}
event zeek_init() &priority=7
	{
	print Cluster::publish_hrw(Cluster::proxy_pool, "a");
	print Cluster::publish_rr(Cluster::proxy_pool, "a", 5);
	print Cluster::publish_hrw("no pool", "a", e, 1);
	}
event zeek_init() &priority=6
	{
	print Broker::publish_id("x", "nosuch");
	print Broker::auto_publish("x", f);
	}
event zeek_init() &priority=5 { print Broker::record_lookup(Broker::data(5), 0); }
event zeek_init() &priority=4 { print Broker::set_insert(Broker::data(5), 1); }
event zeek_init() &priority=3 { print Broker::table_lookup(Broker::data("x"), 1); }
event zeek_init() &priority=2 { print Broker::vector_size(Broker::data(set(1))); }
event zeek_init() &priority=1 { print Broker::data(5) as string; }
event zeek_init() &priority=0 { print Broker::data(f); print Broker::record_create(20000000); }
event zeek_init() &priority=-1 { print "end"; }
