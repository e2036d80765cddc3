# The largest and smallest numbers, and what goes beyond them.
event zeek_init()
	{
	local c = 18446744073709551615;
	local i: int = 9223372036854775807;
	local m: int = -9223372036854775808;
	print c + 1, c * 2, 0 - 1 == c;          # wraps; warning: count underflow
	print i + 1 == m, m - 1 == i, -m == m, |m|, |i|;
	print m / -1, m % -1, m / 2, m % 3;      # no exception of the processor
	print 1 << 63, c >> 63, i << 1, m >> 63;
	print c == 18446744073709551615.0, i < c, m < 0;
	print c as count, double_to_count(1.8446744073709550e19), double_to_int(-9.2233720368547758e18);
	}
event zeek_init() &priority=-1
	{
	local v = vector(1, 2, 3);
	print v[18446744073709551615:];  # as -1
	v[18446744073709551615] = 9;     # as -1, too
	print v;
	v[100000000000] = 4;             # error: too far away, nothing is lost
	print "not reached";
	}
event zeek_init() &priority=-2
	{
	local v = vector(1, 2, 3);
	print v[-9223372036854775808:9223372036854775807], v[9223372036854775807:], |"abc"[-9223372036854775808:]|;
	v[9223372036854775807:-9223372036854775808] = v;
	print v;
	v += v;
	print v;
	v[1:2] = v;
	print v;
	}
event zeek_init() &priority=-3 { local c: count = -1.0 + 0.5; print "the next one runs"; }   # error: overflow
event zeek_init() &priority=-4 { local i: int = 1e300; print "the next one runs"; }   # error: overflow
event zeek_init() &priority=-5 { local big = 1e308 * 10; local i: int = big - big; print "the next one runs"; }  # error: nan
event zeek_init() &priority=-6 { local n: int = -3; print 5 + n, 5 * n, n < 5, n == 5; }
event zeek_init() &priority=-7 { local n: int = -5; print n >> 1; print n << 1; print "not reached"; }     # error
event zeek_init() &priority=-8 { print 5 / 0; }
event zeek_init() &priority=-9 { print 5 % 0; }
event zeek_init() &priority=-10 { print 5.0 / 0.0; }
event zeek_init() &priority=-11 { print 5sec / 0sec; }
event zeek_init() &priority=-12 { print vector(1, 2) / vector(1, 0); }
event zeek_init() &priority=-13 { local c = 0; --c; print c; c -= 1; print c; }        # warnings
