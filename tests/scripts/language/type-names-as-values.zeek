# Types are values of their own: printed, compared by `is`, given to functions.
type R: record { a: count; b: table[string] of set[addr]; };
type V: vector of R;
type Fn: function(a: count, b: string): bool;
type E: enum { X, Y };
function name(t: any): string { return type_name(t); }
event zeek_init()
	{
	print R, V, Fn, E;
	print name(R), name(V), name(Fn), name(E);
	print name(R($a=1)), name(vector(1.5)), name(set([1, "a"])), name(X), name(name), name(1sec), name(/x/), name(80/tcp);
	print name(table([1] = vector(1.2.3.4))), name(10.0.0.0/8), name(T), name(-1), name(network_time());
	}
