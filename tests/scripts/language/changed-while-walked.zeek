# Containers that change under a loop: it ends, with the elements that it has begun with, or as long as the vector is.
event zeek_init()
	{
	local v = vector(1, 2, 3);
	local n = 0;
	for ( i, x in v ) { if ( n < 10 ) v += x; ++n; }
	print n, |v|;             # 13, 13: the size is read again in each round
	for ( i, x in v ) resize(v, 1);
	print |v|;
	for ( i, x in v ) { v = vector(); print x; }  # the old vector is walked
	print |v|;
	}
event zeek_init() &priority=-1
	{
	local t = table([1] = "a", [2] = "b", [3] = "c");
	local n = 0;
	for ( k in t ) { clear_table(t); ++n; }
	print n, |t|;
	t = table([1] = "a", [2] = "b", [3] = "c");
	n = 0;
	for ( k in t ) { t = table(); ++n; }          # the old table is walked
	print n, |t|;
	}
event zeek_init() &priority=-2
	{
	local t: table[count] of vector of count = { [1] = vector(1), [2] = vector(2) };
	local sum = 0;
	for ( k, v in t ) { delete t[k]; sum += v[0]; }   # warning, each time; the value lives on
	print |t|, sum;
	}
event zeek_init() &priority=-3
	{
	local s = "abc";
	for ( c in s ) { s = ""; print c; }
	}
global g: table[string] of string = { ["x"] = "y" };
event zeek_init() &priority=-4
	{
	for ( k, v in g ) { g = table(); print k, v; }
	local t = table([1] = 1);
	for ( i in t ) { for ( j in t ) { t[i] = 2; } }   # replacing a value is fine
	print t;
	}
