# Files in chunks: once, again when they change, and what is appended.
# timeout: 20
redef exit_only_after_terminate = T;
redef Threading::heartbeat_interval = 50msec;
redef InputBinary::chunk_size = 4;

type Chunk: record { s: string; };
type Number: record { i: count; };
global out: file;

event chunk(d: Input::EventDescription, tpe: Input::Event, s: string)
	{
	print d$name, tpe, s;
	if ( d$name != "stream" )
		return;
	if ( s == "fgh" )
		{
		print out, "new";
		flush_all();
		}
	if ( s == "new" )
		terminate();
	}
event number(d: Input::EventDescription, tpe: Input::Event, i: count) { }

event Input::end_of_data(name: string, source: string)
	{
	print "end", name, source;
	if ( name == "folder" )
		Input::add_event([$source="in.bin", $name="stream", $fields=Chunk, $ev=chunk, $want_record=F,
		                  $reader=Input::READER_BINARY, $mode=Input::STREAM]);
	}

event zeek_init()
	{
	out = open("in.bin");
	enable_raw_output(out);
	print out, "ab\x00\xff\ncdefgh";
	flush_all();
	Input::add_event([$source="none", $name="none", $fields=Chunk, $ev=chunk, $want_record=F,
	                  $reader=Input::READER_BINARY]);
	Input::add_event([$source="in.bin", $name="number", $fields=Number, $ev=number, $want_record=F,
	                  $reader=Input::READER_BINARY]);
	Input::add_event([$source="in.bin", $name="all", $fields=Chunk, $ev=chunk, $want_record=F,
	                  $reader=Input::READER_BINARY, $config=table(["chunk_size"] = "64")]);
	Input::add_event([$source="in.bin", $name="folder", $fields=Chunk, $ev=chunk, $want_record=F,
	                  $reader=Input::READER_BINARY, $config=table(["path_prefix"] = ".")]);
	}
