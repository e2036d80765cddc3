# The largest value that an enumerator can have.
type Big: enum { A = 2147483647, B = 0, C = 0x10 };
event zeek_init()
	{
	print A, enum_to_int(A), fmt("%d %x", A, C), |A|;
	local t: table[Big] of count = { [A] = 1, [B] = 2, [C] = 3 };
	print t[A], |t|, A == C, A in set(A);
	switch ( A ) { case B: print "B"; break; case A: print "A"; break; }
	}
