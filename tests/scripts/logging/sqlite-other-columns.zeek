# Tables from before: with the columns in another order, and without one of them.
redef enum Log::ID += { MOVED, LESS };
type Line: record { a: string; b: count; } &log;
type Back: record { a: string; b: count; };
redef exit_only_after_terminate = T;

event line(d: Input::EventDescription, tpe: Input::Event, r: Back)
	{
	print r;
	terminate();
	}

event again()
	{
	Input::add_event([$source="moved", $name="moved", $fields=Back, $ev=line, $reader=Input::READER_SQLITE,
	                  $config=table(["query"] = "select * from moved")]);
	}

event rows_written()
	{
	Log::remove_stream(MOVED);
	schedule 20msec { again() };
	}

event Input::end_of_data(name: string, source: string)
	{
	Input::remove(name);
	schedule 20msec { again() };
	}

event zeek_init()
	{
	for ( id, path in table([MOVED] = "moved", [LESS] = "less") )
		{
		Log::create_stream(id, [$columns=Line, $path=path]);
		Log::remove_filter(id, "default");
		Log::add_filter(id, [$name="sqlite", $path=path, $writer=Log::WRITER_SQLITE,
		                     $config=table(["tablename"] = path)]);
		Log::write(id, [$a="x", $b=1]);
		}
	event rows_written();
	}
