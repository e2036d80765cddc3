# `return when` needs someone who waits: a `when` that calls the function.
global x = 0;
function waits(n: count): count
	{
	return when [n] ( x >= n ) { return x; } timeout 5sec { return 99; }
	}
event zeek_init() { print waits(1); print "the next statement runs"; }  # error
