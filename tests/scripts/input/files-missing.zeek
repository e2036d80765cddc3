# Files that are not there, without a field, or with a bad line; with and without giving up.
# timeout: 20
redef exit_only_after_terminate = T;

type Val: record { i: count; };
event line(d: Input::EventDescription, tpe: Input::Event, v: Val) { print d$name, v; }
event failed(d: Input::EventDescription, message: string, level: Reporter::Level) { print d$name, message, level; }
event Input::end_of_data(name: string, source: string) { print "end", name; }
event last() { terminate(); }

event zeek_init()
	{
	local f = open("bad.log");
	enable_raw_output(f);
	print f, "#fields\ti\n1\nx\n-1\n2abc\n99999999999999999999\n3\n";
	close(f);
	local strict = table(["fail_on_file_problem"] = "T", ["fail_on_invalid_lines"] = "T");
	for ( i, path in vector("none.log", "bad.log") )
		{
		Input::add_event([$source=path, $name=path, $fields=Val, $ev=line, $error_ev=failed]);
		Input::add_event([$source=path, $name=path + " strict", $fields=Val, $ev=line, $config=strict]);
		}
	Input::add_event([$source="none.log", $name="reread", $fields=Val, $ev=line, $mode=Input::REREAD]);
	schedule 200msec { last() };
	}
