# A container of any may be used as one of other types, and the other way round. What does not fit is told when it is
# appended to a vector or assigned to an element of one; else when it is used.
type R: record { x: string; };
function append(v: vector of any, x: any) { v += x; }
function append_all(v: vector of any, w: vector of any) { v += w; }
function put(t: table[count] of any, x: any) { t[1] = x; }
function any_vector(): vector of any { local a: vector of any = vector(); a += 5; return a; }
event zeek_init() { local v = vector("a"); append(v, "b"); print v; append(v, 1); print "not reached"; }
event zeek_init() &priority=-1 { local v = vector("a"); append_all(v, vector("b")); print v; append_all(v, vector(1)); print "not reached"; }
event zeek_init() &priority=-2 { local v: vector of any = vector(1, 2); v += 3; print v; v += "x"; print "not reached"; }
event zeek_init() &priority=-3 { local t = table([1] = 2); put(t, "x"); print t; }
event zeek_init() &priority=-4 { local t = table([1] = R($x="x")); put(t, 1); print t; print t[1]$x; print "not reached"; }
event zeek_init() &priority=-5 { local v: vector of string = any_vector(); print to_upper(v[0]); print "not reached"; }
event zeek_init() &priority=-6 { local v: vector of vector of count = any_vector(); print v[0][0]; print "not reached"; }
event zeek_init() &priority=-7 { local v: vector of R = any_vector(); print v[0]$x; print "not reached"; }
event zeek_init() &priority=-8 { local v: vector of function() = any_vector(); v[0](); print "not reached"; }
event zeek_init() &priority=-9 { local v: vector of string = any_vector(); for ( i, s in v ) print to_upper(s); print "not reached"; }
event zeek_init() &priority=-10 { local v: vector of string = any_vector(); print join_string_vec(v, ","); }
