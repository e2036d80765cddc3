# env: ZEEK_ALLOW_INIT_ERRORS=1
# A function for missing elements that gives nothing.
function f(i: count): count
	{
	if ( i == 5 )
		return 1;
	}
global t: table[count] of count &default=f;
event zeek_init()
	{
	print t[5];
	print t[6];
	print "not reached";
	}
