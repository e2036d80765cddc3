##! Statistics of a whole cluster: each node keeps what it has observed, and the manager asks for it when a period ends,
##! when somebody wants the result of a key, or when a node has seen so much that a threshold may be crossed. Results
##! and thresholds are told on the manager only.
##!
##! The events are those of Zeek's nodes, which hand over one key after the other. A manager of this program says in
##! front that it takes many at once; nodes that know of this do so, and have no key left when they are asked for one.
@load ./main
@load base/frameworks/cluster

module SumStats;

export {
	## Whether nodes speak up within a period when a threshold may be crossed.
	const enable_intermediate_updates = T &redef;
	## A node speaks up once it alone has seen this part of a threshold.
	const cluster_request_global_view_percent = 0.2 &redef;

	## From the manager: put aside all that there is, and begin anew.
	global cluster_ss_request: event(uid: string, ss_name: string, cleanup: bool);
	## From the manager: name one key of what has been put aside.
	global get_a_key: event(uid: string, ss_name: string, cleanup: bool &default=F);
	global send_a_key: event(uid: string, ss_name: string, key: Key);
	## There is none left.
	global send_no_key: event(uid: string, ss_name: string);
	## From the manager: give what there is for a key; with `cleanup`, from what has been put aside.
	global cluster_get_result: event(uid: string, ss_name: string, key: Key, cleanup: bool);
	global cluster_send_result: event(uid: string, ss_name: string, key: Key, result: Result, cleanup: bool);
	## From the manager: this many thresholds have been crossed.
	global cluster_threshold_crossed: event(ss_name: string, key: Key, thold: Thresholding);

	## From the manager, before cluster_ss_request: many results may come at once.
	global cluster_takes_batches: event(uid: string);
	global cluster_batch: event(uid: string, ss_name: string, part: ResultTable);
}

# What the manager has asked for, and has got so far.
type Collection: record {
	ss_name: string;
	found: ResultTable &default=table();
	# How many nodes there are, and how many answers are to come.
	nodes: count;
	missing: count;
	# Of a period: keys that nodes have named, and have not been asked for yet; whether they are
	# asked for keys; how often something has come.
	keys: set[Key] &default=set();
	is_asking: bool &default=T;
	progress: count &default=0;
	key: Key &optional;
	is_view: bool &default=F;
	# Of a view: it is of no use in another one.
	period: count &default=0;
	# As a view, another was asked for meanwhile.
	is_asked_again: bool &default=F;
};

const kPatience = 1min;
const kKeysAtOnce = 500;

global collections: table[string] of Collection;
# The views under way, and the nodes' questions for one.
global views: table[string, Key] of string;
global asked_for: set[string, Key];

function add_result(found: ResultTable, key: Key, result: Result)
	{
	if ( key !in found )
		{
		found[key] = result;
		return;
		}
	local sum = found[key];
	for ( stream, rv in result )
		sum[stream] = stream in sum ? compose_resultvals(sum[stream], rv) : rv;
	}

function other_nodes(): count
	{
	return Cluster::get_active_node_count(Cluster::WORKER) + Cluster::get_active_node_count(Cluster::PROXY);
	}

function ask_for_keys(uid: string, c: Collection)
	{
	c$missing = c$nodes;
	for ( topic in set(Cluster::worker_topic, Cluster::proxy_topic) )
		Broker::publish(topic, SumStats::get_a_key, uid, c$ss_name, T);
	}

function ask_for_result(uid: string, ss_name: string, key: Key, cleanup: bool)
	{
	for ( topic in set(Cluster::worker_topic, Cluster::proxy_topic) )
		Broker::publish(topic, SumStats::cluster_get_result, uid, ss_name, key, cleanup);
	}

function finish_view(uid: string, c: Collection)
	{
	delete views[c$ss_name, c$key];
	if ( c$is_asked_again )
		event SumStats::cluster_key_intermediate_response(c$ss_name, c$key);
	if ( c$ss_name !in statistics )
		return;
	local ss = statistics[c$ss_name];
	if ( ss$period != c$period )
		return;
	local before = c$key in trackers[ss$name] ? trackers[ss$name][c$key]$threshold_series_index : 0;
	check_threshold_of(ss, c$key, c$key in c$found ? c$found[c$key] : table());
	if ( c$key in trackers[ss$name] && trackers[ss$name][c$key]$threshold_series_index != before )
		for ( topic in set(Cluster::worker_topic, Cluster::proxy_topic) )
			Broker::publish(topic, SumStats::cluster_threshold_crossed, ss$name, c$key, trackers[ss$name][c$key]);
	}

