# Functions of module Broker have second names, those of the functions underneath.
event zeek_init()
	{
	local s = Broker::__set_create();
	print Broker::__set_insert(s, "a"), Broker::__set_size(s), Broker::__set_contains(s, "b");
	print Broker::__data_type(Broker::__data(5)), Broker::__data(vector(1, 2));
	local r = Broker::__record_create(2);
	print Broker::__record_assign(r, 0, "x"), Broker::__record_lookup(r, 0);
	print Broker::__node_id() == Broker::node_id(), Broker::__peers(), Broker::__flush_logs();
	local h = Broker::create_master("m");
	print Broker::__store_name(h), Broker::__put(h, "k", 1, 0sec), Broker::__is_closed(h), Broker::__close(h), Broker::__is_closed(h);
	local m = Broker::__create_master("m2", Broker::MEMORY, Broker::BackendOptions());
	print Broker::__store_name(m), Broker::__store_name(Broker::__create_clone("far", 1sec, 1min, 1min));
	print Log::__flush(Log::UNKNOWN), Log::__set_buf(Log::UNKNOWN, T), Log::__write(Log::UNKNOWN, [$a=1]);
	print Log::__get_delay_queue_size(Broker::LOG);
	print Cluster::__subscribe("/y"), Cluster::__unsubscribe("/y"), Broker::__subscribe("/x"), Broker::__unsubscribe("/x");
	}
