##! Tables with &backend in a cluster: the manager holds the masters, the others get clones.
@load ./main

module Broker;

# What the store of a table is called, before the table's name.
const store_prefix = "___sync_store_";

event Cluster::node_up(name: string, id: string) &priority=1
	{
	if ( Cluster::local_node_type() != Cluster::MANAGER )
		return;
	local shared: set[string];
	for ( table_name, about in global_ids() )
		if ( about$broker_backend )
			add shared[table_name];
	Broker::publish(Cluster::node_topic(name), Broker::announce_masters, shared);
	}

event Broker::announce_masters(masters: set[string])
	{
	if ( Cluster::local_node_type() == Cluster::MANAGER )
		return;
	for ( name in masters )
		Broker::create_clone(store_prefix + name);
	}
