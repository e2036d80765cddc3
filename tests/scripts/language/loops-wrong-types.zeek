# Loop variables that do not fit what is iterated over.
global s = "abc";
global v = vector("x", "y");
global t: table[count, string] of bool;
event zeek_init()
	{
	local c = 1;
	local w: string;
	local i: int;
	for ( [a1, a2] in s ) print a1;       # error: only a single index
	for ( c in s ) print c;               # error: must be string
	for ( [b1, b2] in v ) print b1;       # error: only a single index type
	for ( w in v ) print w;               # error: must be integral
	for ( [i, w] in t ) print i;          # error: type clash in iteration
	for ( x in t ) print x;               # error: wrong index size, and x is not declared
	for ( y in 5 ) print y;               # error: target to iterate over
	for ( [c, w], i in t ) print i;       # error: type clash in iteration
	for ( k1, v1 in s ) print v1;         # error: key value
	}
