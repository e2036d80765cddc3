# A lambda stands where its braces do. What has no object to show is said at the end of what was read.
event zeek_init()
	{
	local a = 1;
	local f1 = function[a](x: count): count
		{
		return x;
		};
	local f2 = function(x: count): count
		{
		return x + a;
		};
	local v = vector(
		1,
		"a"
		);
	print v["x" :
		2];
	}
