# In brackets, prefixes are counted as those of IPv6 addresses are.
event zeek_init()
	{
	print [::ffff:1.2.3.4]/120, [::ffff:1.2.3.4]/128, [::ffff:0:0]/96, [::ffff:1.2.3.4]/32;
	print [::ffff:1.2.3.4] / 16 == 1.2.3.4/16, 1.2.3.9 in [::ffff:1.2.3.4]/120;
	local a = [::ffff:1.2.3.4];
	print a / 16;
	}
