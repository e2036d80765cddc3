# Calls with too few, too many or wrong arguments; what is called is no function.
function f(a: count, b: string &default="x") { }
global e: event(a: count);
global h: hook(a: count);
type R: record { a: count; };
event zeek_init()
	{
	local n = 1;
	f();                # error: parameter mismatch
	f(1, "y", 2);       # error: parameter mismatch
	f("y");             # error: type mismatch
	f(-1);              # error: type mismatch
	n(1);               # error
	R(1, 2);            # error
	"x"();              # error
	e(1);               # error: use event statement
	event e();          # error
	event e("x");       # error
	event f(1);         # error: not an event
	event nobody(1);    # error
	h(1);               # error: cannot be called directly
	hook f(1);          # error
	hook h("x");        # error
	hook h();           # error
	schedule 1 { e(1) };      # error: requires a time or time interval
	schedule 1sec { f(1) };   # error: not an event
	local l = function[n, n](): count { return n; };       # error: listed multiple times
	local m = function[R](): count { return 1; };          # error: cannot specify type
	local o = function[f](): count { f(1); return 1; };    # error: cannot specify global
	local p = function[nothing](): count { return 1; };    # error: no such local identifier
	local q = function(): count { return n; };             # error: without captures
	}
