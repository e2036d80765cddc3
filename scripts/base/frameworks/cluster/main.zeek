##! Several processes that work as one: their layout, their types, and how they find each other.
##!
##! A process is a node of a cluster if the environment variable CLUSTER_NODE says which one. The script `cluster-layout`,
##! found along ZEEKPATH, then tells in `Cluster::nodes` of all the others.
@load base/frameworks/broker
@load base/frameworks/control

module Cluster;

export {
	# -- topics

	## What all loggers have subscribed to; likewise the others.
	const logger_topic = "zeek/cluster/logger" &redef;
	const manager_topic = "zeek/cluster/manager" &redef;
	const proxy_topic = "zeek/cluster/proxy" &redef;
	const worker_topic = "zeek/cluster/worker" &redef;
	const time_machine_topic = "zeek/cluster/time_machine" &redef;

	## All of these: what is published to each of them reaches every node.
	const broadcast_topics: set[string] = {
		logger_topic, manager_topic, proxy_topic, worker_topic, time_machine_topic
	} &redef;

	## What the topics of single nodes begin with.
	const node_topic_prefix = "zeek/cluster/node/" &redef;
	const nodeid_topic_prefix = "zeek/cluster/nodeid/" &redef;

	# -- nodes

	type NodeType: enum {
		## No node of a cluster.
		NONE,
		## Only tells others what to do.
		CONTROL,
		## Writes the logs of all.
		LOGGER,
		## Keeps what there must be only one of.
		MANAGER,
		## Shares the work of a pool.
		PROXY,
		## Does the work.
		WORKER,
		## Keeps traffic for a while.
		TIME_MACHINE
	};

	type Node: record {
		node_type: NodeType;
		## Where others reach it,
		ip: addr;
		## with the zone of an address that is valid on one link only.
		zone_id: string &default="";
		## 0/unknown: it does not listen.
		p: port &default=0/unknown;
		interface: string &optional;
		## Names of the nodes that it belongs to.
		manager: string &optional;
		time_machine: string &optional;
		## Its identifier, while it is connected.
		id: string &optional;
		metrics_port: port &optional;
	};

	type NamedNode: record {
		name: string;
		node: Node;
	};

	## All nodes by their names.
	const nodes: table[string] of Node = {} &redef;

	## The name of this one, "" if it is none.
	const node = getenv("CLUSTER_NODE") &redef;

	## How often a node that cannot be reached is tried.
	const retry_interval = 1min &redef;

	## Is the manager the one who writes logs? Otherwise there must be a logger.
	const manager_is_logger = T &redef;

	## If there are several loggers, each gets a log entry in turn.
	const enable_round_robin_logging = T &redef;

	global is_enabled: function(): bool;
	## NONE if this is no node.
	global local_node_type: function(): NodeType;
	## 0/unknown if it has none.
	global local_node_metrics_port: function(): port;
	## How many nodes of a type there are,
	global get_node_count: function(node_type: NodeType): count;
	## and how many of them this one is connected to.
	global get_active_node_count: function(node_type: NodeType): count;
	## The node that is connected and has this identifier. Its name is "" if there is none.
	global nodeid_to_node: function(id: string): NamedNode;
	## The topic that only this node has subscribed to, by its name
	global node_topic: function(name: string): string;
	## and by its identifier.
	global nodeid_topic: function(id: string): string;

	## Two nodes tell each other their names as soon as they are connected.
	global hello: event(name: string, id: string);
	## A node has said hello.
	global node_up: event(name: string, id: string);
	## It is not connected any more.
	global node_down: event(name: string, id: string);

	# -- stores that all nodes share

	## The node that holds masters, "" for the manager.
	const default_master_node = "" &redef;
	const default_backend = Broker::MEMORY &redef;
	const default_persistent_backend = Broker::SQLITE &redef;
	## The folder of their files, "" for the current one.
	const default_store_dir = "" &redef;

	type StoreInfo: record {
		name: string &optional;
		store: opaque of Broker::Store &optional;
		master_node: string &default=default_master_node;
		## Does this node hold the master?
		master: bool &default=F;
		backend: Broker::BackendType &default=default_backend;
		options: Broker::BackendOptions &default=Broker::BackendOptions();
		clone_resync_interval: interval &default=Broker::default_clone_resync_interval;
		clone_stale_interval: interval &default=Broker::default_clone_stale_interval;
		clone_mutation_buffer_interval: interval &default=Broker::default_clone_mutation_buffer_interval;
	};

	## By their names; `create_store` looks here for what was set beforehand.
	global stores: table[string] of StoreInfo &default=StoreInfo() &redef;

	## Makes the master of a store at one node and clones of it at the others. Every node has to call it. Without a
	## cluster there is the master only. Persistent ones are kept in files.
	global create_store: function(name: string, persistent: bool &default=F): StoreInfo;

	# -- names of later versions for what the module Broker does

	type BackendTag: enum { CLUSTER_BACKEND_BROKER };

	## What nodes talk through; there is one.
	const backend = CLUSTER_BACKEND_BROKER &redef;

	type Event: Broker::Event;

	const publish = Broker::publish;
	const __subscribe = Broker::subscribe;
	const __unsubscribe = Broker::unsubscribe;
	global subscribe: function(topic: string): bool;
	global unsubscribe: function(topic: string): bool;
	## Called for each topic that is subscribed to, or was, by these two.
	global on_subscribe: hook(topic: string);
	global on_unsubscribe: hook(topic: string);
	const make_event = Broker::make_event;
	const node_id: function(): string = Broker::node_id &redef;
}

