# Operators on all types, at the limits of numbers, and how the results are printed.
event zeek_init() {
 local i: int = 9223372036854775807; local c: count = 18446744073709551615; local z: count = 0; local m: int = -7;
 print i + 1, c + 1, c * 2, i * 2, m / 2, m % 3, m % +3, m / -2, -m, -i - 2, |i|, |m|;
 print 7 / 2, 7 % 4, 7.5 / 2, 1 / 3.0, 2 * 1.5, 1e300 * 1e300, -1e300 * 1e300, 0.0 / 1.0, -0.0, 0.0 * -1.0;
 print 1e-7, 1e-6, 0.1 + 0.2, 1e15, 123456789.123456789, 2147483647.0, 2147483646.5, 1.0000001, 1.9999999, 0.9999999999, 100000.5, 1e10, -1e-10, 3.0e0;
 print 5 - 3, 1.5 == 3/2, 3 == 3.0, -1 < 1, m < 1, i > 1, c > 5, 1.5 < 2, T == T, 5 != 5.0;
 print 1sec / 2, 1sec * 3, 3 * 1sec, 10sec / 3sec, 1.5 * 2min, -5sec, |-5sec|, 1day - 1hr, 1sec + 1msec, 0sec, 1usec / 10, 1e-9 secs, 1000days, 365.25days;
 print double_to_time(1e9) + 1day, double_to_time(5.5) - double_to_time(3.0), double_to_time(0.0), double_to_time(1700000000.123456), |double_to_time(3.5)|;
 print 10 & 6, 10 | 6, 10 ^ 6, ~0, 1 << 63, 1 << 64, 8 >> 1, 8 >> 64, -8 >> 1, ~5 & 0xff;
 print "a" < "b", "a" < "aa", "" < "a", "Z" < "a", "a\x00b" == "a", "a\x00b" > "a", "a" + "b" + "c", "é" < "z", |"é"|;
 print 80/tcp < 80/udp, 81/tcp > 80/udp, 1.2.3.4 < 1.2.3.5, [::1] < 1.2.3.4, 1.2.3.4 == [::ffff:1.2.3.4], 10.0.0.0/8 == 10.1.2.3/8;
 print set(1,2) == set(2,1), set(1) < set(1,2), set(1,2) <= set(1,2), set(1) > set(2), set(1) | set(2), set(1,2) & set(2,3), set(1,2) - set(2), set(1) != set(1);
 print z - 1, 3 - 5;
 print vector(1,2) + vector(3,4), vector(1,2) * vector(3,4), vector(1,2) == vector(1,3), vector(T,F) && vector(T,T), -vector(1,2), vector(1.5,2.5) / vector(2.0, 2.0), vector(1,2) < vector(2,1);
 print vector(T,F) ? vector(1,2) : vector(3,4);
 ++z; print z; --z; print z; --z; print z;
 local d = 1.5; d += 1; print d; d -= 3; print d; i += 5; print i;
 local s = "x"; s += "y" + cat(1); print s;
 local iv = 1min; iv += 1sec; iv -= 2min; print iv;
}
