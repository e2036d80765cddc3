# `as`, `is` and `switch` by type, from any.
type R: record { a: count; };
type E: enum { A, B };
function kind(x: any): string
	{
	switch ( x )
		{
		case type count as c: return fmt("count %d", c);
		case type string: return "string";
		case type vector of count as v: return fmt("vector of %d", |v|);
		case type R as r: return fmt("R %d", r$a);
		case type E: return "E";
		default: return fmt("other: %s", type_name(x));
		}
	}
event zeek_init()
	{
	print kind(5), kind("x"), kind(vector(1, 2)), kind(R($a=3)), kind(A), kind(1.5), kind(set(1)), kind(kind), kind(-1);
	local x: any = 5;
	print x is count, x is int, x is string, (x as count) + 1;
	local v = vector(3, 1, 2);
	local s = v as set[count];
	print |s|, 3 in s, |s as vector of count|;
	}
event zeek_init() &priority=-1 { local x: any = 5; print x as string; print "not reached"; }          # error
event zeek_init() &priority=-2 { local x: any = vector(1); print x as vector of string; print "not reached"; }  # error
event zeek_init() &priority=-3 { local x: any = 5; local f = function(c: string) { print c; }; f(x); print "not reached"; }  # error
event zeek_init() &priority=-4 { local x: vector of any; x += 1; x += "a"; x += 1.5; for ( i, y in x ) print kind(y); }
