# env: ZEEK_ALLOW_INIT_ERRORS=1
# Default values are no part of the statement that needs them.
type R: record { a: count &default=to_count("z"); b: double &default=sqrt(-2.0); };
global t: table[count] of count &default=to_count("q");
event zeek_init()
	{
	print R();
	print t[1];
	}
