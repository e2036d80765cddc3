##! Statistics of a whole cluster: each node keeps what it has observed, and the manager asks for it when a period ends,
##! when somebody wants the result of a key, or when a node has seen so much that a threshold may be crossed. Results
##! and thresholds are told on the manager only.
@load ./main
@load base/frameworks/cluster

module SumStats;

export {
	## Whether nodes speak up within a period when a threshold may be crossed.
	const enable_intermediate_updates = T &redef;
	## A node speaks up once it alone has seen this part of a threshold.
	const cluster_request_global_view_percent = 0.2 &redef;

	## From the manager: give all that there is, and begin anew.
	global cluster_ss_request: event(uid: string, ss_name: string, cleanup: bool);
	## A part of that, or the last one (`done`).
	global cluster_ss_response: event(uid: string, ss_name: string, data: ResultTable, done: bool);
	## From the manager: give what there is for a key.
	global cluster_get_result: event(uid: string, ss_name: string, key: Key);
	global cluster_send_result: event(uid: string, ss_name: string, key: Key, result: Result);
	## From the manager: this many thresholds have been crossed.
	global cluster_threshold_crossed: event(ss_name: string, key: Key, tracker: Tracker);
}

# What the manager has asked for, and has got so far.
type Collection: record {
	ss_name: string;
	found: ResultTable &default=table();
	missing: count;
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

function tell_nodes_of_period(uid: string, ss_name: string)
	{
	Broker::publish(Cluster::worker_topic, SumStats::cluster_ss_request, uid, ss_name, T);
	Broker::publish(Cluster::proxy_topic, SumStats::cluster_ss_request, uid, ss_name, T);
	}

function tell_nodes_of_key(uid: string, ss_name: string, key: Key)
	{
	Broker::publish(Cluster::worker_topic, SumStats::cluster_get_result, uid, ss_name, key);
	Broker::publish(Cluster::proxy_topic, SumStats::cluster_get_result, uid, ss_name, key);
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
	local before = c$key in trackers[ss$name] ? trackers[ss$name][c$key]$series_index : 0;
	check_threshold_of(ss, c$key, c$key in c$found ? c$found[c$key] : table());
	if ( c$key in trackers[ss$name] && trackers[ss$name][c$key]$series_index != before )
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

# Nodes may have gone.
event SumStats::give_up(uid: string)
	{
	if ( uid in collections && collections[uid]$missing > 0 )
		finish_collection(uid);
	}

function begin_collection(c: Collection): string
	{
	local uid = unique_id("");
	collections[uid] = c;
	if ( c$missing > 0 )
		schedule kPatience { SumStats::give_up(uid) };
	return uid;
	}

function collect_period(ss: SumStat, own: ResultTable)
	{
	local uid = begin_collection(Collection($ss_name=ss$name, $found=own, $missing=other_nodes()));
	tell_nodes_of_period(uid, ss$name);
	if ( collections[uid]$missing == 0 )
		finish_collection(uid);
	}

function collect_key(ss_name: string, key: Key, is_view: bool): string
	{
	local c = Collection($ss_name=ss_name, $missing=other_nodes(), $key=key, $is_view=is_view);
	if ( ss_name in statistics )
		c$period = statistics[ss_name]$period;
	if ( ss_name in results && key in results[ss_name] )
		c$found[key] = copy(results[ss_name][key]);
	local uid = begin_collection(c);
	tell_nodes_of_key(uid, ss_name, key);
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
	if ( ss?$threshold && ! tracker$crossed && value >= ss$threshold * cluster_request_global_view_percent )
		return T;
	return ss?$threshold_series && tracker$series_index < |ss$threshold_series|
	       && value >= ss$threshold_series[tracker$series_index] * cluster_request_global_view_percent;
	}

function ask_for_view(ss: SumStat, key: Key, result: Result)
	{
	if ( ! enable_intermediate_updates || [ss$name, key] in asked_for || ! may_cross(ss, key, result) )
		return;
	add asked_for[ss$name, key];
	Broker::publish(Cluster::manager_topic, SumStats::cluster_key_intermediate_response, ss$name, key);
	}

# -- what nodes are asked

event SumStats::cluster_ss_request(uid: string, ss_name: string, cleanup: bool)
	{
	if ( is_in_charge() )
		return;
	local part: ResultTable;
	if ( ss_name in statistics )
		{
		for ( key, result in results[ss_name] )
			{
			part[key] = result;
			if ( |part| < kKeysAtOnce )
				next;
			Broker::publish(Cluster::manager_topic, SumStats::cluster_ss_response, uid, ss_name, part, F);
			part = table();
			}
		}
	Broker::publish(Cluster::manager_topic, SumStats::cluster_ss_response, uid, ss_name, part, T);
	if ( ! cleanup || ss_name !in statistics )
		return;
	begin_period(statistics[ss_name]);
	local gone: set[string, Key];
	for ( [name, k] in asked_for )
		if ( name == ss_name )
			add gone[name, k];
	for ( [name, k] in gone )
		delete asked_for[name, k];
	}

event SumStats::cluster_get_result(uid: string, ss_name: string, key: Key)
	{
	if ( is_in_charge() )
		return;
	delete asked_for[ss_name, key];
	local result: Result;
	if ( ss_name in results && key in results[ss_name] )
		result = results[ss_name][key];
	Broker::publish(Cluster::manager_topic, SumStats::cluster_send_result, uid, ss_name, key, result);
	}

event SumStats::cluster_threshold_crossed(ss_name: string, key: Key, tracker: Tracker)
	{
	if ( ! is_in_charge() && ss_name in trackers )
		trackers[ss_name][key] = tracker;
	}

# -- what the manager is told

event SumStats::cluster_ss_response(uid: string, ss_name: string, data: ResultTable, done: bool)
	{
	if ( uid !in collections )
		return;
	local c = collections[uid];
	for ( key, result in data )
		add_result(c$found, key, result);
	if ( done && --c$missing == 0 )
		finish_collection(uid);
	}

event SumStats::cluster_send_result(uid: string, ss_name: string, key: Key, result: Result)
	{
	if ( uid !in collections || collections[uid]$missing == 0 )
		return;
	local c = collections[uid];
	if ( |result| > 0 )
		add_result(c$found, key, result);
	if ( --c$missing == 0 )
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
