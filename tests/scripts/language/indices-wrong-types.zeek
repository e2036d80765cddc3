# Indices that do not fit what is indexed.
global s = "abc";
global v = vector(1, 2);
global t: table[count] of string = { [1] = "one" };
event zeek_init()
	{
	print s["a"];          # error: invalid string index
	print v["a"];          # error: not a type that can be indexed so
	print t["a"];          # error: does not fit the index
	print t[1, 2];         # error: does not fit the index
	print s[1, 2];         # error: invalid string index
	print 5[1];            # error: does not fit the index
	print v[vector(T)];    # masks are checked at run time
	print v[1.5];          # error
	s[0] = "x";            # error: cannot assign to string index expression
	}
