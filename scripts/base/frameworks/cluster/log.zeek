##! cluster.log: how nodes come and go.

module Cluster;

export {
	redef enum Log::ID += { LOG };

	global log_policy: Log::PolicyHook;

	type Info: record {
		ts: time &log;
		## Who tells it.
		node: string &log;
		message: string &log;
	} &log;

	## Adds a message.
	global log: function(msg: string);
}

event zeek_init() &priority=5
	{
	Log::create_stream(Cluster::LOG, [$columns=Info, $path="cluster", $policy=log_policy]);
	}

function log(msg: string)
	{
	Log::write(Cluster::LOG, [$ts=network_time(), $node=node, $message=msg]);
	}