function finish_collection(uid: string)
	{
	local c = collections[uid];
	c$missing = 0;
	if ( c$is_view )
		{
		delete collections[uid];
		finish_view(uid, c);
		}
	else if ( ! c?$key )  # else somebody waits for it
		{
		delete collections[uid];
		if ( c$ss_name in statistics )
			tell_results(statistics[c$ss_name], c$found);
		}
	}

# Answers of a period have come: on to the keys that were named, to other keys, or to the end.
function go_on(uid: string, c: Collection)
	{
	++c$progress;
	if ( --c$missing > 0 )
		return;
	if ( |c$keys| == 0 )
		{
		if ( c$is_asking )
			finish_collection(uid);
		else
			{
			c$is_asking = T;
			ask_for_keys(uid, c);
			}
		return;
		}
	c$is_asking = F;
	c$missing = |c$keys| * c$nodes;
	for ( key in c$keys )
		ask_for_result(uid, c$ss_name, key, T);
	c$keys = set();
	}

# Nodes may have gone.
event SumStats::give_up(uid: string, progress: count)
	{
	if ( uid !in collections || collections[uid]$missing == 0 )
		return;
	if ( collections[uid]$progress == progress )
		finish_collection(uid);
	else
		schedule kPatience { SumStats::give_up(uid, collections[uid]$progress) };
	}

function begin_collection(c: Collection): string
	{
	local uid = unique_id("");
	collections[uid] = c;
	if ( c$missing > 0 )
		schedule kPatience { SumStats::give_up(uid, 0) };
	return uid;
	}

function collect_period(ss: SumStat, own: ResultTable)
	{
	local n = other_nodes();
	local c = Collection($ss_name=ss$name, $found=own, $nodes=n, $missing=n);
	local uid = begin_collection(c);
	for ( topic in set(Cluster::worker_topic, Cluster::proxy_topic) )
		{
		Broker::publish(topic, SumStats::cluster_takes_batches, uid);
		Broker::publish(topic, SumStats::cluster_ss_request, uid, ss$name, T);
		}
	if ( n == 0 )
		finish_collection(uid);
	else
		ask_for_keys(uid, c);
	}

function collect_key(ss_name: string, key: Key, is_view: bool): string
	{
	local n = other_nodes();
	local c = Collection($ss_name=ss_name, $nodes=n, $missing=n, $key=key, $is_view=is_view);
	if ( ss_name in statistics )
		c$period = statistics[ss_name]$period;
	if ( ss_name in results && key in results[ss_name] )
		c$found[key] = copy(results[ss_name][key]);
	local uid = begin_collection(c);
	ask_for_result(uid, ss_name, key, F);
	return uid;
	}

function collected(uid: string): bool
	{
	return uid !in collections || collections[uid]$missing == 0;
	}

function take_collected(uid: string): Result
	{
	if ( uid !in collections )
		return table();
	local c = collections[uid];
	delete collections[uid];
	return c$key in c$found ? c$found[c$key] : table();
	}

# On a node: is its part of a threshold large enough?
function may_cross(ss: SumStat, key: Key, result: Result): bool
	{
	local tracker = trackers[ss$name][key];
	local value = ss$threshold_val(key, result);
	if ( ss?$threshold && ! tracker$is_threshold_crossed && value >= ss$threshold * cluster_request_global_view_percent )
		return T;
	return ss?$threshold_series && tracker$threshold_series_index < |ss$threshold_series|
	       && value >= ss$threshold_series[tracker$threshold_series_index] * cluster_request_global_view_percent;
	}

function ask_for_view(ss: SumStat, key: Key, result: Result)
	{
	if ( ! enable_intermediate_updates || [ss$name, key] in asked_for || ! may_cross(ss, key, result) )
		return;
	add asked_for[ss$name, key];
	Broker::publish(Cluster::manager_topic, SumStats::cluster_key_intermediate_response, ss$name, key);
	}

# -- what nodes are asked

