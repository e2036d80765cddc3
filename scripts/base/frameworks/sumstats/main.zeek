##! Statistics of what scripts observe, by key and for periods of time.
##!
##! A script tells what it sees with observe(). Statistics that others have created pick the streams of observations
##! that they need, calculate from them, and call back when a threshold is crossed or a period has ended.
@load base/frameworks/cluster

module SumStats;

export {
	## Calculations. Each plugin adds its own.
	type Calculation: enum { PLACEHOLDER };

	## What something has been seen for: a host, a name, or both.
	type Key: record {
		str: string &optional;
		host: addr &optional;
	};

	## What has been seen. Without a number it counts as 1.
	type Observation: record {
		num: count &optional;
		dbl: double &optional;
		str: string &optional;
	};

	## What becomes of one stream of observations.
	type Reducer: record {
		stream: string;
		apply: set[Calculation];
		## F: this one does not count.
		pred: function(key: SumStats::Key, obs: SumStats::Observation): bool &optional;
		normalize_key: function(key: SumStats::Key): Key &optional;
	};

	## The result of a reducer. Each plugin adds its fields.
	type ResultVal: record {
		begin: time;
		end: time;
		num: count &default=0;
	};

	## By stream.
	type Result: table[string] of ResultVal;
	type ResultTable: table[Key] of Result;

	type SumStat: record {
		name: string;
		## How long a period is; 0 sec: until next_epoch() is called.
		epoch: interval;
		reducers: set[Reducer];

		## The number that is compared with the threshold.
		threshold_val: function(key: SumStats::Key, result: SumStats::Result): double &optional;
		threshold: double &optional;
		## Ascending: each is crossed once in a period.
		threshold_series: vector of double &optional;
		threshold_crossed: function(key: SumStats::Key, result: SumStats::Result) &optional;

		## At the end of a period: for each key, and then once.
		epoch_result: function(ts: time, key: SumStats::Key, result: SumStats::Result) &optional;
		epoch_finished: function(ts: time) &optional;
	};

	global create: function(ss: SumStats::SumStat);
	global observe: function(id: string, key: SumStats::Key, obs: SumStats::Observation);
	## Ends the period of statistics whose epoch is 0. F: there are none of that name, or their epoch is not 0.
	global next_epoch: function(ss_name: string): bool;
	## What there is for a key in this period. For conditions of `when`.
	global request_key: function(ss_name: string, key: Key): Result;
	global key2str: function(key: SumStats::Key): string;

	# -- for plugins

	type ObserveFunc: function(r: Reducer, val: double, data: Observation, rv: ResultVal);

	## Runs at the start: the place to call the two functions below.
	global register_observe_plugins: hook();
	global register_observe_plugin: function(calc: Calculation, func: ObserveFunc);
	global add_observe_plugin_dependency: function(calc: Calculation, depends_on: Calculation);
	## Prepares a new result.
	global init_resultval_hook: hook(r: Reducer, rv: ResultVal);
	## Puts two results of the same reducer together.
	global compose_resultvals_hook: hook(result: ResultVal, rv1: ResultVal, rv2: ResultVal);
	## Two results of the same reducer as one.
	global compose_resultvals: function(rv1: ResultVal, rv2: ResultVal): ResultVal;

	## To the manager of a cluster: a threshold may be crossed.
	global cluster_key_intermediate_response: event(ss_name: string, key: Key);

	## Which thresholds have been crossed.
	type Thresholding: record {
		is_threshold_crossed: bool &default=F;
		## How many of the series.
		threshold_series_index: count &default=0;
	};
}

# In cluster.zeek:
global collect_period: function(ss: SumStat, own: ResultTable);
global collect_key: function(ss_name: string, key: Key, is_view: bool): string;
global collected: function(uid: string): bool;
global take_collected: function(uid: string): Result;
global ask_for_view: function(ss: SumStat, key: Key, result: Result);

redef record Reducer += {
	## The statistics it belongs to.
	ssname: string &optional;
	## What to calculate, what others need first.
	calc_funcs: vector of Calculation &optional;
};

redef record SumStat += {
	started: time &optional;
	## The number of the period.
	period: count &default=0;
};

global calculations: table[Calculation] of ObserveFunc;
global needs: table[Calculation] of vector of Calculation;
global statistics: table[string] of SumStat;
# By stream.
global reducers: table[string] of vector of Reducer;
# By the statistics' name.
global results: table[string] of ResultTable;
global trackers: table[string] of table[Key] of Thresholding;

event zeek_init() &priority=100000
	{
	hook register_observe_plugins();
	}

function register_observe_plugin(calc: Calculation, func: ObserveFunc)
	{
	calculations[calc] = func;
	}

function add_observe_plugin_dependency(calc: Calculation, depends_on: Calculation)
	{
	if ( calc !in needs )
		needs[calc] = vector();
	needs[calc] += depends_on;
	}

function key2str(key: SumStats::Key): string
	{
	local parts: string_vec;
	if ( key?$host )
		parts += fmt("host=%s", key$host);
	if ( key?$str )
		parts += fmt("str=%s", key$str);
	return fmt("sumstats_key(%s)", join_string_vec(parts, ", "));
	}

function add_calculation(funcs: vector of Calculation, calc: Calculation)
	{
	if ( calc in needs )
		{
		for ( i, needed in needs[calc] )
			add_calculation(funcs, needed);
		}
	for ( i, known in funcs )
		if ( known == calc )
			return;
	funcs += calc;
	}

function new_result(r: Reducer): ResultVal
	{
	local rv = ResultVal($begin=network_time(), $end=network_time());
	hook init_resultval_hook(r, rv);
	return rv;
	}

