# Alarms are mailed together, in a form for humans; notices to those who look after the hosts.
@load base/frameworks/notice
redef enum Notice::Type += { Found, Local };
redef Site::local_admins += { [10.0.0.0/8] = set("admin@example.org") };
hook Notice::policy(n: Notice::Info)
	{
	if ( n$note == Local )
		{
		add n$actions[Notice::ACTION_EMAIL_ADMIN];
		add n$actions[Notice::ACTION_ADD_GEODATA];
		}
	}

redef Notice::alarmed_types += { Found };
redef Notice::sendmail = "sed -e s/^/mail:/ -e /Zeek\\\\//d -e 's/20[-0-9]*[- ][0-9:]*/DATE/g' #";
redef Notice::mail_dest = "me@example.org";
redef Log::default_mail_alarms_interval = 1day;
redef Notice::flag_nets += { 10.0.0.0/8 };

event zeek_init()
	{
	NOTICE([$note=Found, $msg="one", $src=10.1.2.3, $dst=1.2.3.4, $p=80/tcp, $sub="more"]);
	NOTICE([$note=Found, $msg="two", $src=1.2.3.5]);
	NOTICE([$note=Local, $msg="ours", $src=10.1.1.1, $dst=1.2.3.4]);
	NOTICE([$note=Local, $msg="not ours", $src=1.2.3.4]);
	NOTICE([$note=Weird::Activity, $msg="no alarm"]);
	}
