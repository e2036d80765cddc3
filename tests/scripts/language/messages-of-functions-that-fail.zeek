# Where a run-time error ends what: nested functions, every use of a variable without value.
global ev: event(c: count);
function f(n: count): count { local v = vector(1); return v[n]; }
function g(n: count): count { return f(n) + 1; }
event zeek_init() { local x = g(0); print x; x = g(3); print "no", x; }
event zeek_init() &priority=-1 { print g(0), g(9); }
event zeek_init() &priority=-2 { if ( g(9) == 1 ) print "a"; else print "b"; print "c"; }
event zeek_init() &priority=-3 { for ( i in vector(g(9)) ) print i; print "d"; }
event zeek_init() &priority=-4 { local s = fmt("%d", g(9)); print "e"; }
event zeek_init() &priority=-5 { event zeek_done(); schedule 1sec { zeek_done() }; local a: count; print a; }
event zeek_init() &priority=-6 { local a: count; a += 1; print a; }
event zeek_init() &priority=-7 { local a: count; ++a; print a; }
event zeek_init() &priority=-8 { local a: string; print a + "x"; }
event zeek_init() &priority=-9 { local a: string; local b = a; print "no"; }
event zeek_init() &priority=-10 { local a: string; print |a|; }
event zeek_init() &priority=-11 { local a: string; local t: table[string] of count; t[a] = 1; }
event zeek_init() &priority=-12 { local f2: function(); f2(); }
event zeek_init() &priority=-13 { local a: addr; print a in 10.0.0.0/8; }
event zeek_init() &priority=-14 { local b: bool; if ( b ) print 1; else print 2; }
event zeek_init() &priority=-15 { local b: bool; print b && T, T || b; }
event zeek_init() &priority=-16 { local b: bool; print T && b; }
event zeek_init() &priority=-17 { local e: any; print e; }
event zeek_init() &priority=-18 { local p: pattern; print p in "a"; }
event zeek_init() &priority=-19 { local i: interval; print 1sec + i; }
event zeek_init() &priority=-20 { local i: count; switch i { case 1: break; default: print "def"; break; } print "z"; }
event zeek_init() &priority=-21 { local i: count; local v = vector(1, i); print v; }
event zeek_init() &priority=-22 { local i: count; local r = [$a=i]; print r; }
event zeek_init() &priority=-23 { local i: count; print cat(i); }
event zeek_init() &priority=-24 { local i: count; local s = set(i); print s; }
event zeek_init() &priority=-25 { local i: count; print i is count; }
event zeek_init() &priority=-26 { local i: count; print copy(i); }
event zeek_init() &priority=-27 { local i: count; print T ? i : 3; }
event zeek_init() &priority=-28 { local i: count; local j = -i; print j; }
event zeek_init() &priority=-29 { local i: count; f(i); print "no"; }
event zeek_init() &priority=-30 { local s: string; for ( c in s ) print c; print "x"; }
event zeek_init() &priority=-31 { local s: string; print s[0]; }
event zeek_init() &priority=-32 { local s: string; print s[0:1]; }
event zeek_init() &priority=-33 { local i: count; local d: double = i; print d; }
event zeek_init() &priority=-34 { local i: count; while ( i < 3 ) { ++i; } print "w"; }
event zeek_init() &priority=-35 { local i: count; event ev(i); print "x"; }
event zeek_init() &priority=-36 { local i: count; return; }
event zeek_init() &priority=-37 { local i: interval; schedule i { ev(1) }; print "x"; }
event zeek_init() &priority=-38 { local h: hook(); print hook h(); }
