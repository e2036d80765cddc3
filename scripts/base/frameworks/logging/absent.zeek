##! Streams of frameworks that this program does not have. Nobody writes to them; but they keep their places in Log::ID and
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

module Files;

export {
	redef enum Log::ID += { LOG };
	type Info: record {
		ts: time &log;
	};
}

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $path="files"]);
	}
