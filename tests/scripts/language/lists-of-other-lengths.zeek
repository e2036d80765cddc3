# Lists are assigned place by place.
event zeek_init()
	{
	local a: count;
	local b: count;
	[a, b] = [3, 4];
	print a, b;
	[a, b] = [1, 2, 3];
	}
