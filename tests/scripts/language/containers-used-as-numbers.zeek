# What is no number is not taken for one, however a container of any comes to be used as one of numbers.
function texts(): vector of any { local a: vector of any = vector(); a += "a"; a += "b"; return a; }
function numbers(): vector of any { local a: vector of any = vector(); a += 3; a += 4; return a; }
event zeek_init() { local v: vector of count = numbers(); print v[0] + 1, v + v, -v, v == v; for ( i, x in v ) print x + 1; }
event zeek_init() &priority=-1 { local v: vector of count = texts(); print v[0] + 1; print "not reached"; }
event zeek_init() &priority=-2 { local v: vector of count = texts(); local n = v[0]; print "not reached"; }
event zeek_init() &priority=-3 { local v: vector of count = texts(); ++v[0]; print "not reached"; }
event zeek_init() &priority=-4 { local v: vector of count = texts(); for ( i, x in v ) print x; print "not reached"; }
event zeek_init() &priority=-5 { local v: vector of count = texts(); print v + v; print "not reached"; }
event zeek_init() &priority=-6 { local v: vector of count = texts(); print v == v; print "not reached"; }
event zeek_init() &priority=-7 { local v: vector of count = texts(); print -v; print "not reached"; }
event zeek_init() &priority=-8 { local v: vector of count = texts(); local d = vector(1.0, 2.0); print v + d; print "not reached"; }
event zeek_init() &priority=-9 { local v: vector of double = texts(); print v[0] * 2.0; print "not reached"; }
event zeek_init() &priority=-10 { local v: vector of bool = texts(); if ( v[0] ) print "not reached"; }
event zeek_init() &priority=-11 { local v: vector of any = texts(); print v[0], v; }
