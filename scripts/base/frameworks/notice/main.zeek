##! Notices: what scripts find worth a human's attention, and a policy that decides what becomes of it.
module Notice;

export {
	redef enum Log::ID += {
		## All notices that are logged.
		LOG,
		## Those that are alarms besides.
		ALARM_LOG
	};

	## See what notice.log and notice_alarm.log are about to get.
	global log_policy: Log::PolicyHook;
	global log_policy_alarm: Log::PolicyHook;

	## Scripts add their own with `redef enum`.
	type Type: enum {
		## A summary of other notices.
		Tally
	};

	type Action: enum {
		ACTION_NONE,
		ACTION_LOG,
		## Mail and pages: this program sends none, but policies may name the actions.
		ACTION_EMAIL,
		ACTION_PAGE,
		ACTION_EMAIL_ADMIN,
		ACTION_ALARM
	};
	type ActionSet: set[Notice::Action];

	## For how long a notice that is the same as another one is held back.
	const default_suppression_interval = 1hrs &redef;

	type Info: record {
		ts: time &log &optional;
		uid: string &log &optional;
		id: conn_id &log &optional;
		conn: connection &optional;
		f: fa_file &optional;
		fuid: string &log &optional;
		file_mime_type: string &log &optional;
		file_desc: string &log &optional;
		proto: transport_proto &log &optional;
		note: Type &log;
		msg: string &log &optional;
		## More about it.
		sub: string &log &optional;
		src: addr &log &optional;
		dst: addr &log &optional;
		p: port &log &optional;
		n: count &log &optional;
		peer_name: string &optional;
		peer_descr: string &log &optional;
		actions: ActionSet &log &default=ActionSet();
		email_dest: set[string] &log &default=set();
		email_body_sections: vector of string &optional;
		email_delay_tokens: set[string] &optional;
		## Notices of one type with the same identifier are the same. Without: each is another.
		identifier: string &optional;
		suppress_for: interval &log &default=default_suppression_interval;
	};

	const ignored_types: set[Notice::Type] = {} &redef;
	const emailed_types: set[Notice::Type] = {} &redef;
	const alarmed_types: set[Notice::Type] = {} &redef;
	const not_suppressed_types: set[Notice::Type] = {} &redef;
	const type_suppression_intervals: table[Notice::Type] of interval = {} &redef;

	## Decides: handlers change `n`, above all `n$actions`.
	global policy: hook(n: Notice::Info);
	## Does what has been decided.
	global notice: hook(n: Notice::Info);

	global log_notice: event(rec: Info);
	## From now on, others of its kind are held back.
	global begin_suppression: event(ts: time, suppress_for: interval, note: Type, identifier: string);
	## One has been held back.
	global suppressed: event(n: Notice::Info);

	global is_being_suppressed: function(n: Notice::Info): bool;
	## Fills in what follows from the rest, and asks the policy.
	global apply_policy: function(n: Notice::Info);
	## What NOTICE does with one that is not held back.
	global internal_NOTICE: function(n: Notice::Info);
}

module GLOBAL;

export {
	## Raises a notice.
	global NOTICE: function(n: Notice::Info);
}

module Notice;

function time_left(t: table[Type, string] of time, index: any): interval
	{
	local note: Type;
	local identifier: string;
	[note, identifier] = index;
	local left = t[note, identifier] - network_time();
	return left > 0sec ? left : 0sec;
	}

# Until when.
global suppressing: table[Type, string] of time &create_expire=0secs &expire_func=time_left;

function is_being_suppressed(n: Notice::Info): bool
	{
	return n?$identifier && [n$note, n$identifier] in suppressing
	       && suppressing[n$note, n$identifier] > network_time();
	}

function apply_policy(n: Notice::Info)
	{
	if ( ! n?$ts )
		n$ts = network_time();
	if ( n?$conn )
		{
		if ( ! n?$id )
			n$id = n$conn$id;
		if ( ! n?$uid )
			n$uid = n$conn$uid;
		}
	if ( n?$id )
		{
		if ( ! n?$src )
			n$src = n$id$orig_h;
		if ( ! n?$dst )
			n$dst = n$id$resp_h;
		if ( ! n?$p )
			n$p = n$id$resp_p;
		}
	if ( n?$p && ! n?$proto )
		n$proto = get_port_transport_proto(n$p);
	if ( ! n?$peer_descr )
		n$peer_descr = peer_description;

	hook policy(n);

	if ( n$note in not_suppressed_types )
		n$suppress_for = 0secs;
	else if ( n$note in type_suppression_intervals )
		n$suppress_for = type_suppression_intervals[n$note];
	}

hook policy(n: Notice::Info) &priority=10
	{
	if ( n$note in ignored_types )
		break;
	if ( n$note in alarmed_types )
		add n$actions[ACTION_ALARM];
	if ( n$note in emailed_types )
		add n$actions[ACTION_EMAIL];
	add n$actions[ACTION_LOG];
	}

event zeek_init() &priority=5
	{
	Log::create_stream(LOG, [$columns=Info, $ev=log_notice, $path="notice", $policy=log_policy]);
	Log::create_stream(ALARM_LOG, [$columns=Info, $path="notice_alarm", $policy=log_policy_alarm]);
	}

hook notice(n: Notice::Info) &priority=-5
	{
	if ( ACTION_LOG in n$actions )
		Log::write(LOG, n);
	if ( ACTION_ALARM in n$actions )
		Log::write(ALARM_LOG, n);
	}

event Notice::begin_suppression(ts: time, suppress_for: interval, note: Type, identifier: string)
	{
	suppressing[note, identifier] = ts + suppress_for;
	}

function internal_NOTICE(n: Notice::Info)
	{
	apply_policy(n);
	hook notice(n);
	if ( n?$identifier && [n$note, n$identifier] !in suppressing && n$suppress_for != 0secs )
		event Notice::begin_suppression(n$ts, n$suppress_for, n$note, n$identifier);
	}

module GLOBAL;

function NOTICE(n: Notice::Info)
	{
	# In a cluster the manager decides.
	if ( Notice::is_being_suppressed(n) )
		event Notice::suppressed(n);
	else
		Notice::internal_NOTICE(n);
	}
