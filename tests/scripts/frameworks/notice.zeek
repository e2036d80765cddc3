# Notices: policies, suppression, weirds.
# timeout: 20
@load base/frameworks/notice
redef enum Notice::Type += { Found, Ignored };
redef Notice::ignored_types += { Ignored };
redef Weird::actions += { ["odd"] = Weird::ACTION_NOTICE_ONCE, ["dull"] = Weird::ACTION_IGNORE };

hook Notice::policy(n: Notice::Info)
	{
	if ( n$note == Found && n?$n && n$n > 1 )
		add n$actions[Notice::ACTION_ALARM];
	}

event Notice::log_notice(rec: Notice::Info) { print rec$note, rec$msg, rec$actions, rec$suppress_for; }
event Notice::suppressed(n: Notice::Info) { print "suppressed", n$msg; }
event Weird::log_weird(rec: Weird::Info) { print "weird", rec$name, rec?$addl ? rec$addl : "", rec$notice; }

event again() { NOTICE([$note=Found, $msg="same again", $identifier="x"]); }

event zeek_init()
	{
	NOTICE([$note=Found, $msg="one", $identifier="x"]);
	NOTICE([$note=Found, $msg="many", $n=2, $suppress_for=0sec]);
	NOTICE([$note=Ignored, $msg="nobody looks"]);
	Reporter::net_weird("odd", "more");
	Reporter::net_weird("odd");
	Reporter::net_weird("dull");
	Reporter::flow_weird("flow", 1.2.3.4, 5.6.7.8);
	event again();
	}

redef Notice::sendmail = "sed s/^/mail:/ #";

event zeek_init() &priority=-10
	{
	print Notice::email_headers("subject", "you@example.org");
	Notice::email_notice_to([$note=Found, $msg="m", $sub="s", $src=1.2.3.4, $email_body_sections=vector("more")],
	                        "you@example.org", T);
	Notice::email_notice_to([$note=Found], "", T);
	}
