# terminate() in zeek_init: timers fire early, their events come before zeek_done; what is scheduled later is not.
global a: event(n: count);
event zeek_init() &priority=10 { print "init 10"; schedule 1hr { a(1) }; schedule 1sec { a(2) }; event a(3); terminate(); print zeek_is_terminating(); }
event zeek_init() { print "init 0"; }
event a(n: count) { print "a", n, zeek_is_terminating(); if ( n < 6 ) { schedule 1min { a(n + 10) }; event a(n + 5); } }
event zeek_done() { print "done", terminate(); schedule 1sec { a(99) }; event a(50); }
event zeek_done() &priority=-5 { print "done -5"; }
event net_done(t: time) { print "net_done"; }
