# env: ZEEK_ALLOW_INIT_ERRORS=1
# A `when` waits for a function that waits for a function; the timeout's value is a value like any other.
global x = 0;
event set_x() { x = 1; }
function inner(n: count): count
	{
	return when [n] ( x >= n ) { return x * 10; } timeout 1msec { return 99; }
	}
function outer(n: count): string
	{
	return when [n] ( local r = inner(n) ) { return fmt("outer %d", r); }
	}
event zeek_init()
	{
	when ( local a = outer(1) ) { print a; }           # outer 10
	when ( local b = outer(1000) ) { print b; }        # outer 99, at the end
	print "asked";
	event set_x();
	}

