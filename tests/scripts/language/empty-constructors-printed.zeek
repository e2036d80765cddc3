# In functions that are printed, empty constructors show what they become.
function f()
	{
	local v: vector of count = vector();
	local t: table[count] of count = table();
	local s: set[count] = set();
	s = set();
	v = vector();
	}
function g(): vector of string { return vector(); }
print f, g;
print g;
