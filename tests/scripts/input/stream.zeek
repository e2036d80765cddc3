# What is appended to a file comes as events; an unfinished line waits for its end.
# timeout: 20
redef exit_only_after_terminate = T;
redef Threading::heartbeat_interval = 50msec;

type Line: record { a: count; b: string; };
global out: file;
global more: event();

event line(d: Input::EventDescription, tpe: Input::Event, a: count, b: string)
	{
	print d$name, tpe, a, b;
	if ( a == 1 )
		{
		print out, "#a comment\ntwo\t";
		schedule 20msec { more() };
		}
	if ( a == 2 )
		print out, "three\t3\r\n";
	if ( a == 3 )
		terminate();
	flush_all();
	}

event more() { print out, "2\n"; flush_all(); }

event zeek_init()
	{
	out = open("in.log");
	enable_raw_output(out);
	print out, "#fields\tb\ta\none\t1\n";
	close(out);
	out = open_for_append("in.log");
	enable_raw_output(out);
	Input::add_event([$source="in.log", $name="lines", $mode=Input::STREAM, $fields=Line, $ev=line, $want_record=F]);
	}
