# reporter.log, weird.log and notice.log of a process without -b.
# args: {script}
# files: reporter.log weird.log notice.log
# mask: ^#(open|close)\t.*$ => #\1\t<time>
# mask: ^\d{10}\.\d{6} => <ts>
redef enum Notice::Type += { Storm };
event zeek_init()
	{
	Reporter::info("for information");
	Reporter::warning("be warned");
	Reporter::net_weird("odd", "more of it", "here");
	NOTICE([$note=Storm, $msg="clouds", $sub="dark", $src=192.0.2.1]);
	}