# What has been put aside, by the manager's question, and the questions that may be answered at once.
global put_aside: table[string] of ResultTable &read_expire=kPatience;
global batched: set[string] &create_expire=kPatience;

event SumStats::cluster_takes_batches(uid: string)
	{
	if ( ! is_in_charge() )
		add batched[uid];
	}

function send_batches(uid: string, ss_name: string, all: ResultTable)
	{
	local part: ResultTable;
	for ( key, result in all )
		{
		part[key] = result;
		if ( |part| < kKeysAtOnce )
			next;
		Broker::publish(Cluster::manager_topic, SumStats::cluster_batch, uid, ss_name, part);
		part = table();
		}
	if ( |part| > 0 )
		Broker::publish(Cluster::manager_topic, SumStats::cluster_batch, uid, ss_name, part);
	}

event SumStats::cluster_ss_request(uid: string, ss_name: string, cleanup: bool)
	{
	if ( is_in_charge() || ss_name !in statistics )
		return;
	if ( uid in batched )
		send_batches(uid, ss_name, results[ss_name]);
	else
		put_aside[uid] = cleanup ? results[ss_name] : copy(results[ss_name]);
	if ( ! cleanup )
		return;
	begin_period(statistics[ss_name]);
	local gone: set[string, Key];
	for ( [name, k] in asked_for )
		if ( name == ss_name )
			add gone[name, k];
	for ( [name, k] in gone )
		delete asked_for[name, k];
	}

event SumStats::get_a_key(uid: string, ss_name: string, cleanup: bool)
	{
	if ( is_in_charge() )
		return;
	if ( uid in put_aside )
		{
		for ( key in put_aside[uid] )
			{
			Broker::publish(Cluster::manager_topic, SumStats::send_a_key, uid, ss_name, key);
			return;
			}
		delete put_aside[uid];
		}
	Broker::publish(Cluster::manager_topic, SumStats::send_no_key, uid, ss_name);
	}

event SumStats::cluster_get_result(uid: string, ss_name: string, key: Key, cleanup: bool)
	{
	if ( is_in_charge() )
		return;
	local result: Result;
	if ( cleanup )
		{
		if ( uid in put_aside && key in put_aside[uid] )
			{
			result = put_aside[uid][key];
			delete put_aside[uid][key];
			}
		}
	else
		{
		delete asked_for[ss_name, key];
		if ( ss_name in results && key in results[ss_name] )
			result = results[ss_name][key];
		}
	Broker::publish(Cluster::manager_topic, SumStats::cluster_send_result, uid, ss_name, key, result, cleanup);
	}

event SumStats::cluster_threshold_crossed(ss_name: string, key: Key, thold: Thresholding)
	{
	if ( ! is_in_charge() && ss_name in trackers )
		trackers[ss_name][key] = thold;
	}

# -- what the manager is told

event SumStats::cluster_batch(uid: string, ss_name: string, part: ResultTable)
	{
	if ( uid !in collections )
		return;
	++collections[uid]$progress;
	for ( key, result in part )
		add_result(collections[uid]$found, key, result);
	}

event SumStats::send_a_key(uid: string, ss_name: string, key: Key)
	{
	if ( uid !in collections )
		return;
	add collections[uid]$keys[key];
	go_on(uid, collections[uid]);
	}

event SumStats::send_no_key(uid: string, ss_name: string)
	{
	if ( uid in collections )
		go_on(uid, collections[uid]);
	}

event SumStats::cluster_send_result(uid: string, ss_name: string, key: Key, result: Result, cleanup: bool)
	{
	if ( uid !in collections || collections[uid]$missing == 0 )
		return;
	local c = collections[uid];
	if ( |result| > 0 )
		add_result(c$found, key, result);
	if ( ! c?$key )
		go_on(uid, c);
	else if ( --c$missing == 0 )
		finish_collection(uid);
	}

event SumStats::cluster_key_intermediate_response(ss_name: string, key: Key)
	{
	if ( ! is_in_charge() || ss_name !in statistics )
		return;
	if ( [ss_name, key] in views )
		{
		collections[views[ss_name, key]]$is_asked_again = T;
		return;
		}
	local uid = collect_key(ss_name, key, T);
	views[ss_name, key] = uid;
	if ( collections[uid]$missing == 0 )
		finish_collection(uid);
	}
