# Raw lines: of files from an offset, of commands with input, standard error and exit codes.
# timeout: 20
# sort: out err
redef exit_only_after_terminate = T;

type Line: record { s: string; };
type Both: record { s: string; is_stderr: bool; };
global ended = 0;

event line(d: Input::EventDescription, tpe: Input::Event, s: string) { print d$name, tpe, s; }
event both(d: Input::EventDescription, tpe: Input::Event, rec: Both) { print d$name, rec; }

function one_more()
	{
	if ( ++ended == 7 )
		terminate();
	}

event Input::end_of_data(name: string, source: string)
	{ print "end", name; one_more(); }
event InputRaw::process_finished(name: string, source: string, exit_code: count, signal_exit: bool)
	{ print "finished", name, exit_code, signal_exit; one_more(); }

event zeek_init()
	{
	local f = open("in.txt");
	print f, "first";
	print f, "second";
	print f, "third";
	close(f);
	Input::add_event([$source="in.txt", $reader=Input::READER_RAW, $name="whole", $fields=Line, $ev=line, $want_record=F]);
	Input::add_event([$source="in.txt", $reader=Input::READER_RAW, $name="from offset", $fields=Line, $ev=line,
	                  $want_record=F, $config=table(["offset"] = "6")]);
	Input::add_event([$source="in.txt", $reader=Input::READER_RAW, $name="other separator", $fields=Line, $ev=line,
	                  $want_record=F, $config=table(["offset"] = "-7", ["record_separator"] = "ir")]);
	Input::add_event([$source="tr a-z A-Z; echo oops >&2; exit 3 |", $reader=Input::READER_RAW, $name="command", $fields=Both,
	                  $ev=both, $mode=Input::STREAM, $config=table(["stdin"] = "with\ninput", ["read_stderr"] = "1")]);
	Input::add_event([$source="kill -9 $$ |", $reader=Input::READER_RAW, $name="killed", $fields=Line, $ev=line,
	                  $want_record=F]);
	}
