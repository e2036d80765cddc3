# Fields that have no name.
type R: record { a: count; b: count &default=3; };
event zeek_init()
	{
	print R("x", "y");
	print R($a=1, 5, $c=6, 7);
	print record(5, $a=1);
	print record(1, 2);
	}
