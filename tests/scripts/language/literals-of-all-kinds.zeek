# Numbers, intervals, ports, addresses, subnets, strings, patterns and sizes.
event zeek_init()
	{
	print 5min, 5 mins, 2.5hrs, 1 day, 3 msecs, 7usec, 1e3sec, .5 sec, 5. secs, 0x10, 0xFFFFFFFFFFFFFFFF, 007;
	print 1.5e-3, 1e+4, .5, 5., 1E3, 1e308 * 10, 18446744073709551616, 99999999999999999999999;
	print 0/icmp, 255/unknown, 65535/udp, 1.2.3.4/8, 1.2.3.4 / 8, [2001:db8::1]/32, [::ffff:1.2.3.4], [::ffff:1.2.3.4]/120;
	print "\x4", "\x41B", "\101", "\7", "\q", "\a\b\f\v\r", "\\x41", "\x00z", |"\x00z|"|, "\1234";
	print /\//, /a|b/i, /./s, /a/is, /a/si, /"a+b"/, /(?i:ab)c/, /[[:alpha:]]+/, /\x41/, /\101/, /^a$/, /|a/, /a{2}/,/a{2,}/, /a{2,3}/, /a{/ ;
	print "aBc" == /abc/i, "a\nb" == /a.b/, "a\nb" == /a.b/s, "A" == /"a"/i, "ab" == /a{1}b/;
	print -5, +5, -0x10, -9223372036854775808, +9223372036854775808, -1.5, - 3 min;
	print 1day 
	  , 2;
	print 3.0 msec, 100000 usecs, 1.5days, -2.5 hrs;
	print [0x2001:db8:0:0:0:0:0:1], [fe80:0:0:0:0:0:0:1], [2001:db8:85a3:0:0:8A2E:370:7334];
	print |127.0.0.1|, |[::1]|, |10.0.0.0/8|, |-3|, |3|, |-3.5|, |-3sec|, |80/tcp|, |T|, |/a/|, |"abc"|, |[$a=1]|, |vector(1)|;
	}
