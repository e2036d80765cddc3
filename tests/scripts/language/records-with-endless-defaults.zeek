# A default value that needs itself: an error, not the end of the process.
type R: record { v: count; };
redef record R += { r: R &default=R($v=1); };
type S: record { v: count; };
redef record S += { s: S &default=[$v=1]; };
event zeek_init() { print R($v=2); print "not reached"; }                 # error
event zeek_init() &priority=-1 { print S($v=2); print "not reached"; }   # error
event zeek_init() &priority=-2 { local r = R($v=2, $r=R($v=3)); print "not reached"; }  # error: inside
event zeek_init() &priority=-3 { print "reached"; }
