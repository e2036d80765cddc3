# Both alternatives are of one enum.
type color: enum { RED, GREEN };
type number: enum { ONE };
event zeek_init()
	{
	local c = T;
	print c ? RED : GREEN;
	print c ? RED : ONE;
	}
