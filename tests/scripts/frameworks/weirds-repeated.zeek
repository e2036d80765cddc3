# Weirds that are held back: of the same name and identifier, once for all, for a connection, or for an originator.
@load base/frameworks/notice/weird
redef Weird::actions += {
	["once"] = Weird::ACTION_LOG_ONCE,
	["conn"] = Weird::ACTION_LOG_PER_CONN,
	["orig"] = Weird::ACTION_LOG_PER_ORIG,
	["notice"] = Weird::ACTION_NOTICE_PER_ORIG,
	["ignored"] = Weird::ACTION_IGNORE
};
redef Weird::ignore_hosts += { [1.1.1.1, "plain"] };
redef Weird::weird_do_not_ignore_repeats += { "repeated" };
event Weird::log_weird(rec: Weird::Info)
	{ print rec$name, rec?$id ? cat(rec$id$orig_h) : "-", rec?$uid ? rec$uid : "-", rec$notice; }
event Notice::log_notice(rec: Notice::Info) { print "notice", rec$note, rec$msg, rec$src; }

function tell(name: string, host: addr, uid: string, identifier: string)
	{
	local w = Weird::Info($ts=network_time(), $name=name, $uid=uid);
	w$id = conn_id($orig_h=host, $orig_p=1/tcp, $resp_h=9.9.9.9, $resp_p=2/tcp);
	if ( identifier != "" )
		w$identifier = identifier;
	Weird::weird(w);
	}

event zeek_init()
	{
	for ( i, name in vector("plain", "repeated", "once", "conn", "orig", "notice", "ignored") )
		{
		tell(name, 1.1.1.1, "C1", "");
		tell(name, 1.1.1.1, "C2", "");
		tell(name, 2.2.2.2, "C3", "");
		tell(name, 2.2.2.2, "C3", "");
		}
	for ( i, name in vector("plain", "repeated") )
		{
		tell(name, 3.3.3.3, "C4", "same");
		tell(name, 4.4.4.4, "C5", "same");
		tell(name, 4.4.4.4, "C6", "another");
		}
	Reporter::flow_weird("flow", 5.5.5.5, 6.6.6.6);
	Reporter::flow_weird("flow", 5.5.5.5, 6.6.6.6);
	Reporter::flow_weird("flow", 5.5.5.5, 7.7.7.7);
	Reporter::net_weird("net");
	Reporter::net_weird("net");
	}
