##! Who subscribes to what in a cluster, and who connects to whom.
@load ./main
@load ./pools

module Cluster;

export {
	## Runs before this node connects to another. With `break` it does not.
	global connect_node_hook: hook(connectee: NamedNode);
}

function connect(connectee: NamedNode)
	{
	if ( ! hook connect_node_hook(connectee) )
		return;
	local there = connectee$node;
	local address = there$zone_id == "" ? cat(there$ip) : cat(there$ip, "%", there$zone_id);
	local status = Broker::peer(address, there$p, retry_interval);
	Cluster::log(fmt("initiate peering with %s:%s, retry=%s, status=%s", address, there$p, retry_interval, status));
	}

function connect_to_type(node_type: NodeType)
	{
	for ( i, connectee in nodes_with_type(node_type) )
		connect(connectee);
	}

function subscribe_to_topics(node_type: NodeType)
	{
	for ( i, pool in registered_pools )
		if ( node in pool$nodes )
			Broker::subscribe(pool$spec$topic);

	local type_topics = table([LOGGER] = logger_topic, [MANAGER] = manager_topic, [PROXY] = proxy_topic,
	                          [WORKER] = worker_topic, [TIME_MACHINE] = time_machine_topic);
	if ( node_type in type_topics )
		Broker::subscribe(type_topics[node_type]);
	Broker::subscribe(nodeid_topic(Broker::node_id()));
	Broker::subscribe(node_topic(node));
	if ( node_type == LOGGER || (node_type == MANAGER && manager_is_logger) )
		Broker::subscribe(Broker::default_log_topic_prefix);
	}

event zeek_init() &priority=-10
	{
	# Somebody only wants to know whether the scripts are right.
	if ( getenv("ZEEKCTL_CHECK_CONFIG") != "" )
		return;

	local self = nodes[node];
	subscribe_to_topics(self$node_type);

	if ( port_to_count(self$p) != 0 )
		{
		Broker::listen(Broker::default_listen_address, self$p, Broker::default_listen_retry);
		Cluster::log(fmt("listening on %s:%s", Broker::default_listen_address, self$p));
		}

	switch ( self$node_type )
		{
		case WORKER:
			connect_to_type(LOGGER);
			connect_to_type(PROXY);
			connect_to_type(MANAGER);
			break;
		case PROXY:
			connect_to_type(LOGGER);
			connect_to_type(MANAGER);
			break;
		case MANAGER:
			connect_to_type(LOGGER);
			break;
		}
	}
