# Alarms are mailed together, in a form for humans.
@load base/frameworks/notice
redef enum Notice::Type += { Found };
redef Notice::alarmed_types += { Found };
redef Notice::sendmail = "sed -e s/^/mail:/ -e /Zeek\\\\//d -e 's/20[-0-9]*[- ][0-9:]*/DATE/g' #";
redef Notice::mail_dest = "me@example.org";
redef Log::default_mail_alarms_interval = 1day;
redef Notice::flag_nets += { 10.0.0.0/8 };

event zeek_init()
	{
	NOTICE([$note=Found, $msg="one", $src=10.1.2.3, $dst=1.2.3.4, $p=80/tcp, $sub="more"]);
	NOTICE([$note=Found, $msg="two", $src=1.2.3.5]);
	NOTICE([$note=Weird::Activity, $msg="no alarm"]);
	}
