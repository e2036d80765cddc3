# Where something is that goes over several lines: from the end of its first part on.
type R: record { a: count; b: string &optional; };
global t: table[count] of string = {
	[1] = "a",
	[2] = 5,
	[3] = "c"
};
global s: set[count] = {
	"one"
};
function f(a: count, b: string): bool { return T; }
event zeek_init()
	{
	local x: count =
		"text";
	local y: set[count] = {
		"a",
		"b"
	};
	print "a" +
	  "b" +
	  1;
	f(1,
	  "x",
	  2);
	print f(1,
	  "x") +
	  1;
	local r = R($a=
	  1);
	print r
	  $nope;
	x =
	  T;
	if ( T &&
	     F &&
	     1 )
		print 1;
	print T
	  ? 1
	  : "x";
	}
