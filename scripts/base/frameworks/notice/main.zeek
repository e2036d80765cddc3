##! Notices: what scripts find worth a human's attention, and a policy that decides what becomes of it.
@load base/frameworks/cluster
@load base/utils/site

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
		## Mail to `mail_dest` and to the notice's `email_dest`.
		ACTION_EMAIL,
		ACTION_ALARM,
		## Mail to those who look after the hosts: `Site::local_admins`.
		ACTION_EMAIL_ADMIN,
		## Mail to `mail_page_dest`.
		ACTION_PAGE,
		## Tells where the host is that is not local, as far as that is known.
		ACTION_ADD_GEODATA
	};
	type ActionSet: set[Notice::Action];

	## For how long a notice that is the same as another one is held back.
	const default_suppression_interval = 1hrs &redef;

	# -- mail

	## What sends mail: it reads the message from standard input.
	option sendmail = "/usr/sbin/sendmail";
	## Where mail goes to. Empty: nowhere.
	const mail_dest = "" &redef;
	const mail_page_dest = "" &redef;
	option mail_from = "Zeek <zeek@localhost>";
	option reply_to = "";
	## In front of subjects.
	option mail_subject_prefix = "[Zeek]";
	## For how long mail waits for what `email_delay_tokens` stand for.
	option max_email_delay = 15secs;

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
		remote_location: geo_location &log &optional;
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
	## The head of a mail, with an empty line at its end.
	global email_headers: function(subject_desc: string, dest: string): string;
	## Mails a notice; with `extend` also its `email_body_sections`.
	global email_notice_to: function(n: Info, dest: string, extend: bool);
	## Mails a rotated log, as a postprocessor of logs does.
	global log_mailing_postprocessor: function(info: Log::RotationInfo): bool;
	## From nodes of a cluster to the manager.
	global cluster_notice: event(n: Notice::Info);
	## From the manager to the others.
	global manager_begin_suppression: event(ts: time, suppress_for: interval, note: Type, identifier: string);

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
	}

