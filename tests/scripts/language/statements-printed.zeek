# How a function prints that has every kind of statement and expression in it; cat() indents, print does not.
type R: record { a: count &default=1; b: string &optional; };
type E: enum { A, B };
global g: table[count] of string;
global ev: event(x: count);
global hk: hook(x: count);
function f(x: count, r: R, v: vector of count, s: set[string], p: pattern): string
	{
	local l: table[count] of count;
	local n: R;
	local i: count;
	local any_: any = 5;
	i = 5; i += 1; ++i; --i; i -= 1;
	l[1] = 2; delete l[1]; add s["x"]; delete s["x"]; delete r$b;
	v += 5; v[0:1] = vector(1);
	print v[1:2], v[:1], v[1:], |v|, -i, +i, !T, ~i;
	if ( x > 1 && x >= 2 || ! (x == 3) ) print "a"; else if ( x < 4 ) print "b"; else { print "c"; print "d"; }
	while ( T ) { break; }
	for ( k in l ) print k;
	for ( k2, v2 in l ) { print k2, v2; next; }
	for ( [e1, e2] in table([1, 2] = 3) ) print e1;
	for ( [e3, e4], e5 in table([1, 2] = 3) ) print e3;
	for ( _, w in l ) print w;
	switch ( x ) { case 1, 2: print "x"; fallthrough; case 3: break; default: return "z"; }
	switch ( any_ ) { case type count as c: print c; break; case type string, type addr: break; }
	event ev(1);
	schedule 1sec { ev(2) };
	hook hk(3);
	assert x == 1, "msg";
	assert x != 1;
	when [x] ( x == 3 ) { print "w"; } timeout 1sec { print "t"; }
	print x in l, x !in l, "a" in "b", p in "abc", p == "abc", x is count, any_ as count;
	print r?$b, r$a, R($a=1), [$a=2], set(1,2), table([1]=2), vector(1,2), table(), copy(r);
	print x == 1 ? "a" : "b", (x + 2) * 3 - 4 / 5 % 6, 1 << 2 >> 3, 1 & 2 | 3 ^ 4;
	print 1.2.3.4/16, 10/tcp, 5min, 1.5, "str\n", /re/i, A, T, F, [::1];
	local fn = function[x](y: count): count { return x + y; };
	print fn(1), fmt("%s", x), f;
	{ local inner = 1; print inner; }
	;
	return "";
	}
event zeek_init() { print f; local s = cat(f); print_raw(s); }
