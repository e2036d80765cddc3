# What is less than what.
event zeek_init()
	{
	print 1sec < 2sec, -1sec < 0sec, 1min == 60sec, 1.0 == 1, 1 < 1.5, -1 < 0.5;
	print 1.2.3.4 < 1.2.3.5, [::1] < 1.2.3.4, [2001::] > 255.255.255.255;
	print 81/tcp < 80/udp, 80/udp < 1/icmp, 0/unknown < 1/tcp, 80/tcp == 80/udp;
	print "abc" < "abcd", "" < "a", "B" < "a", "a\x00" > "a", "\xff" > "a";
	print set(1) < set(1, 2), set(1) <= set(1), set(1, 2) == set(2, 1), set(1) < set(1), set(1) < set(2), set(1, 2) > set(1);
	print 10.0.0.0/8 == 10.0.0.0/8, 10.0.0.0/8 == 10.0.0.0/9, 10.1.2.3/8 == 10.0.0.0/8;
	print vector(1, 2) < vector(2, 1), vector(1, 2) == vector(1, 3);
	print T == T, T != F, network_time() > double_to_time(0.0), double_to_time(1.5) - double_to_time(0.5) == 1sec;
	print /a/ == "a", "a" == /a/, "b" != /a/;
	}
