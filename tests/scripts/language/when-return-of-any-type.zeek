# env: ZEEK_ALLOW_INIT_ERRORS=1
# What a `return when` gives is looked at when it is there: numbers, records and empty containers are converted, another
# type is an error for who waits.
type R: record { a: count; b: string &default="b"; };
function number(): int
	{
	return when ( T ) { return 5; }
	}
function a_record(): R
	{
	return when ( T ) { return [$a=1]; }
	}
function a_set(): set[string]
	{
	return when ( T ) { return set(); }
	}
function wrong(): count
	{
	return when ( T ) { return "text"; }
	}
event zeek_init()
	{
	when ( T ) { return 7; }
	when ( local a = number() ) { print a, type_name(a); }
	when ( local c = a_record() ) { print c; }
	when ( local d = a_set() ) { add d["x"]; print d; }
	when ( local b = wrong() ) { print "not reached", b; }
	print "end";
	}
