##! telemetry.log and telemetry_histogram.log: the numbers that a process keeps about itself, again and again.
@load base/frameworks/telemetry

module Telemetry;

export {
	redef enum Log::ID += {
		## Counters and gauges.
		LOG,
		LOG_HISTOGRAM
	};

	global log_policy: Log::PolicyHook;
	global log_policy_histogram: Log::PolicyHook;

	type Info: record {
		ts: time &log;
		## Whose number this is.
		peer: string &log;
		## "counter" or "gauge".
		metric_type: string &log;
		name: string &log;
		## The names of the labels, and in the same order their values.
		labels: vector of string &log;
		label_values: vector of string &log;
		value: double &log;
	};

	type HistogramInfo: record {
		ts: time &log;
		peer: string &log;
		name: string &log;
		labels: vector of string &log;
		label_values: vector of string &log;
		## Where the ranges end; the last one does not.
		bounds: vector of double &log;
		## How many measurements were in each of them.
		values: vector of double &log;
		sum: double &log;
		observations: double &log;
	};

	## Once more when the process ends.
	option log_interval = 60sec;
	## Only families with these prefixes; if there are none, all families.
	option log_prefixes: set[string] = { "process", "zeek" };

	global log_telemetry: event(rec: Info);
	global log_telemetry_histogram: event(rec: HistogramInfo);
}

function is_logged(opts: MetricOpts): bool
	{
	return |log_prefixes| == 0 || opts$prefix in log_prefixes;
	}

function log_all()
	{
	local now = network_time();
	for ( i, m in collect_metrics() )
		{
		if ( ! is_logged(m$opts) )
			next;
		local kind = m$opts?$metric_type && m$opts$metric_type == GAUGE ? "gauge" : "counter";
		Log::write(LOG, Info($ts=now, $peer=peer_description, $metric_type=kind, $name=m$opts$name,
		                     $labels=m$label_names, $label_values=m$label_values, $value=m$value));
		}
	for ( i, h in collect_histogram_metrics() )
		{
		if ( ! is_logged(h$opts) )
			next;
		local bounds: double_vec = h$opts?$bounds ? h$opts$bounds : double_vec();
		Log::write(LOG_HISTOGRAM, HistogramInfo($ts=now, $peer=peer_description, $name=h$opts$name,
		                                        $labels=h$label_names, $label_values=h$label_values, $bounds=bounds,
		                                        $values=h$values, $sum=h$sum, $observations=h$observations));
		}
	}

event Telemetry::log()
	{
	if ( zeek_is_terminating() )
		return;  # zeek_done() does it
	log_all();
	schedule log_interval { Telemetry::log() };
	}

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $ev=log_telemetry, $path="telemetry", $policy=log_policy]);
	Log::create_stream(LOG_HISTOGRAM, [$columns=HistogramInfo, $ev=log_telemetry_histogram,
	                                   $path="telemetry_histogram", $policy=log_policy_histogram]);
	schedule log_interval { Telemetry::log() };
	}

event zeek_done() &priority=10
	{
	log_all();
	}
