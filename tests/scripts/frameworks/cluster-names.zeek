# Names that later versions of Zeek have for functions of the module Broker.
global ping: event(n: count);

event ping(n: count)
	{
	}

event zeek_init()
	{
	print Cluster::subscribe("my/"), Cluster::subscribe("my/"), Cluster::unsubscribe("my/");
	print Cluster::node_id() == Broker::node_id(), Cluster::backend;
	local made: Cluster::Event = Cluster::make_event(ping, 3);
	print made;
	print Cluster::publish("my/topic", made), Cluster::publish("my/topic", ping, 3);
	print Cluster::publish("my/topic", ping);
	print Cluster::nodeid_to_node("nobody")$name == "";
	}
