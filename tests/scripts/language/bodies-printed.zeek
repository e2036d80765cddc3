# All statements and expressions as functions are printed.
type R: record { a: count &default=1; b: string &optional; };
type E: enum { X, Y };
global tt: table[count, string] of R;
function f1(a: count, b: string &default="x"): R
	{
	local x = -a;
	local y = +3;
	local z = ~a;
	local n = !T;
	local s = a in set(1,2) || "b" !in b && a != 4;
	local t = T ? x : y;
	local u: table[count] of string = { [1] = "a", [2] = "b" };
	local v = vector(1, 2, 3);
	local w: set[string, count] = { ["a", 1] };
	v += 4;
	v[|v|] = 9;
	v[1:2] = vector(7);
	print v[1:], v[:2], v[:], v[-1], b[0:2];
	++a; --a; a += 2; a -= 1; 
	b += "z";
	delete u[1]; delete v; add w["b", 2];
	for ( i in v ) print i;
	for ( k, val in u ) { print k, val; next; }
	for ( [s1, c1] in w ) break;
	for ( [s2, c2], r in tt ) print s2;
	while ( a < 10 ) { ++a; if ( a == 5 ) break; else next; }
	if ( a > 3 ) { print "x"; } else if ( a >= 4 ) print "y"; else { }
	switch ( a ) { case 1, 2: print 1; break; case 3: fallthrough; default: return R($a=3); }
	local fn = function[a](q: int): int { return q * 2 + a; };
	event zeek_done();
	schedule 5 sec { zeek_done() };
	when [a] ( a == 1 ) { print "w"; } timeout 1 min { print "t"; }
	assert a > 1, "msg";
	local rr: R = [$a=5, $b="x"];
	rr$b = "y"; print rr?$b, rr$a; delete rr$b;
	local p = /ab+/i; print p in "ab", b == p;
	local an: any = a; print an as count, an is string;
	print 1.2.3.4/8, 10.0.0.0/8, 5/tcp, 3min + 2 sec, double_to_time(3.0), X, [::1], 1.5e3;
	print copy(rr), |v|, |a|, cat(a, b), fmt("%d", a);
	print a & 3 | 4 ^ 5, a << 2, a >> 1, a % 2, a * 3 / 4 - 1;
	tt[1, "a"] = rr; print [1,"a"] in tt;
	const kk = 3;
	local e: table[count] of count = table() &default=5;
	local ee = set(1) ;
	{ local inner = 1; print inner; }
	;
	return rr;
	}
hook h(a: count) { break; }
event ev(a: count) { return; }
function empty() { }
function one() { print 1; }
event zeek_init() { print f1; print h; print ev; print empty; print one; print function(a: count): count { return a + 1; }; }
