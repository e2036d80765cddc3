# Sets, several indexes, values that are no records, options of a stream, and options of the reader.
# timeout: 20
redef exit_only_after_terminate = T;
redef InputAscii::separator = "|";
redef InputAscii::empty_field = "EMPTY";

type Pair: record { a: addr; n: record { p: port; }; };
type Idx: record { a: addr; };
type Val: record { words: vector of string; };
global hosts: set[addr] = { 9.9.9.9 };
global words: table[addr] of vector of string;
global ended = 0;

event host(d: Input::TableDescription, tpe: Input::Event, left: Idx) { print "host", tpe, left; }
event pair(d: Input::EventDescription, tpe: Input::Event, p: Pair) { print p; }

event Input::end_of_data(name: string, source: string)
	{
	print "end", name;
	if ( ++ended < 3 )
		return;
	print hosts;
	print words;
	terminate();
	}

event zeek_init()
	{
	local f = open("in.log");
	print f, "#fields|a|n.p|words";
	print f, "1.2.3.4|80/tcp|x;y\\x3bz";
	print f, "[2001:db8::1]|53/udp|EMPTY";
	close(f);
	Input::add_table([$source="in.log", $name="hosts", $destination=hosts, $idx=Idx, $ev=host,
	    $pred(typ: Input::Event, left: Idx) = { return left$a != 1.2.3.4; }]);
	Input::add_table([$source="in.log", $name="words", $destination=words, $idx=Idx, $val=Val, $want_record=F,
	    $config=table(["set_separator"] = ";")]);
	Input::add_event([$source="in.log", $name="pairs", $fields=Pair, $ev=pair]);
	Input::remove("hosts");
	}
