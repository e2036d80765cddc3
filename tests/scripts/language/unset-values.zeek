# Whatever uses a variable that has no value ends with an error, wherever it stands.
global v: count;
global w: vector of count;
global s: string;
function f(): count { return 5 % |v|; }
function g(): count { return v + 1; }
function h(): count { return |s|; }
event zeek_init() { print |v|; print "A"; }
event zeek_init() &priority=-1 { print f(); print "B"; }
event zeek_init() &priority=-2 { print g(); print "C"; }
event zeek_init() &priority=-3 { print h(); print "D"; }
event zeek_init() &priority=-4 { print |s|; print "E"; }
event zeek_init() &priority=-5 { print -v, "F"; }
event zeek_init() &priority=-6 { print v == 1 ? "a" : "b"; }
event zeek_init() &priority=-7 { if ( v == 1 ) print "a"; else print "b"; }
event zeek_init() &priority=-8 { print v in set(1), [v, 1] in set([1, 1]); }
event zeek_init() &priority=-9 { print fmt("%d", v); print "no"; }
event zeek_init() &priority=-10 { local t: table[count] of count; t[v] = 1; print "no"; }
event zeek_init() &priority=-11 { local t: table[count] of count; t[1] = v; print "no"; }
event zeek_init() &priority=-12 { w += v; print "no"; }
event zeek_init() &priority=-13 { local r = [$a=v]; print r; }
event zeek_init() &priority=-14 { print copy(v); print "no"; }
event zeek_init() &priority=-15 { local a: any = v; print "no"; }
event zeek_init() &priority=-16 { print vector(v), set(v), "no"; }
event zeek_init() &priority=-17 { switch ( v ) { case 1: print 1; break; default: print "def"; break; } }
event zeek_init() &priority=-18 { while ( v < 5 ) { print "x"; break; } }
event zeek_init() &priority=-19 { for ( c in s ) print "x"; print "no"; }
event zeek_init() &priority=-21 { print s + "x"; print s[0]; print "no"; }
event zeek_init() &priority=-22 { s += "x"; print s; }
event zeek_init() &priority=-23 { ++v; print v; }
event zeek_init() &priority=-24 { v += 1; print v; }