@load ./log

module Cluster;

function is_enabled(): bool
	{
	return node != "";
	}

function local_node_type(): NodeType
	{
	return node in nodes ? nodes[node]$node_type : NONE;
	}

function local_node_metrics_port(): port
	{
	return node in nodes && nodes[node]?$metrics_port ? nodes[node]$metrics_port : 0/unknown;
	}

function get_node_count(node_type: NodeType): count
	{
	local n = 0;
	for ( name, other in nodes )
		if ( other$node_type == node_type )
			++n;
	return n;
	}

function get_active_node_count(node_type: NodeType): count
	{
	local n = 0;
	for ( name, other in nodes )
		if ( other$node_type == node_type && other?$id )
			++n;
	return n;
	}

function nodeid_to_node(id: string): NamedNode
	{
	for ( name, other in nodes )
		if ( other?$id && other$id == id )
			return NamedNode($name=name, $node=other);
	return NamedNode($name="", $node=[$node_type=NONE, $ip=0.0.0.0]);
	}

# Of one type, in the order of their names: nodes must agree about it.
function nodes_with_type(node_type: NodeType): vector of NamedNode
	{
	local names: string_vec;
	for ( name, other in nodes )
		if ( other$node_type == node_type )
			names += name;
	sort(names, strcmp);

	local found: vector of NamedNode;
	for ( i, name in names )
		found += NamedNode($name=name, $node=nodes[name]);
	return found;
	}

# With a "/" at the end, so that the topic of one node is no prefix of another's.
function node_topic(name: string): string
	{
	return node_topic_prefix + name + "/";
	}

function nodeid_topic(id: string): string
	{
	return nodeid_topic_prefix + id + "/";
	}

function subscribe(topic: string): bool
	{
	if ( ! Broker::subscribe(topic) )
		return F;
	hook on_subscribe(topic);
	return T;
	}

function unsubscribe(topic: string): bool
	{
	if ( ! Broker::unsubscribe(topic) )
		return F;
	hook on_unsubscribe(topic);
	return T;
	}

event zeek_init() &priority=5
	{
	if ( is_enabled() && node !in nodes )
		{
		Reporter::error(fmt("'%s' is not a valid node in the Cluster::nodes configuration", node));
		terminate();
		}
	}

event Broker::peer_added(endpoint: Broker::EndpointInfo, msg: string) &priority=10
	{
	if ( is_enabled() )
		Broker::publish(nodeid_topic(endpoint$id), Cluster::hello, node, Broker::node_id());
	}

# Who has said hello, and is still there. Events tell scripts of it later: in between, `Cluster::nodes` has what they know.
global connected: table[string] of string;

event Cluster::hello(name: string, id: string) &priority=10
	{
	if ( name !in nodes )
		{
		Reporter::error(fmt("Got Cluster::hello msg from unexpected node: %s", name));
		return;
		}
	if ( name !in connected )
		event Cluster::node_up(name, id);
	else if ( connected[name] != id )
		Reporter::error(fmt("Got Cluster::hello msg from duplicate node:%s", name));
	connected[name] = id;
	nodes[name]$id = id;
	Cluster::log(fmt("got hello from %s (%s)", name, id));
	}

event Cluster::node_up(name: string, id: string) &priority=10
	{
	if ( name in nodes )
		nodes[name]$id = id;
	}

event Broker::peer_lost(endpoint: Broker::EndpointInfo, msg: string) &priority=10
	{
	local lost = "";
	for ( name, id in connected )
		if ( id == endpoint$id )
			lost = name;
	if ( lost == "" )
		return;
	delete connected[lost];
	Cluster::log(fmt("node down: %s", lost));
	event Cluster::node_down(lost, endpoint$id);
	}

event Cluster::node_down(name: string, id: string) &priority=10
	{
	if ( name in nodes && nodes[name]?$id && nodes[name]$id == id )
		delete nodes[name]$id;
	}

# Where the masters of stores are that nobody has said it of. A store that has none ends the process.
function master_of_store(name: string, wanted: string): string
	{
	local managers = nodes_with_type(MANAGER);
	if ( wanted == "" && |managers| == 0 )
		Reporter::fatal(fmt("empty master node name for cluster store '%s', but there's no manager node to default", name));
	if ( wanted != "" && wanted !in nodes )
		Reporter::fatal(fmt("master node '%s' for cluster store '%s' does not exist", wanted, name));
	return wanted == "" ? managers[0]$name : wanted;
	}

function create_store(name: string, persistent: bool): StoreInfo
	{
	local info = stores[name];
	info$name = name;
	if ( ! is_enabled() && info?$store )
		{
		Reporter::warning(fmt("duplicate cluster store creation for %s", name));
		return info;
		}

	if ( persistent && info$backend == Broker::MEMORY )
		info$backend = default_persistent_backend;
	if ( default_store_dir != "" && info$options$sqlite$path == "" )
		info$options$sqlite$path = default_store_dir + "/" + name + ".sqlite";
	if ( is_enabled() )
		info$master_node = master_of_store(name, info$master_node);
	info$master = ! is_enabled() || info$master_node == node;
	stores[name] = info;

	if ( info$master )
		info$store = Broker::create_master(name, info$backend, info$options);
	else
		info$store = Broker::create_clone(name, info$clone_resync_interval, info$clone_stale_interval,
		                                  info$clone_mutation_buffer_interval);
	if ( is_enabled() )
		Cluster::log(fmt("created %s store: %s", info$master ? "master" : "clone", name));
	return info;
	}