hook policy(n: Notice::Info) &priority=10
	{
	if ( n$note in ignored_types )
		break;
	if ( n$note in not_suppressed_types )
		n$suppress_for = 0secs;
	else if ( n$note in type_suppression_intervals )
		n$suppress_for = type_suppression_intervals[n$note];
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

function email_headers(subject_desc: string, dest: string): string
	{
	local reply = reply_to == "" ? "" : fmt("Reply-To: %s\n", reply_to);
	return fmt("From: %s\nSubject: %s %s\nTo: %s\nUser-Agent: Zeek/%s\n%s\n", mail_from, mail_subject_prefix,
	           subject_desc, dest, zeek_version(), reply);
	}

function send_mail(text: string)
	{
	piped_exec(fmt("%s -t -oi", sendmail), text);
	}

function email_body(n: Info, extend: bool): string
	{
	local body = n?$msg ? fmt("Message: %s\n", n$msg) : "";
	if ( n?$sub )
		body += fmt("Sub-message: %s\n", n$sub);
	body += "\n";
	if ( n?$id )
		body += fmt("Connection: %s:%d -> %s:%d\n", n$id$orig_h, n$id$orig_p, n$id$resp_h, n$id$resp_p);
	else if ( n?$src )
		body += fmt("Address: %s\n", n$src);
	if ( n?$uid )
		body += fmt("Connection uid: %s\n", n$uid);
	if ( extend && n?$email_body_sections )
		for ( i, section in n$email_body_sections )
			body += fmt("\n%s\n", section);
	return body;
	}

function email_notice_to(n: Info, dest: string, extend: bool)
	{
	if ( dest == "" )
		return;
	if ( extend && n?$email_delay_tokens && |n$email_delay_tokens| > 0 )
		{
		when [n, dest] ( |n$email_delay_tokens| == 0 )
			{
			email_notice_to(n, dest, T);
			}
		timeout max_email_delay
			{
			Reporter::info(fmt("Notice email delay tokens weren't released in time (%s).", n$email_delay_tokens));
			clear_table(n$email_delay_tokens);
			email_notice_to(n, dest, T);
			}
		return;
		}
	send_mail(email_headers(fmt("%s", n$note), dest) + email_body(n, extend) + "\n--\n[Automatically generated]\n\n");
	}

function log_mailing_postprocessor(info: Log::RotationInfo): bool
	{
	if ( mail_dest == "" )
		return T;
	local head = email_headers(fmt("Log Contents: %s", info$fname), mail_dest);
	local mail = open(info$fname + ".mail");
	print mail, head;
	close(mail);
	system(fmt("cat %s %s | %s -t -oi && rm %s", safe_shell_quote(info$fname + ".mail"), safe_shell_quote(info$fname),
	           sendmail, safe_shell_quote(info$fname + ".mail")));
	return T;
	}

# The addresses of those who look after a notice's hosts.
function admins_of(n: Info): string
	{
	local found: string_vec;
	if ( n?$src && Site::get_emails(n$src) != "" )
		found += Site::get_emails(n$src);
	if ( n?$dst && Site::get_emails(n$dst) != "" )
		found += Site::get_emails(n$dst);
	return join_string_vec(found, ", ");
	}

function add_location(n: Info)
	{
	if ( n?$src && ! Site::is_local_addr(n$src) )
		n$remote_location = lookup_location(n$src);
	else if ( n?$dst && ! Site::is_local_addr(n$dst) )
		n$remote_location = lookup_location(n$dst);
	}

hook notice(n: Notice::Info) &priority=10
	{
	if ( ACTION_ADD_GEODATA in n$actions )
		add_location(n);
	}

hook notice(n: Notice::Info) &priority=-5
	{
	if ( ACTION_EMAIL_ADMIN in n$actions )
		email_notice_to(n, admins_of(n), T);
	if ( ACTION_EMAIL in n$actions )
		{
		email_notice_to(n, mail_dest, T);
		for ( dest in n$email_dest )
			email_notice_to(n, dest, T);
		}
	if ( ACTION_PAGE in n$actions )
		email_notice_to(n, mail_page_dest, F);
	if ( ACTION_LOG in n$actions )
		Log::write(LOG, n);
	if ( ACTION_ALARM in n$actions )
		Log::write(ALARM_LOG, n);
	}

event Notice::begin_suppression(ts: time, suppress_for: interval, note: Type, identifier: string)
	{
	suppressing[note, identifier] = ts + suppress_for;
	}

event Notice::manager_begin_suppression(ts: time, suppress_for: interval, note: Type, identifier: string)
	{
	event Notice::begin_suppression(ts, suppress_for, note, identifier);
	}

function internal_NOTICE(n: Notice::Info)
	{
	apply_policy(n);
	hook notice(n);
	if ( n?$identifier && [n$note, n$identifier] !in suppressing && n$suppress_for != 0secs )
		{
		event Notice::begin_suppression(n$ts, n$suppress_for, n$note, n$identifier);
		if ( Cluster::is_enabled() )
			for ( topic in set(Cluster::worker_topic, Cluster::proxy_topic) )
				Broker::publish(topic, Notice::manager_begin_suppression, n$ts, n$suppress_for, n$note,
				                n$identifier);
		}
	}

event Notice::cluster_notice(n: Notice::Info)
	{
	NOTICE(n);
	}

module GLOBAL;

function NOTICE(n: Notice::Info)
	{
	if ( Notice::is_being_suppressed(n) )
		{
		event Notice::suppressed(n);
		return;
		}
	if ( ! Cluster::is_enabled() || Cluster::local_node_type() == Cluster::MANAGER )
		{
		Notice::internal_NOTICE(n);
		return;
		}
	# In a cluster the manager decides.
	n$peer_name = n$peer_descr = Cluster::node;
	Broker::publish(Cluster::manager_topic, Notice::cluster_notice, n);
	}
