# Fields that cannot be read: each line says what is wrong with it, and the others are read.
# sort: out err
# timeout: 20
redef exit_only_after_terminate = T;
global ended = 0;

type Values: record { b: bool &optional; p: port &optional; s: subnet &optional; a: addr &optional; r: pattern &optional;
	n: count &optional; e: Input::Event &optional; v: vector of count &optional; };
type Needed: record { x: count; y: count &optional; };
type WithPort: record { p: port &type_column="proto"; };
type One: record { s: string; };
type Three: record { a: string; b: count; c: count; };

event values(d: Input::EventDescription, tpe: Input::Event, rec: Values) { print rec; }
event needed(d: Input::EventDescription, tpe: Input::Event, rec: Needed) { print rec; }
event port_of(d: Input::EventDescription, tpe: Input::Event, rec: WithPort) { print rec; }
event one(d: Input::EventDescription, tpe: Input::Event, rec: One) { print rec; }
event three(d: Input::EventDescription, tpe: Input::Event, rec: Three) { print rec; }
event Input::end_of_data(name: string, source: string)
	{
	print "end", name;
	if ( ++ended == 3 )
		terminate();
	}

event zeek_init()
	{
	local f = open("values.txt");
	write_file(f, "#fields\tb\tp\ts\ta\tr\tn\te\tv\n");
	write_file(f, "maybe\t80/tcp\t10.0.0.0/8\t1.2.3.4\t/x/\t1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/carrier\t10.0.0.0/8\t1.2.3.4\t/x/\t1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0\t1.2.3.4\t/x/\t1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/40\t1.2.3.4\t/x/\t1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3\t/x/\t1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3.4\tno pattern\t1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3.4\t/x/\tone\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3.4\t/x/\t-1\tInput::EVENT_NEW\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3.4\t/x/\t1\tNo::SUCH\t1,2\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3.4\t/x/\t1\tInput::EVENT_NEW\t1,two\n");
	write_file(f, "T\t80/tcp\n");
	write_file(f, "T\t80/tcp\t10.0.0.0/8\t1.2.3.4\t/x/\t1\tInput::EVENT_NEW\t1,2\n");
	close(f);
	f = open("needed.txt");
	write_file(f, "#fields\tx\ty\n");
	write_file(f, "-\t1\n");
	write_file(f, "1\t-\n");
	close(f);
	f = open("port.txt");
	write_file(f, "#fields\tp\n80\n");
	close(f);
	f = open("empty.txt");
	close(f);
	f = open("few.txt");
	write_file(f, "#fields\tother\n");
	close(f);
	Input::add_event([$source="values.txt", $name="values", $fields=Values, $ev=values]);
	Input::add_event([$source="needed.txt", $name="needed", $fields=Needed, $ev=needed]);
	Input::add_event([$source="port.txt", $name="port", $fields=WithPort, $ev=port_of]);
	Input::add_event([$source="empty.txt", $name="empty", $fields=One, $ev=one]);
	Input::add_event([$source="few.txt", $name="few", $fields=One, $ev=one]);
	Input::add_event([$source="values.txt", $name="separator", $fields=One, $ev=one, $config=table(["separator"] = "ab")]);
	Input::add_event([$source="values.txt", $name="set_separator", $fields=One, $ev=one, $config=table(["set_separator"] = "ab")]);
	Input::add_event([$source="x", $reader=Input::READER_RAW, $name="raw, three fields", $fields=Three, $ev=three]);
	Input::add_event([$source="x", $reader=Input::READER_RAW, $name="raw, a number", $fields=Needed, $ev=needed]);
	Input::add_event([$source="x", $reader=Input::READER_CONFIG, $name="options, three", $fields=Three, $ev=three]);
	}
