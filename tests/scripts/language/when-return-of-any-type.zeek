# env: ZEEK_ALLOW_INIT_ERRORS=1
# What a `return when` gives is looked at when it is there: a number is converted, another type is an error for who waits.
function number(): int
	{
	return when ( T ) { return 5; }
	}
function wrong(): count
	{
	return when ( T ) { return "text"; }
	}
event zeek_init()
	{
	when ( T ) { return 7; }
	when ( local a = number() ) { print a, type_name(a); }
	when ( local b = wrong() ) { print "not reached", b; }
	print "end";
	}
