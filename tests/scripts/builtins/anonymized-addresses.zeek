# env: ZEEK_ALLOW_INIT_ERRORS=1
# Addresses in place of others. Which ones depends on the seeds; in place of the same address always the same one comes.
redef orig_addr_anonymization = SEQUENTIALLY_NUMBERED;
redef resp_addr_anonymization = PREFIX_PRESERVING_A50;

# How many of their first bits two addresses have in common.
function common_bits(a: addr, b: addr): count
	{
	local bits = is_v4_addr(a) ? 32 : 128;
	local n = 0;
	while ( n < bits && mask_addr(a, n + 1) == mask_addr(b, n + 1) )
		++n;
	return n;
	}

event zeek_init() &priority=5
	{
	print anonymize_addr(192.168.7.1, ORIG_ADDR), anonymize_addr(10.0.0.1, ORIG_ADDR), anonymize_addr(192.168.7.1, ORIG_ADDR);
	print anonymize_addr([fe80::1], ORIG_ADDR), anonymize_addr([fe80::2], ORIG_ADDR);
	}

event zeek_init() &priority=4
	{
	local hosts = vector(10.1.2.3, 10.1.2.4, 10.1.200.1, 10.128.0.1, 192.168.7.1, [fe80::1], [fe80::1:0:0:1], [2001:db8::1]);
	for ( _, cl in vector(RESP_ADDR, OTHER_ADDR) )
		for ( i, a in hosts )
			{
			local changed = anonymize_addr(a, cl);
			print cl, changed, changed == anonymize_addr(a, cl), changed != a;
			for ( j, b in hosts )
				if ( is_v4_addr(a) == is_v4_addr(b) && common_bits(a, b) != common_bits(changed, anonymize_addr(b, cl)) )
					print "not preserved", a, b;
			}
	print anonymize_addr(10.1.2.3, RESP_ADDR) != anonymize_addr(10.1.2.3, OTHER_ADDR);
	}

event zeek_init() &priority=3
	{
	preserve_prefix(192.168.7.1, 16);
	preserve_subnet(10.1.0.0/16);
	preserve_subnet([fe80::]/64);
	for ( _, a in vector(192.168.7.1, 10.1.2.3, [fe80::1]) )
		print mask_addr(anonymize_addr(a, OTHER_ADDR), is_v4_addr(a) ? 16 : 64), anonymize_addr(a, OTHER_ADDR) != a;
	# Others still have as much in common as before.
	print common_bits(anonymize_addr(192.168.7.1, OTHER_ADDR), anonymize_addr(192.169.7.1, OTHER_ADDR));
	preserve_prefix(172.16.0.1, 32);
	print anonymize_addr(172.16.0.1, OTHER_ADDR);
	}

event zeek_init() &priority=2 { print preserve_prefix(10.0.0.1, 33); }
event zeek_init() &priority=1 { print preserve_prefix([fe80::1], 129); }
