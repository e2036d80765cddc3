# A place in a table is not named so.
event zeek_init()
	{
	local t: table[count, count] of string;
	t[1, 2,] = "x";
	}
