# env: ZEEK_ALLOW_INIT_ERRORS=1
# An error ends one body; the others run, and who called a hook goes on.
global h: hook(x: count);
global e: event(x: count);
hook h(x: count) &priority=2 { print "h1", x; print 1 / x; print "divided"; }
hook h(x: count) &priority=1 { print "h2", x; x = 5; }
hook h(x: count) { print "h3", x; }
event e(x: count) &priority=1 { print "e1", 1 / x; print "not reached"; }
event e(x: count) { print "e2"; if ( hook h(x) ) print "true"; else print "false"; }
function f(x: count): count { return 1 / x; }
function g(x: count): count { local r = f(x); print "not reached"; return r; }
event zeek_init()
	{
	print "direct", hook h(1);
	event e(0);
	}
event zeek_init() &priority=-1 { print g(0); print "not reached"; }
event zeek_init() &priority=-2 { schedule 0sec { e(0) }; print "scheduled"; }
