# Random records: so many at once, and more and more in a stream.
# timeout: 20
redef exit_only_after_terminate = T;
redef Threading::heartbeat_interval = 50msec;

type Kind: enum { ONE, TWO };
type All: record {
	b: bool; i: int; c: count; d: double; t: time; iv: interval; p: port; s: string; a: addr; n: subnet; k: Kind;
	ss: set[string]; vc: vector of count; pt: pattern;
};
type Idx: record { s: string; };

global names: set[string];
global once = 0;
global streamed = 0;

event once_line(d: Input::EventDescription, tpe: Input::Event, r: All)
	{
	++once;
	if ( |r$s| == 0 || |r$ss| == 0 || |r$vc| == 0 || r$t > current_time() || r$iv >= 1sec )
		print "strange", r;
	}

event stream_line(d: Input::EventDescription, tpe: Input::Event, r: All)
	{
	# 2, 5, 11 ...
	if ( ++streamed == 18 )
		terminate();
	}

event Input::end_of_data(name: string, source: string)
	{
	print name, source, name == "once" ? once : |names|;
	}

event zeek_init()
	{
	Input::add_event([$source="5", $name="once", $fields=All, $ev=once_line, $reader=Input::READER_BENCHMARK]);
	Input::add_table([$source="7", $name="names", $idx=Idx, $destination=names, $reader=Input::READER_BENCHMARK,
	                  $config=table(["spread"] = "1000")]);
	Input::add_event([$source="2", $name="stream", $fields=All, $ev=stream_line, $mode=Input::STREAM,
	                  $reader=Input::READER_BENCHMARK,
	                  $config=table(["factor"] = "2", ["addfactor"] = "1", ["timedspread"] = "1")]);
	}
