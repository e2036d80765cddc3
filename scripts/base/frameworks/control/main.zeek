##! Asking a running process, and telling it what to do. The process that is asked loads
##! policy/frameworks/control/controllee, the one that asks policy/frameworks/control/controller.
module Control;

export {
	## What topics of requests and answers begin with.
	const topic_prefix = "zeek/control" &redef;

	## Does the process that is asked listen for others? Not necessary if it does so anyway.
	const controllee_listen = T &redef;

	## Who is to be asked,
	const host = 0.0.0.0 &redef;
	const host_port = 0/tcp &redef;
	## with the zone of an address that is valid on one link only,
	const zone_id = "" &redef;
	## for what,
	const cmd = "" &redef;
	## and, with id_value, the name of the variable.
	const arg = "" &redef;

	## What one can ask for.
	const commands: set[string] = {
		"id_value", "peer_status", "net_stats", "configuration_update", "shutdown"
	} &redef;

	## Variables that configuration_update leaves as they are.
	const ignore_ids: set[string] = {} &redef;

	## The value of a variable.
	global id_value_request: event(id: string);
	global id_value_response: event(id: string, val: string);

	## Its peers, one in a line.
	global peer_status_request: event();
	global peer_status_response: event(s: string);

	## Statistics of packets.
	global net_stats_request: event();
	global net_stats_response: event(s: string);

	## Raised once the values of variables have come from the one who asks;
	global configuration_update_request: event();
	## then this one, so that scripts can act on it,
	global configuration_update: event();
	## and the answer.
	global configuration_update_response: event();

	## Its end.
	global shutdown_request: event();
	global shutdown_response: event();
}
