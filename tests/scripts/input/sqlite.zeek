# Rows of data bases: fields by the names of columns, types, what is missing, and queries that fail.
# timeout: 20
redef exit_only_after_terminate = T;

module Color;
export { type Kind: enum { RED, BLUE }; }

module GLOBAL;

type Idx: record { i: int; };
type Val: record {
	b: bool; c: count; p: port &type_column="proto"; d: double; t: time; iv: interval; s: string; e: Color::Kind;
	a: addr; n: subnet; ss: set[string]; vc: vector of count &optional; other: string &optional;
};
type Number: record { i: int; };
type Named: record { number: int; b: bool; };
type Flag: record { i: int; b: bool; };
type Place: record { i: int; a: addr; };

global hosts: table[int] of Val;
global ended = 0;

event number(d: Input::EventDescription, tpe: Input::Event, r: Number) { print d$name, tpe, r; }
event named(d: Input::EventDescription, tpe: Input::Event, r: Named) { print d$name, r; }
event flag(d: Input::EventDescription, tpe: Input::Event, r: Flag) { print d$name, r; }
event place(d: Input::EventDescription, tpe: Input::Event, r: Place) { print d$name, r; }
event trouble(d: Input::EventDescription, message: string, level: Reporter::Level) { print d$name, message, level; }

function add_numbers(name: string, query: string, source: string &default="base")
	{
	Input::add_event([$source=source, $name=name, $fields=Number, $ev=number, $reader=Input::READER_SQLITE,
	                  $config=table(["query"] = query)]);
	}

event Input::end_of_data(name: string, source: string)
	{
	print "end", name, source;
	if ( name == "hosts" )
		{
		for ( i in vector(-1, 2) )
			print hosts[vector(-1, 2)[i]];
		print |hosts|;
		}
	if ( name == "again" && ++ended == 2 )
		terminate();
	}

event zeek_init()
	{
	Input::add_table([$source="base", $name="hosts", $idx=Idx, $val=Val, $destination=hosts,
	                  $reader=Input::READER_SQLITE, $config=table(["query"] = "select * from hosts")]);
	add_numbers("some", "select i from hosts where i > 1 order by i desc;");
	Input::add_event([$source="base", $name="renamed", $fields=Named, $ev=named, $reader=Input::READER_SQLITE,
	                  $config=table(["query"] = "select i as number, b from hosts where i = 2")]);
	add_numbers("no column", "select absent from hosts");
	add_numbers("no such field", "select b from hosts");
	add_numbers("twice", "select i, c as i from hosts");
	add_numbers("no table", "select i from absent");
	add_numbers("no file", "select i from hosts", "absent");
	for ( i, which in vector("wrong", "larger") )
		Input::add_event([$source="base", $name=which, $fields=Flag, $ev=flag, $reader=Input::READER_SQLITE,
		                  $error_ev=trouble, $config=table(["query"] = fmt("select i, b from %s", which))]);
	Input::add_event([$source="base", $name="address", $fields=Place, $ev=place, $reader=Input::READER_SQLITE,
	                  $config=table(["query"] = "select i, a from wrong where i = 2")]);
	Input::add_event([$source="base", $name="no query", $fields=Number, $ev=number, $reader=Input::READER_SQLITE]);
	Input::add_event([$source="base", $name="watched", $fields=Number, $ev=number, $reader=Input::READER_SQLITE,
	                  $mode=Input::STREAM, $config=table(["query"] = "select i from hosts")]);
	add_numbers("again", "select i from hosts where i = 3");
	Input::force_update("again");
	}
