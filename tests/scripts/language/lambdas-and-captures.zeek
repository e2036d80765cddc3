# What lambdas keep: scalars as they were, aggregates shared unless copied; each function value has its own state.
function counter(): function(): count
	{
	local n = 0;
	return function[n](): count { return ++n; };
	}
event zeek_init()
	{
	local a = counter();
	local b = counter();
	print a(), a(), b(), a();            # 1, 2, 1, 3
	local c = copy(a);
	print c(), a(), c();                 # 4, 4, 5
	local n = 1;
	local v = vector(1);
	local shared = function[n, v]() { n += 1; v += n; };
	local copied = function[n, copy v](): count { n += 10; v += n; return |v|; };
	n = 100;
	shared(); shared();
	print v, n;                          # [1, 2, 3], 100
	print copied(), copied(), v;         # 2, 3, [1, 2, 3]
	local t: table[string] of function(x: count): count;
	for ( i in vector(0, 1, 2) )
		t[cat(i)] = function[i](x: count): count { return x + i; };
	print t["0"](10), t["1"](10), t["2"](10);
	local outer = function[n](): function(): count { return function[n](): count { return n; }; };
	print outer()();
	print sort(vector(3, 1, 2), function(x: count, y: count): int { return x > y ? -1 : 1; });
	}
