##! Pools: nodes of one type that share work. Who of them gets a message is decided by turns, or by a key.
@load ./main
@load base/utils/hash_hrw

module Cluster;

export {
	## What a pool is made of. All nodes have to say the same.
	type PoolSpec: record {
		## What all its nodes have subscribed to.
		topic: string &default="";
		node_type: NodeType &default=PROXY;
		## At most so many; not set means all of that type.
		max_nodes: count &optional;
		## Its nodes are in no other pool.
		exclusive: bool &default=F;
	};

	type PoolNode: record {
		name: string;
		## What its place among the keys is computed from.
		alias: string;
		site_id: count;
		## Is this node connected to it?
		alive: bool &default=F;
	};

	type PoolNodeTable: table[string] of PoolNode;

	type Pool: record {
		spec: PoolSpec &default=PoolSpec();
		nodes: PoolNodeTable &default=PoolNodeTable();
		## In the order of their turns.
		node_list: vector of PoolNode &default=vector();
		hrw_pool: HashHRW::Pool &default=HashHRW::Pool();
		## Whose turn is next, for each key.
		rr_key_seq: table[string] of int &default=table();
		alive_count: count &default=0;
	};

	const proxy_pool_spec = PoolSpec($topic="zeek/cluster/pool/proxy", $node_type=PROXY) &redef;
	const worker_pool_spec = PoolSpec($topic="zeek/cluster/pool/worker", $node_type=WORKER) &redef;
	const logger_pool_spec = PoolSpec($topic="zeek/cluster/pool/logger", $node_type=LOGGER) &redef;

	global proxy_pool: Pool;
	global worker_pool: Pool;
	global logger_pool: Pool;

	## Makes a pool, which has its nodes once zeek_init is over. To be called there, at priority -4 or higher.
	global register_pool: function(spec: PoolSpec): Pool;

	## The topic of the node whose turn it is, "" if none is connected. Each key has turns of its own.
	global rr_topic: function(pool: Pool, key: string &default=""): string;

	## The topic of the node that a key belongs to, "" if none is connected. When a node comes or goes, few keys move.
	global hrw_topic: function(pool: Pool, key: any): string;

	## The topic of a log entry if loggers take turns.
	global rr_log_topic: function(id: Log::ID, path: string): string;
}

global registered_pools: vector of Pool;

function register_pool(spec: PoolSpec): Pool
	{
	local pool = Pool($spec=spec);
	registered_pools += pool;
	return pool;
	}

# Places of nodes among the keys are numbers; if two of one pool are the same, the later one gets another.
function add_to_pool(pool: Pool, name: string)
	{
	local taken: set[count];
	for ( i, other in pool$node_list )
		add taken[other$site_id];

	local suffix = 0;
	local alias = cat(name, ".", suffix);
	while ( fnv1a32(alias) in taken )
		alias = cat(name, ".", ++suffix);

	local member = PoolNode($name=name, $alias=alias, $site_id=fnv1a32(alias));
	pool$nodes[name] = member;
	pool$node_list += member;
	}

# Pools of limited size first take the nodes that are in the fewest pools so far. Every node has to come to the same.
function fill_pool(pool: Pool, pools_of: table[string] of count, reserved: set[string])
	{
	local wanted = pool$spec?$max_nodes ? pool$spec$max_nodes : |nodes|;
	local candidates: string_vec;
	for ( i, candidate in nodes_with_type(pool$spec$node_type) )
		if ( candidate$name !in reserved )
			candidates += fmt("%08d %s", wanted < |nodes| ? pools_of[candidate$name] : 0, candidate$name);

	sort(candidates, strcmp);
	for ( i, ranked in candidates )
		if ( i < wanted )
			{
			local name = ranked[9:];
			add_to_pool(pool, name);
			++pools_of[name];
			if ( pool$spec$exclusive )
				add reserved[name];
			}
	}

function order_of_filling(a: Pool, b: Pool): int
	{
	if ( a$spec$exclusive != b$spec$exclusive )
		return a$spec$exclusive ? -1 : +1;
	return strcmp(a$spec$topic, b$spec$topic);
	}

event zeek_init()
	{
	worker_pool = register_pool(worker_pool_spec);
	proxy_pool = register_pool(proxy_pool_spec);
	logger_pool = register_pool(logger_pool_spec);
	}

event zeek_init() &priority=-5
	{
	if ( ! is_enabled() )
		return;
	local pools_of: table[string] of count &default=0;
	local reserved: set[string];
	sort(registered_pools, order_of_filling);
	for ( i, pool in registered_pools )
		fill_pool(pool, pools_of, reserved);
	}

event Cluster::node_up(name: string, id: string) &priority=10
	{
	for ( i, pool in registered_pools )
		{
		if ( name !in pool$nodes || pool$nodes[name]$alive )
			next;
		local member = pool$nodes[name];
		member$alive = T;
		++pool$alive_count;
		HashHRW::add_site(pool$hrw_pool, HashHRW::Site($id=member$site_id, $user_data=name));
		}
	}

event Cluster::node_down(name: string, id: string) &priority=10
	{
	for ( i, pool in registered_pools )
		{
		if ( name !in pool$nodes || ! pool$nodes[name]$alive )
			next;
		local member = pool$nodes[name];
		member$alive = F;
		--pool$alive_count;
		HashHRW::rem_site(pool$hrw_pool, HashHRW::Site($id=member$site_id));
		}
	}

function rr_topic(pool: Pool, key: string): string
	{
	if ( pool$alive_count == 0 )
		return "";
	local turn = key in pool$rr_key_seq ? pool$rr_key_seq[key] : +0;
	local members = |pool$node_list|;
	while ( ! pool$node_list[turn % members]$alive )
		++turn;
	pool$rr_key_seq[key] = (turn + 1) % members;
	return node_topic(pool$node_list[turn % members]$name);
	}

function hrw_topic(pool: Pool, key: any): string
	{
	if ( pool$alive_count == 0 )
		return "";
	local site = HashHRW::get_site(pool$hrw_pool, key);
	return node_topic(site$user_data as string);
	}

function rr_log_topic(id: Log::ID, path: string): string
	{
	local topic = rr_topic(logger_pool, "Cluster::rr_log_topic");
	return topic == "" ? Broker::default_log_topic(id, path) : topic;
	}
