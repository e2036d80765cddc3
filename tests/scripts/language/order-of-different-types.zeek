# Only what is of one kind has an order; lists of indices have the same length.
global unequal = { [1, "a"], [2, "b", T] };
event zeek_init()
	{
	print 1 < "a";
	print 1sec >= 5;
	print set(1) <= 1;
	print 1 == "a";
	}
