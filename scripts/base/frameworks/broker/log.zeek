##! broker.log: what becomes of connections.
@load ./main

module Broker;

export {
	redef enum Log::ID += { LOG };

	global log_policy: Log::PolicyHook;

	type Type: enum {
		## Something happened.
		STATUS,
		## Something failed.
		ERROR
	};

	type Info: record {
		ts: time &log;
		ty: Type &log;
		## What happened, in a word.
		ev: string &log;
		peer: NetworkInfo &log &optional;
		message: string &log &optional;
	};
}

event zeek_init() &priority=5
	{
	Log::create_stream(Broker::LOG, [$columns=Info, $path="broker", $policy=log_policy]);
	}

function log_status(ev: string, endpoint: EndpointInfo, msg: string)
	{
	local info = Info($ts=network_time(), $ty=STATUS, $ev=ev, $message=msg);
	if ( endpoint?$network )
		info$peer = endpoint$network;
	Log::write(Broker::LOG, info);
	}

event Broker::peer_added(endpoint: EndpointInfo, msg: string)
	{
	log_status("peer-added", endpoint, msg);
	}

event Broker::peer_removed(endpoint: EndpointInfo, msg: string)
	{
	log_status("peer-removed", endpoint, msg);
	}

event Broker::peer_lost(endpoint: EndpointInfo, msg: string)
	{
	log_status("connection-terminated", endpoint, msg);
	}

event Broker::error(code: ErrorCode, msg: string)
	{
	local word = to_lower(gsub(sub(cat(code), /^Broker::/, ""), /_/, "-"));
	Log::write(Broker::LOG, [$ts=network_time(), $ty=ERROR, $ev=word, $message=msg]);
	Reporter::error(fmt("Broker error (%s): %s", code, msg));
	}

event Broker::messages_lost(reason: string, id: string, messages: count)
	{
	local many = messages == 0 ? "messages may be missing" : fmt("%d messages are missing", messages);
	Log::write(Broker::LOG, [$ts=network_time(), $ty=ERROR, $ev="messages-lost", $message=fmt("%s (%s, %s)", many, reason, id)]);
	}

event Broker::log_records_lost(topic: string, peer: string, records: count, why: string)
	{
	Log::write(Broker::LOG, [$ts=network_time(), $ty=ERROR, $ev="log-records-lost",
	                         $message=fmt("%d records of %s %s%s", records, topic, why, peer == "" ? "" : " " + peer)]);
	}
