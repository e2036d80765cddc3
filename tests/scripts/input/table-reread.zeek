# A table follows a file: what is new, changed and gone; predicates that refuse and change; the order of what happens.
# timeout: 20
redef exit_only_after_terminate = T;
redef Threading::heartbeat_interval = 50msec;

type Idx: record { i: int; };
type Val: record { s: string; sc: set[count] &optional; };

global t: table[int] of Val = table() &on_change=function(t: table[int] of Val, c: TableChange, i: int, v: Val)
	{ print "change", c, i, v$s; };
global round = 0;

function write_lines(lines: vector of string)
	{
	local f = open("new.log");
	enable_raw_output(f);
	print f, "#fields\ti\ts\tsc\n";
	for ( i, line in lines )
		print f, line + "\n";
	close(f);
	rename("new.log", "in.log");
	}

event changed(d: Input::TableDescription, tpe: Input::Event, left: Idx, right: Val)
	{ print "event", d$name, tpe, left$i, right; }

event Input::end_of_data(name: string, source: string)
	{
	print "end", name, source, |t|;
	if ( ++round == 1 )
		write_lines(vector("1\tone\t1", "2\ttwo-b\t-", "4\tfour\t(empty)", "9\trefused\t-"));
	else if ( round == 2 )
		write_lines(vector("4\tfour\t(empty)"));
	else
		{
		for ( i, v in t )
			print i, v;
		terminate();
		}
	}

event zeek_init()
	{
	write_lines(vector("1\tone\t1", "2\ttwo\t-", "3\tthree\t1,2"));
	print Input::add_table([$source="in.log", $name="numbers", $mode=Input::REREAD, $destination=t, $idx=Idx,
	    $val=Val, $ev=changed, $pred(typ: Input::Event, left: Idx, right: Val) =
		{
		if ( left$i == 4 )
			right$s = right$s + "!";
		# The first one stays although it goes from the file.
		return left$i != 9 && ! (typ == Input::EVENT_REMOVED && left$i == 1);
		}]);
	}
