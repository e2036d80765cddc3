# Functions that compare may be nonsense, change the vector or fail: sorting ends.
event zeek_init()
	{
	local v = vector(5, 3, 1, 4, 2);
	sort(v, function[v](a: count, b: count): int { resize(v, 0); return a < b ? -1 : 1; });
	print |v| <= 5;
	}
event zeek_init() &priority=-1
	{
	local v: vector of count;
	while ( |v| < 50 ) v += |v| * 7 % 50;
	sort(v, function(a: count, b: count): int { return -1; });
	print |v|;
	sort(v, function(a: count, b: count): int { return 1; });
	print |v|, |order(v, function(a: count, b: count): int { return 1; })|;
	local sum = 0;
	for ( _, x in v ) sum += x;
	print sum;                # nothing lost, nothing doubled: 0 + ... + 49
	}
event zeek_init() &priority=-2
	{
	local v = vector(3, 1, 2);
	sort(v, function(a: count, b: count): int { return a / (b - b) > 0 ? 1 : -1; });  # error: division by zero
	print "not reached";
	}
event zeek_init() &priority=-3
	{
	local v: vector of count;
	v[4] = 1;
	v[2] = 0;
	print sort(v);            # holes
	print order(v);
	}
