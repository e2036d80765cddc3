# Attributes of record fields and of parameters.
type R1: record {
	a: count &default="x";            # error: inconsistent type
	b: count &default=1 &default=2;   # error: ambiguous
	c: any &log;                      # error: cannot be logged
	d: count &log &log &optional;     # fine
	e: count &redef;
	f: table[count] of string &log;   # error: cannot be logged
	g: vector of set[count] &log;     # error: cannot be logged
	h: set[addr] &log;                # fine
};
type R3: record { a: count; b: count; a: string; };  # error: duplicate field

function f(a: count &default="x", b: string &default="y") { }  # error: inconsistent type
function g(a: count &default=1, b: string) { }                 # error: required parameter after defaults
