# A time may be equal to zero, which is a number; it has no place in an order with numbers.
event zeek_init()
	{
	local t = double_to_time(0.0);
	print t == 0, 0 == t, t != 0;
	print t < 0;
	print 0 >= t;
	print t > 0.0;
	}
