# Names that later versions of Zeek have for functions of the module Broker.
global ping: event(n: count);

event ping(n: count)
	{
	}

hook Cluster::on_subscribe(topic: string)
	{
	print "subscribed to", topic;
	}

hook Cluster::on_unsubscribe(topic: string)
	{
	print "no longer subscribed to", topic;
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
