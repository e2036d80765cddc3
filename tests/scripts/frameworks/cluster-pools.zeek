# env: CLUSTER_NODE=manager
# Which nodes pools are made of, and who of them is picked. Nodes are said to come and go; nothing is connected.
global exclusive: Cluster::Pool;
global first_two: Cluster::Pool;
global other_two: Cluster::Pool;

event zeek_init()
	{
	exclusive = Cluster::register_pool([$topic="pool/z", $node_type=Cluster::PROXY, $max_nodes=1, $exclusive=T]);
	first_two = Cluster::register_pool([$topic="pool/a", $node_type=Cluster::PROXY, $max_nodes=2]);
	other_two = Cluster::register_pool([$topic="pool/b", $node_type=Cluster::PROXY, $max_nodes=2]);
	}

function names(pool: Cluster::Pool): string_vec
	{
	local all: string_vec;
	for ( i, member in pool$node_list )
		all += member$name;
	return all;
	}

function turns(pool: Cluster::Pool): string_vec
	{
	local all: string_vec;
	for ( i in index_vec(0, 1, 2, 3) )
		all += Cluster::rr_topic(pool, "key");
	return all;
	}

function keys(pool: Cluster::Pool): string_vec
	{
	local all: string_vec;
	for ( i, key in string_vec("a", "b", "c", "d", "e") )
		all += Cluster::hrw_topic(pool, key);
	return all;
	}

event all_are_there()
	{
	print "turns", turns(Cluster::proxy_pool);
	print "keys", keys(Cluster::proxy_pool);
	event Cluster::node_down("proxy-2", "id of proxy-2");
	event Cluster::node_down("proxy-2", "id of proxy-2");
	}

event Cluster::node_down(name: string, id: string)
	{
	print "without", name, turns(Cluster::proxy_pool);
	print "keys", keys(Cluster::proxy_pool);
	print Cluster::proxy_pool$alive_count;
	}

event zeek_init() &priority=-20
	{
	print "all", names(Cluster::proxy_pool);
	print "exclusive", names(exclusive);
	print "two of the others", names(first_two), names(other_two);
	print "nobody is there", Cluster::rr_topic(first_two), Cluster::hrw_topic(first_two, 1);
	for ( name in Cluster::proxy_pool$nodes )
		event Cluster::node_up(name, "id of " + name);
	event all_are_there();
	}
