# What handlers and zeek_done queue is handled before the end, in rounds.
global a: event(n: count); global b: event(n: count);
event a(n: count) { print "a", n; if ( n < 3 ) { event a(n + 1); event b(n); } }
event b(n: count) { print "b", n; }
event zeek_init() { event a(0); event b(100); print "init"; }
event zeek_done() { print "done"; event a(2); }
