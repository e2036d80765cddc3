# Elements of another type cannot be appended; patterns do not repeat more often than can be counted.
event zeek_init()
	{
	local v: vector of string;
	v += 1;
	print /a{99999999999}/, /a{99999999999,}/;
	}
