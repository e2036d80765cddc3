##! What is odd, as the runtime and scripts tell it by Reporter::net_weird() and the like: logged, noticed or ignored.
@load ./main

module Weird;

export {
	redef enum Notice::Type += {
		## Something odd for which the action asks for a notice.
		Activity
	};

	redef enum Log::ID += { LOG };

	## Sees what weird.log is about to get.
	global log_policy: Log::PolicyHook;

	type Info: record {
		ts: time &log;
		uid: string &log &optional;
		id: conn_id &log &optional;
		conn: connection &optional;
		name: string &log;
		addl: string &log &optional;
		notice: bool &log &default=F;
		peer: string &log &optional &default=peer_description;
		source: string &log &optional;
		## What makes two of a name the same.
		identifier: string &optional;
	};

	type Action: enum {
		ACTION_UNSPECIFIED,
		ACTION_IGNORE,
		ACTION_LOG,
		ACTION_LOG_ONCE,
		ACTION_LOG_PER_CONN,
		ACTION_LOG_PER_ORIG,
		ACTION_NOTICE,
		ACTION_NOTICE_ONCE,
		ACTION_NOTICE_PER_CONN,
		ACTION_NOTICE_PER_ORIG
	};

	## By name. What is not here is logged.
	const actions: table[string] of Action = {} &default=ACTION_LOG &redef;
	const ignore_hosts: set[addr, string] = {} &redef;
	## How long a weird that is logged or noticed once is held back.
	const did_log_interval = 1day &redef;
	## These are told each time. Others are held back for a while if a weird with the same name and identifier was told.
	option weird_do_not_ignore_repeats: set[string] = {
		"bad_IP_checksum", "bad_TCP_checksum", "bad_UDP_checksum", "bad_ICMP_checksum"
	};

	## The names of what is held back, by identifier.
	global weird_ignore: table[string] of set[string] &create_expire=10min;
	## What was logged or noticed, and may be once only: names, and for whom.
	global did_log: set[string, string] &create_expire=did_log_interval;
	global did_notice: set[string, string] &create_expire=did_log_interval;

	global log_weird: event(rec: Info);
	global weird: function(w: Weird::Info);
}

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $ev=log_weird, $path="weird", $policy=log_policy]);
	}

const once = set(ACTION_LOG_ONCE, ACTION_NOTICE_ONCE);
const per_conn = set(ACTION_LOG_PER_CONN, ACTION_NOTICE_PER_CONN);
const per_orig = set(ACTION_LOG_PER_ORIG, ACTION_NOTICE_PER_ORIG);
const notices = set(ACTION_NOTICE, ACTION_NOTICE_ONCE, ACTION_NOTICE_PER_CONN, ACTION_NOTICE_PER_ORIG);

# Whether the action has been taken already, and may be taken once only.
function was_told(w: Info, action: Action): bool
	{
	local who = "";
	if ( action in per_conn && w?$uid )
		who = w$uid;
	else if ( action in per_orig && w?$id )
		who = cat(w$id$orig_h);
	else if ( action !in once )
		return F;

	local told = action in notices ? did_notice : did_log;
	if ( [w$name, who] in told )
		return T;
	add told[w$name, who];
	return F;
	}

function is_repeated(w: Info): bool
	{
	if ( ! w?$identifier || w$name in weird_do_not_ignore_repeats )
		return F;
	if ( w$identifier !in weird_ignore )
		weird_ignore[w$identifier] = set();
	if ( w$name in weird_ignore[w$identifier] )
		return T;
	add weird_ignore[w$identifier][w$name];
	return F;
	}

function weird(w: Weird::Info)
	{
	local action = actions[w$name];
	if ( action == ACTION_IGNORE || (w?$id && [w$id$orig_h, w$name] in ignore_hosts) )
		return;
	if ( is_repeated(w) || was_told(w, action) )
		return;
	if ( action in notices )
		{
		w$notice = T;
		local n = Notice::Info($note=Activity, $msg=w$name);
		if ( w?$conn )
			n$conn = w$conn;
		if ( w?$id )
			n$id = w$id;
		if ( w?$uid )
			n$uid = w$uid;
		if ( w?$identifier )
			n$identifier = w$identifier;
		if ( w?$addl )
			n$sub = w$addl;
		NOTICE(n);
		}
	Log::write(LOG, w);
	}

function new_info(name: string, addl: string, source: string): Info
	{
	local w = Info($ts=network_time(), $name=name);
	if ( addl != "" )
		w$addl = addl;
	if ( source != "" )
		w$source = source;
	return w;
	}

event net_weird(name: string, addl: string, source: string)
	{
	Weird::weird(new_info(name, addl, source));
	}

event flow_weird(name: string, src: addr, dst: addr, addl: string, source: string)
	{
	local w = new_info(name, addl, source);
	w$id = conn_id($orig_h=src, $orig_p=0/unknown, $resp_h=dst, $resp_p=0/unknown);
	w$identifier = cat_sep("-", "", name, src, dst);
	Weird::weird(w);
	}

event conn_weird(name: string, c: connection, addl: string, source: string)
	{
	local w = new_info(name, addl, source);
	w$conn = c;
	w$id = c$id;
	w$uid = c$uid;
	w$identifier = cat_sep("-", "", name, c$id$orig_h, c$id$resp_h);
	Weird::weird(w);
	}

event expired_conn_weird(name: string, id: conn_id, uid: string, addl: string, source: string)
	{
	local w = new_info(name, addl, source);
	w$id = id;
	w$uid = uid;
	w$identifier = cat_sep("-", "", name, id$orig_h, id$resp_h);
	Weird::weird(w);
	}

event file_weird(name: string, f: fa_file, addl: string, source: string)
	{
	Weird::weird(new_info(name, addl == "" ? f$id : addl, source));
	}
