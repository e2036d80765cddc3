# The strings of assert are in quotes where a function is printed, others are not.
function f(s: string)
	{
	print "a";
	assert s == "b" && |s| > 1, fmt("%s", "c");
	print "d";
	}
event zeek_init() { print f; print cat(f); }