function compose_resultvals(rv1: ResultVal, rv2: ResultVal): ResultVal
	{
	local rv = ResultVal($begin=(rv1$begin < rv2$begin ? rv1$begin : rv2$begin),
	                     $end=(rv1$end > rv2$end ? rv1$end : rv2$end), $num=rv1$num + rv2$num);
	hook compose_resultvals_hook(rv, rv1, rv2);
	return rv;
	}

function begin_period(ss: SumStat)
	{
	results[ss$name] = table();
	trackers[ss$name] = table();
	ss$started = network_time();
	++ss$period;
	}

# In a cluster the manager tells results.
function is_in_charge(): bool
	{
	return ! Cluster::is_enabled() || Cluster::local_node_type() == Cluster::MANAGER;
	}

function tell_results(ss: SumStat, old: ResultTable)
	{
	local now = network_time();
	if ( ss?$epoch_result )
		{
		for ( key, result in old )
			ss$epoch_result(now, key, result);
		}
	if ( ss?$epoch_finished )
		ss$epoch_finished(now);
	}

function end_period(ss: SumStat)
	{
	local old = results[ss$name];
	begin_period(ss);
	if ( Cluster::is_enabled() )
		collect_period(ss, old);
	else
		tell_results(ss, old);
	}

event SumStats::finish_epoch(ss: SumStat)
	{
	end_period(ss);
	if ( ss$epoch > 0sec )
		schedule ss$epoch { SumStats::finish_epoch(ss) };
	}

function create(ss: SumStats::SumStat)
	{
	if ( (ss?$threshold || ss?$threshold_series) && ! ss?$threshold_val )
		Reporter::error("SumStats given a threshold with no $threshold_val function");

	statistics[ss$name] = ss;
	for ( r in ss$reducers )
		{
		r$ssname = ss$name;
		r$calc_funcs = vector();
		for ( calc in r$apply )
			add_calculation(r$calc_funcs, calc);
		if ( r$stream !in reducers )
			reducers[r$stream] = vector();
		reducers[r$stream] += r;
		}
	begin_period(ss);
	if ( ss$epoch > 0sec && is_in_charge() )
		schedule ss$epoch { SumStats::finish_epoch(ss) };
	}

function next_epoch(ss_name: string): bool
	{
	if ( ss_name !in statistics || statistics[ss_name]$epoch > 0sec || ! is_in_charge() )
		return F;
	end_period(statistics[ss_name]);
	return T;
	}

function request_key(ss_name: string, key: Key): Result
	{
	if ( Cluster::is_enabled() )
		{
		local uid = collect_key(ss_name, key, F);
		return when [uid] ( collected(uid) )
			{
			return take_collected(uid);
			}
		}
	return when [ss_name, key] ( T )
		{
		if ( ss_name in results && key in results[ss_name] )
			return results[ss_name][key];
		return table();
		}
	}

function has_threshold(ss: SumStat): bool
	{
	return ss?$threshold_val && (ss?$threshold || ss?$threshold_series);
	}

function prepare_threshold(ss: SumStat, key: Key, result: Result)
	{
	# The function may look at all streams.
	for ( r in ss$reducers )
		if ( r$stream !in result )
			result[r$stream] = new_result(r);
	if ( key !in trackers[ss$name] )
		trackers[ss$name][key] = Thresholding();
	}

function is_crossed(ss: SumStat, key: Key, result: Result): bool
	{
	local tracker = trackers[ss$name][key];
	local value = ss$threshold_val(key, result);
	if ( ss?$threshold && ! tracker$is_threshold_crossed && value >= ss$threshold )
		return T;
	return ss?$threshold_series && tracker$threshold_series_index < |ss$threshold_series|
	       && value >= ss$threshold_series[tracker$threshold_series_index];
	}

function check_threshold_of(ss: SumStat, key: Key, result: Result)
	{
	if ( ! has_threshold(ss) )
		return;
	prepare_threshold(ss, key, result);
	if ( ! is_crossed(ss, key, result) )
		return;

	local tracker = trackers[ss$name][key];
	tracker$is_threshold_crossed = T;
	++tracker$threshold_series_index;
	if ( ss?$threshold_crossed )
		ss$threshold_crossed(key, result);
	}

function observe_for(r: Reducer, key: Key, obs: Observation)
	{
	if ( r?$normalize_key )
		key = r$normalize_key(copy(key));
	if ( r?$pred && ! r$pred(key, obs) )
		return;

	local ss = statistics[r$ssname];
	local found = results[ss$name];
	if ( key !in found )
		found[key] = table();
	local result = found[key];
	if ( r$stream !in result )
		result[r$stream] = new_result(r);

	local rv = result[r$stream];
	++rv$num;
	rv$end = network_time();
	local value = 1.0;
	if ( obs?$num )
		value = obs$num + 0.0;
	else if ( obs?$dbl )
		value = obs$dbl;
	for ( i, calc in r$calc_funcs )
		calculations[calc](r, value, obs, rv);
	if ( ! Cluster::is_enabled() )
		check_threshold_of(ss, key, result);
	else if ( has_threshold(ss) )
		{
		prepare_threshold(ss, key, result);
		if ( is_in_charge() )
			event SumStats::cluster_key_intermediate_response(ss$name, key);
		else
			ask_for_view(ss, key, result);
		}
	}

function observe(id: string, key: SumStats::Key, obs: SumStats::Observation)
	{
	if ( id !in reducers )
		return;
	for ( i, r in reducers[id] )
		observe_for(r, key, obs);
	}
