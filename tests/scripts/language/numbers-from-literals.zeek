# env: ZEEK_ALLOW_INIT_ERRORS=1
# Messages about numbers that do not fit say where the literal stands, if it is a large one.
global big = 18446744073709551615;
function convert(c: count): int { return c; }
event zeek_init()
	{
	local large = 18446744073709551615;
	local small = -5;
	local c: count = 1;
	local i: int = 1;
	i = large;
	i = big;
	c = small;
	i = large - 1;
	print count_to_v4_addr(large), count_to_v4_addr(large - 1);
	}
