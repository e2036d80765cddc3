##! weird_stats.log: how often each weird was told, counted before any is left out by sampling.
@load base/frameworks/sumstats
@load base/frameworks/notice/weird

module WeirdStats;

export {
	redef enum Log::ID += { LOG };

	global log_policy: Log::PolicyHook;

	## How often.
	const weird_stat_interval = 15min &redef;

	type Info: record {
		ts: time &log;
		name: string &log;
		## Since the line before.
		num_seen: count &log;
	};

	global log_weird_stats: event(rec: Info);
}

global counted: table[string] of count &default=0;

function observe()
	{
	for ( name, n in get_reporter_stats()$weirds_by_type )
		{
		if ( n > counted[name] )
			SumStats::observe("weirds.encountered", [$str=name], [$num=n - counted[name]]);
		counted[name] = n;
		}
	}

global observe_regularly: event();

event observe_regularly()
	{
	observe();
	schedule 5sec { observe_regularly() };
	}

event zeek_init() &priority=5
	{
	Log::create_stream(WeirdStats::LOG, [$columns=Info, $ev=log_weird_stats, $path="weird_stats", $policy=log_policy]);
	SumStats::create([$name="weirds.statistics", $epoch=weird_stat_interval,
	                  $reducers=set(SumStats::Reducer($stream="weirds.encountered", $apply=set(SumStats::SUM))),
	                  $epoch_result(ts: time, key: SumStats::Key, result: SumStats::Result) =
		{
		Log::write(WeirdStats::LOG, Info($ts=ts, $name=key$str,
		                                 $num_seen=double_to_count(result["weirds.encountered"]$sum)));
		}]);
	schedule 5sec { observe_regularly() };
	}
