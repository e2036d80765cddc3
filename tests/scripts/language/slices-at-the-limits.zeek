# Slices and indices, negative or beyond the end, for reading and for assigning.
event zeek_init()
	{
	local s = "abcdefgh";
	print s[0], s[-1], s[7], s[8], s[-8], s[-9], s[1:3], s[:3], s[3:], s[:], s[-3:], s[:-3], s[-3:-1], s[5:2], s[100:], s[-100:2], s[2:100], s[0:0];
	local v = vector(0,1,2,3,4,5);
	print v[0:2], v[-2:], v[:-4], v[2:2], v[4:2], v[:], v[-100:2], v[2:100], v[10:], v[-1], v[-6];
	v[1:3] = vector(10, 20, 30);
	print v;
	v[0:0] = vector(7);
	print v;
	v[-1:] = vector(8,9);
	print v;
	v[:] = vector();
	print v, |v|;
	v[5:7] = vector(1,2);
	print v;
	v[0:1] = vector(4);
	print v;
	local i: int = -1;
	print v[i], v[i:], "abc"[i], "abc"[i:], "abc"[-2:i];
	v[-1] = 55;
	print v;
	}
event zeek_init() &priority=-1 { local v = vector(1,2); print v[-3]; }
event zeek_init() &priority=-2 { local v = vector(1,2); v[-3] = 1; print v; }
event zeek_init() &priority=-3 { local v = vector(1,2); print v[2]; }
event zeek_init() &priority=-4 { local v = vector(1,2); v[1:0] = vector(3); print v; }
event zeek_init() &priority=-5 { local v = vector(1,2); v[-5:1] = vector(3); print v; }
event zeek_init() &priority=-6 { local v = vector(1,2); v[4] = 3; print v, 3 in v, 4 in v, v[1:4], |v|; for ( i, x in v ) print i, x; print v[3]; }
