# Values that are there when their type gets more fields have the defaults of these at once.
type R: record { a: count &default=1; };
global r: R;
global inside: table[count] of R = { [1] = [$a=2] };
global several: vector of R = vector(R(), R($a=3));
redef record R += { b: string &default="x"; c: set[count] &default=set(1); };
redef record R += { d: count &optional; e: vector of count &default=vector(); };
event zeek_init()
	{
	print copy(r), to_json(inside[1]);
	}
print r;
print inside, several;
add r$c[2];
print r$c, inside[1]$c;
