# How long others of a kind are held back: by type, unless a policy says otherwise.
@load base/frameworks/notice
redef enum Notice::Type += { Usual, Short, Often, Ignored };
redef Notice::type_suppression_intervals += { [Short] = 1min };
redef Notice::not_suppressed_types += { Often };
redef Notice::ignored_types += { Ignored };

hook Notice::policy(n: Notice::Info)
	{
	print "policy", n$note, n$suppress_for, n$actions;
	if ( n?$sub )
		n$suppress_for = 5min;
	}
event Notice::begin_suppression(ts: time, suppress_for: interval, note: Notice::Type, identifier: string)
	{ print "begins", suppress_for, note, identifier; }
event Notice::suppressed(n: Notice::Info) { print "suppressed", n$note, n$identifier, n$msg; }
event Notice::log_notice(rec: Notice::Info) { print "logged", rec$note, rec$msg, rec$suppress_for; }

event zeek_init()
	{
	NOTICE([$note=Usual, $msg="usual", $identifier="1"]);
	NOTICE([$note=Usual, $msg="no identifier"]);
	NOTICE([$note=Short, $msg="short", $identifier="1"]);
	NOTICE([$note=Short, $msg="as the policy says", $sub="x", $identifier="2"]);
	NOTICE([$note=Often, $msg="often", $identifier="1"]);
	NOTICE([$note=Ignored, $msg="ignored", $identifier="1"]);
	}

event zeek_done()
	{
	for ( i, note in vector(Usual, Short, Often, Ignored) )
		NOTICE([$note=note, $msg="again", $identifier="1"]);
	NOTICE([$note=Usual, $msg="no identifier"]);
	NOTICE([$note=Usual, $msg="another", $identifier="2"]);
	}
