##! The stream of a framework that this program does not have. Nobody writes to it; but it keeps its place in Log::ID and
##! among the streams, since the order of tables that are indexed by streams depends on these.

module Analyzer::Logging;

export {
	redef enum Log::ID += { LOG };
	type Info: record {
		ts: time &log;
	};
}

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $path="analyzer"]);
	}
